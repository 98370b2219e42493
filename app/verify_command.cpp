#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/command.h"
#include "engine/store/journal_verify.h"

namespace lixiao::app {
namespace {

/// `SEQ:HASH`, as an earlier `verify` printed it.
store::JournalHead parseHead(const std::string& text) {
  const auto colon = text.find(':');
  if (colon == std::string::npos || colon == 0 || text.find_first_not_of("0123456789") != colon ||
      text.size() != colon + 65)
    throw std::runtime_error("--head " + text + ": write SEQ:HASH as `lixiao verify` prints it");
  return {std::stoll(text.substr(0, colon)), text.substr(colon + 1)};
}

store::ChainReport verifyDatabase(const std::string& data, const std::vector<store::JournalHead>& published) {
  const std::filesystem::path file = std::filesystem::path(data) / "lixiao.db";
  if (!std::filesystem::exists(file)) throw std::runtime_error(file.string() + ": there is no database");
  store::Database database(file);
  return database.read([&](store::Reader& reader) { return store::verifyJournal(reader, published); });
}

store::ChainReport verifyExport(const std::string& file, const std::vector<store::JournalHead>& published) {
  std::ifstream lines(file);
  if (!lines) throw std::runtime_error(file + " cannot be read");
  try {
    return store::verifyLines(lines, published);
  } catch (const std::invalid_argument& wrong) {
    throw std::runtime_error(file + ": " + wrong.what());
  }
}

int verify(const std::string& data, const std::string& journal, const std::vector<std::string>& heads,
           bool json) {
  std::vector<store::JournalHead> published;
  published.reserve(heads.size());
  for (const std::string& head : heads) published.push_back(parseHead(head));
  const store::ChainReport report =
      journal.empty() ? verifyDatabase(data, published) : verifyExport(journal, published);
  if (json) {
    nlohmann::json out{{"entries", report.entries},
                       {"head", {{"seq", report.head.seq}, {"hash", report.head.hash}}}};
    if (report.fault)
      out["fault"] = {{"seq", report.fault->seq},
                      {"kind", store::word(report.fault->kind)},
                      {"text", report.fault->text}};
    std::cout << out.dump(2) << "\n";
  } else if (report.fault) {
    std::cout << "the journal is broken at entry " << report.fault->seq << " ("
              << store::word(report.fault->kind) << "): " << report.fault->text << "\n";
  } else {
    std::cout << report.entries << " entries, the chain is whole; head " << report.head.seq << ":"
              << report.head.hash << "\n";
  }
  return report.fault ? Exit::kFindings : Exit::kFine;
}

}  // namespace

void addVerify(CLI::App& application, Run& run) {
  auto data = std::make_shared<std::string>("var");
  auto journal = std::make_shared<std::string>();
  auto heads = std::make_shared<std::vector<std::string>>();
  auto format = std::make_shared<std::string>("text");
  CLI::App* command = application.add_subcommand("verify", "Walk the journal's chain of hashes");
  command->add_option("--data", *data, "the service's data folder")->capture_default_str();
  command->add_option("--journal", *journal, "an export of the journal (journal.jsonl) instead of the data");
  command->add_option("--head", *heads, "SEQ:HASH kept outside; must be on the chain")->take_all();
  command->add_option("--format", *format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->callback([=, &run] { run = [=] { return verify(*data, *journal, *heads, *format == "json"); }; });
}

}  // namespace lixiao::app
