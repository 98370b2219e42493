#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/command.h"
#include "app/folder.h"
#include "app/house.h"
#include "app/service_settings.h"
#include "engine/service/row_tables.h"

namespace lixiao::app {
namespace {

constexpr std::size_t kMostRowsTold = 100;

struct Options {
  std::string what, file, list;
  std::string data = "var";
  bool dry_run = false, nobody = false, json = false;
  service::RosterTerms terms;
};

/// Tells what is wrong with the file itself; true when nothing is.
bool report(const std::string& file, const tabular::Problems& problems) {
  for (const tabular::Problem& problem : problems.all()) {
    const bool error = problem.severity == tabular::Problem::Severity::Error;
    const model::Message place = tabular::placeOf(problem);
    std::cerr << file << ": " << (place.empty() ? "" : model::format(place, model::Language::English) + ": ")
              << (error ? "" : "suspicious: ") << model::format(problem.message, model::Language::English)
              << "\n";
  }
  if (problems.leftOut() > 0) std::cerr << file << ": … and " << problems.leftOut() << " more\n";
  return !problems.hasErrors();
}

bool worthTelling(const service::RowReport& row) {
  return !service::isGood(row.verdict) || !row.reason.empty() || !row.suspicions.empty();
}

std::string english(const model::Message& message) {
  return model::format(message, model::Language::English);
}

void printRow(const service::RowReport& row, const Options& options) {
  std::cout << options.file << ":";
  if (row.row > 0) std::cout << row.row << ":";
  std::cout << " " << row.student_no << " " << row.name << ": "
            << service::title(row.verdict).in(model::Language::English);
  if (!row.reason.empty()) std::cout << ": " << english(row.reason);
  for (const service::Suspicion& each : row.suspicions)
    std::cout << "; suspicious: "
              << (each.about.empty() ? "" : each.about.in(model::Language::English) + ": ")
              << english(each.message);
  std::cout << "\n";
}

/// Who is there and not in the file: each of those taken off, the others as a number.
void printAbsent(const service::BatchReport& report, const Options& options) {
  std::size_t stay = 0, told = 0, more = 0;
  for (const service::RowReport& row : report.absent) {
    if (row.verdict != service::Verdict::Removed)
      ++stay;
    else if (++told > kMostRowsTold)
      ++more;
    else
      printRow(row, options);
  }
  if (more > 0) std::cout << "… and " << more << " more are taken off\n";
  if (stay > 0)
    std::cout << stay << (stay == 1 ? " student is" : " students are") << " not in this file and stay\n";
}

void print(const service::BatchReport& report, const Options& options) {
  std::size_t told = 0, more = 0;
  for (const service::RowReport& row : report.rows) {
    if (!worthTelling(row)) continue;
    if (++told > kMostRowsTold) {
      ++more;
      continue;
    }
    printRow(row, options);
  }
  if (more > 0) std::cout << "… and " << more << " more rows\n";
  printAbsent(report, options);
  std::cout << report.good << " rows good, " << report.refused << " refused; "
            << (report.applied    ? "imported"
                : options.dry_run ? "a dry run, nothing was changed"
                                  : "nothing was changed")
            << "\n";
}

nlohmann::json rowsJson(const std::vector<service::RowReport>& rows) {
  nlohmann::json all = nlohmann::json::array();
  for (const service::RowReport& row : rows) {
    nlohmann::json suspicions = nlohmann::json::array();
    for (const service::Suspicion& each : row.suspicions) suspicions.push_back(english(each.message));
    all.push_back({{"row", row.row},
                   {"student_no", row.student_no},
                   {"verdict", service::word(row.verdict)},
                   {"reason", english(row.reason)},
                   {"suspicions", suspicions}});
  }
  return all;
}

void printJson(const service::BatchReport& report) {
  std::cout << nlohmann::json{{"good", report.good},
                              {"refused", report.refused},
                              {"applied", report.applied},
                              {"rows", rowsJson(report.rows)},
                              {"absent", rowsJson(report.absent)}}
                   .dump(2)
            << "\n";
}

int finish(const service::Outcome<service::BatchReport>& outcome, const Options& options) {
  if (!outcome) {
    for (const model::Message& reason : outcome.refusal().reasons)
      std::cerr << "lixiao: " << model::format(reason, model::Language::English) << "\n";
    return Exit::kFindings;
  }
  options.json ? printJson(outcome.value()) : print(outcome.value(), options);
  return outcome->refused > 0 ? Exit::kFindings : Exit::kFine;
}

std::shared_ptr<const workflow::Workflow> activeWorkflow(House& house) {
  const auto edition =
      house.database.read([&](store::Reader& reader) { return house.editions.active(reader); });
  if (!edition)
    throw std::runtime_error("no edition is active yet: start the service once, which activates one");
  return edition->workflow;
}

/// As the pages do: what was applied is kept as a batch.
service::Outcome<service::BatchReport> registerBatch(House& house, const service::Actor& actor,
                                                     const std::vector<service::RegistrationRow>& rows,
                                                     const Options& options, service::Commands::Run run) {
  if (run == service::Commands::Run::Dry) return house.commands.registerResults(actor, rows, false, run);
  auto applied = house.batches.apply(actor, {rows, options.file}, false);
  if (!applied) return applied.refusal();
  if (applied->id != 0 && !options.json) std::cout << "batch " << applied->id << "\n";
  return std::move(applied.value().report);
}

int import(const Options& options) {
  const auto actor = service::Actor::system("command line");
  const auto run = options.dry_run ? service::Commands::Run::Dry : service::Commands::Run::Apply;
  tabular::ReadOptions reading;
  reading.limits = tabular::Limits::trusted();
  tabular::ReadResult read = tabular::readTable(readFile(options.file), options.file, reading);
  if (!report(options.file, read.problems)) return Exit::kFindings;

  const auto clock = clockOf(settingsOf(options.data).settings);
  House house(options.data, *clock);
  const auto workflow = activeWorkflow(house);
  const auto whenReadable = [&](const auto& table, auto command) {
    return report(options.file, table.problems) ? finish(command(table.rows), options) : int{Exit::kFindings};
  };
  if (options.what == "roster")
    return whenReadable(service::rosterRows(std::move(read.table), *workflow), [&](const auto& rows) {
      return house.commands.importRoster(actor, rows, run, options.terms);
    });
  if (options.what == "facts")
    return whenReadable(service::factRows(std::move(read.table), *workflow),
                        [&](const auto& rows) { return house.commands.importFacts(actor, rows, run); });
  if (options.what == "list")
    return whenReadable(service::listRows(std::move(read.table)), [&](const auto& rows) {
      return house.commands.submitList(actor, options.list, rows, options.nobody, run);
    });
  return whenReadable(service::registrationRows(std::move(read.table)),
                      [&](const auto& rows) { return registerBatch(house, actor, rows, options, run); });
}

}  // namespace

void addImport(CLI::App& application, Run& run) {
  auto options = std::make_shared<Options>();
  auto format = std::make_shared<std::string>("text");
  CLI::App* command =
      application.add_subcommand("import", "Take in a CSV (UTF-8 or GB18030) or XLSX file, all rows or none");
  command->add_option("WHAT", options->what, "roster, facts, list or registrations")
      ->required()
      ->check(CLI::IsMember({"roster", "facts", "list", "registrations"}));
  command->add_option("FILE", options->file)->required();
  command->add_option("--list", options->list, "the list's name, for `import list`");
  command->add_flag("--nobody", options->nobody, "an empty list is meant: nobody has to come");
  command->add_flag("--whole", options->terms.whole,
                    "the file is the whole roster of its providers: take off who is not in it");
  command->add_flag("--over-half", options->terms.over_half,
                    "it is meant that this takes off more than half of a provider's students");
  command->add_flag("--final", options->terms.final,
                    "declare the roster final with this import: later changes need a reason and are marked");
  command->add_option("--reason", options->terms.reason, "why a roster that was declared final is changed");
  command->add_flag("--dry-run", options->dry_run, "only report what would happen to each row");
  command->add_option("--data", options->data, "the service's data folder")->capture_default_str();
  command->add_option("--format", *format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->callback([=, &run] {
    if (options->what == "list" && options->list.empty()) throw CLI::RequiredError("--list");
    const bool terms = options->terms.whole || options->terms.over_half || options->terms.final ||
                       !options->terms.reason.empty();
    if (terms && options->what != "roster")
      throw CLI::ValidationError("--whole, --over-half, --final and --reason are for `import roster`");
    options->json = *format == "json";
    run = [=] { return import(*options); };
  });
}

}  // namespace lixiao::app
