#include "connectors/samples/library_system.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "connectors/samples/sample_program.h"
#include "connectors/transport/sip2_message.h"

namespace lixiao::samples {
namespace {

constexpr const char* kDate = "20150624    093000";

/// The value of a field of the question; "" when it is missing.
std::string field(std::string_view question, std::string_view id) {
  const std::size_t at = question.find("|" + std::string(id));
  if (at == std::string_view::npos) return "";
  const std::size_t begin = at + 1 + id.size();
  return std::string(question.substr(begin, question.find('|', begin) - begin));
}

std::string fourDigits(int number) {
  char text[16];
  std::snprintf(text, sizeof text, "%04d", number);
  return text;
}

/// Whether the line has a checksum and it is right.
bool checksumHolds(std::string_view line) {
  const std::size_t at = line.rfind("AZ");
  return at != std::string_view::npos &&
         line.substr(at + 2) == connectors::sip2Checksum(line.substr(0, at + 2));
}

unsigned sequenceOf(std::string_view line) {
  const std::size_t at = line.rfind("AY");
  return at == std::string_view::npos || at + 2 >= line.size() ? 0
                                                               : static_cast<unsigned>(line[at + 2] - '0');
}

std::string withWrongChecksum(std::string frame) {
  char& digit = frame[frame.size() - 2];
  digit = digit == '0' ? '1' : '0';
  return frame;
}

}  // namespace

LibrarySystem::LibrarySystem(const std::filesystem::path& folder, connectors::Encoding encoding,
                             const Faults& faults)
    : encoding_(encoding), faults_(faults) {
  for (const auto& row : readCsv(folder / "library.csv", {"student_no", "name", "loans", "fines"})) {
    patrons_[row.at("student_no")] = {row.at("name"), std::stoi(row.at("loans")), row.at("fines"), false};
  }
}

std::vector<std::string> LibrarySystem::faultKinds() {
  return {"refuse",         "silence",       "drip",        "reset",        "html",
          "empty",          "login-refused", "wrong-unit",  "negative",     "three-decimals",
          "duplicate",      "other-patron",  "unknown",     "blank-counts", "no-fee",
          "wrong-checksum", "96-once",       "96",          "cut",          "gbk",
          "endless",        "503",           "not-blocked", "one-answer",   "close-after-10",
          "no-currency",    "echo"};
}

std::string LibrarySystem::answer(std::string_view line) {
  std::lock_guard lock(mutex_);
  const std::string fault = faults_.current();
  std::string again = connectors::sip2Frame("96", 0, false);
  if (fault == "96" || !checksumHolds(line)) return again;
  if (fault == "96-once" && (asked_again_ = !asked_again_)) return again;
  std::string body;
  const std::string_view code = connectors::sip2Code(line);
  if (code == "93") body = fault == "login-refused" ? "940" : "941";
  if (code == "99") body = std::string("98YYYNYN060003") + kDate + "2.00AOlixiao|BXYYYNYYYNNNNNNNNN|";
  if (code == "63") body = patronInformation(line);
  if (code == "01" || code == "25") body = patronStatus(line, code == "01");
  if (body.empty()) return again;
  if (fault == "cut" && code == "63") return body.substr(0, body.size() / 2) + "\r";
  const std::string frame = connectors::sip2Frame(body, sequenceOf(line), true);
  return fault == "wrong-checksum" ? withWrongChecksum(frame) : frame;
}

std::string LibrarySystem::patronInformation(std::string_view question) {
  const std::string fault = faults_.current();
  const std::string asked = field(question, "AA");
  const auto patron = patrons_.find(asked);
  const bool known = patron != patrons_.end() && fault != "unknown";
  const Patron nobody;
  const Patron& found = known ? patron->second : nobody;
  std::string charged = fault == "blank-counts" ? "    " : fourDigits(found.loans);
  std::string fines = found.fines;
  if (fault == "negative") fines = "-1.00";
  if (fault == "three-decimals") fines = "1.005";
  const auto wire = fault == "gbk" ? connectors::Encoding::Gb18030 : encoding_;
  std::string body = "64              019" + std::string(kDate) + "00000000" + charged + "000000000000" +
                     "AOlixiao|AA" + (fault == "other-patron" ? "nobody" : asked) + "|AE" +
                     connectors::encode(found.name, wire).value_or("") + "|BL" + (known ? "Y" : "N") + "|";
  if (known && fault != "no-currency")
    body += std::string("BH") + (fault == "wrong-unit" ? "USD" : "CNY") + "|";
  if (known && fault != "no-fee") body += "BV" + fines + "|";
  if (fault == "duplicate") body += "AA" + asked + "|";
  return body;
}

LibrarySystem::Found LibrarySystem::found(std::size_t id, const Patron& patron) const {
  return {id, patron.name, patron.loans, faults_.is("negative") ? "-5.00" : patron.fines};
}

std::optional<LibrarySystem::Found> LibrarySystem::lookUp(const std::string& student_no) {
  std::lock_guard lock(mutex_);
  const auto patron = patrons_.find(student_no);
  if (patron == patrons_.end() || faults_.is("unknown")) return std::nullopt;
  return found(1000 + static_cast<std::size_t>(std::distance(patrons_.begin(), patron)), patron->second);
}

std::optional<LibrarySystem::Found> LibrarySystem::lookUp(std::size_t id) {
  std::lock_guard lock(mutex_);
  if (id < 1000 || id - 1000 >= patrons_.size()) return std::nullopt;
  return found(id, std::next(patrons_.begin(), static_cast<std::ptrdiff_t>(id - 1000))->second);
}

std::string LibrarySystem::patronStatus(std::string_view question, bool block) {
  const std::string asked = field(question, "AA");
  const auto patron = patrons_.find(asked);
  const bool known = patron != patrons_.end();
  if (known && !faults_.is("not-blocked")) patron->second.blocked = block;
  const bool blocked_now = known && patron->second.blocked;
  return std::string(block ? "24" : "26") + (blocked_now ? "Y" : " ") + "             019" + kDate +
         "AOlixiao|AA" + asked + "|AE|BL" + (known ? "Y" : "N") + "|";
}

Reply LibrarySystem::leavers(const Call& call) {
  const auto message = nlohmann::json::parse(call.body, nullptr, false);
  if (!message.is_object()) return {400, "application/json", "{}"};
  if (faults_.is("not-blocked")) return {200, "application/json", R"({"status":"ok"})"};
  std::lock_guard lock(mutex_);
  for (const auto& row : message.at("students")) {
    const auto patron = patrons_.find(row.at("student_no").get<std::string>());
    if (patron != patrons_.end()) patron->second.blocked = row.at("leaving");
  }
  return {200, "application/json", nlohmann::json{{"acknowledged", message.at("message")}}.dump()};
}

Reply LibrarySystem::blocked() {
  nlohmann::json list = nlohmann::json::array();
  std::lock_guard lock(mutex_);
  for (const auto& [student_no, patron] : patrons_)
    if (patron.blocked) list.push_back(student_no);
  return {200, "application/json", list.dump()};
}

Reply LibrarySystem::control(const Call& call) {
  if (call.path == "/blocked") return blocked();
  if (call.method != "POST") return {405, "application/json", "{}"};
  const auto student_no = call.query.find("student_no");
  std::lock_guard lock(mutex_);
  const auto patron = student_no == call.query.end() ? patrons_.end() : patrons_.find(student_no->second);
  if (patron == patrons_.end()) return {404, "application/json", "{}"};
  if (call.path == "/return") {
    patron->second.loans = 0;
    patron->second.fines = "0.00";
    return {};
  }
  if (call.path != "/lend") return {404, "application/json", "{}"};
  ++patron->second.loans;
  return {};
}

}  // namespace lixiao::samples
