#include "connectors/samples/finance_system.h"

#include <algorithm>
#include <ctime>
#include <nlohmann/json.hpp>

#include "connectors/samples/sample_program.h"

namespace lixiao::samples {
namespace {

using nlohmann::json;

constexpr std::size_t kRowsOfAPage = 3;
constexpr const char* kExpired = R"({"code": 500, "msg": "token expired", "data": null, "rows": null})";

std::string parameter(const Call& call, const char* name) {
  const auto found = call.query.find(name);
  return found == call.query.end() ? "" : found->second;
}

/// Spoils the answer as the fault says, at its first student.
void spoil(json& answer, const std::string& fault) {
  json& students = answer["students"];
  if (fault == "empty") answer["students"] = answer["unknown"] = json::array();
  if (fault == "wrong-unit") answer["unit"] = "fen";
  if (fault == "numbers") {
    for (json& student_no : answer["unknown"]) student_no = std::stoul(student_no.get<std::string>());
  }
  if (students.empty()) return;
  if (fault == "lists") students[0]["tuition_due"] = students[0]["dorm_due"] = json::array();
  if (fault == "negative") students[0]["tuition_due"] = students[0]["dorm_due"] = "-300.00";
  if (fault == "three-decimals") students[0]["tuition_due"] = students[0]["dorm_due"] = 300.001;
  if (fault == "not-a-number") students[0]["tuition_due"] = students[0]["dorm_due"] = "NaN";
  if (fault == "duplicate") students.push_back(students[0]);
  if (fault == "many-rows") {
    students.push_back(students[0]);
    students.back()["dorm_due"] = "7.00";
  }
  if (fault == "missing") students.erase(0);
  if (fault == "stranger") students[0]["student_no"] = "nobody";
  if (fault == "unknown") {
    answer["unknown"].push_back(students[0]["student_no"]);
    students.erase(0);
  }
}

/// Which of the rows a call for a page of the list wants.
struct Page {
  std::size_t begin;
  std::size_t end;
};

Page pageOf(const Call& call, std::size_t rows, const std::string& fault) {
  const auto number = [&](const char* name, std::size_t otherwise) {
    const std::string text = parameter(call, name);
    return text.empty() ? otherwise : std::stoul(text);
  };
  const std::size_t last = rows == 0 ? 0 : (rows - 1) / kRowsOfAPage;
  std::size_t page = number("page", 1) - number("first", 1);
  if (fault == "first-page-again") page = 0;
  if (fault == "last-page-again") page = std::min(page, last);
  const std::size_t begin = std::min(number("offset", page * kRowsOfAPage), rows);
  return {begin, std::min(begin + kRowsOfAPage, rows)};
}

/// Spoils a page of the list as the fault says.
void spoilPage(json& answer, const std::string& fault) {
  json& rows = answer["rows"];
  if (fault == "empty") {
    rows = json::array();
    answer["total"] = 0;
    answer.erase("next");
  }
  if (fault == "clock-ahead") answer["as_of"] = std::time(nullptr) + 3600;
  if (fault == "page-total") answer["total"] = kRowsOfAPage;
  if (fault == "same-next") answer["next"] = "/arrears/list?page=9";
  if (fault == "year-1970") answer["as_of"] = 0;
  if (fault == "milliseconds") answer["as_of"] = std::time(nullptr) * std::int64_t{1000};
  if (fault == "other-form") {
    for (json& row : rows) row["student_no"] = std::stoul(row["student_no"].get<std::string>());
  }
  if (fault == "short-list" && rows.size() == kRowsOfAPage) rows.erase(1);
  if (fault == "lists" && !rows.empty()) rows[0]["tuition_due"] = json::array();
}

}  // namespace

FinanceSystem::FinanceSystem(const std::filesystem::path& folder, const Faults& faults, Guard guard)
    : faults_(faults), guard_(std::move(guard)) {
  for (const auto& row : readCsv(folder / "finance.csv", {"student_no", "tuition_due", "dorm_due"})) {
    accounts_[row.at("student_no")] = row;
  }
}

std::vector<std::string> FinanceSystem::faultKinds() {
  return {"refuse",
          "silence",
          "drip",
          "reset",
          "html",
          "503",
          "forbidden",
          "redirect",
          "empty",
          "wrong-unit",
          "negative",
          "three-decimals",
          "not-a-number",
          "duplicate",
          "missing",
          "stranger",
          "unknown",
          "cut",
          "same-key-twice",
          "clock-ahead",
          "short-list",
          "first-page-again",
          "last-page-again",
          "year-1970",
          "milliseconds",
          "other-form",
          "lists",
          "expired",
          "many-rows",
          "page-total",
          "same-next",
          "bad-length",
          "negative-length",
          "bad-chunk",
          "long-header",
          "many-headers",
          "numbers"};
}

Reply FinanceSystem::answer(const Call& call) {
  if (call.path.starts_with("/arrears"))
    return guard_.admits(call) ? data(call) : Reply{401, "application/json", "{}"};
  if (call.method != "POST") return {405, "application/json", "{}"};
  if (call.path == "/pay") return pay(call);
  if (call.path == "/owe") return owe(call);
  return {404, "application/json", "{}"};
}

Reply FinanceSystem::data(const Call& call) {
  if (faults_.is("expired")) return {200, "application/json", kExpired};
  if (call.path == "/arrears" && call.method == "POST") return arrears(call.body);
  if (call.path == "/arrears/of" && call.method == "GET") return ofOne(call);
  if (call.path == "/arrears/list" && call.method == "GET") return list(call);
  return {404, "application/json", "{}"};
}

Reply FinanceSystem::ofOne(const Call& call) {
  std::lock_guard lock(mutex_);
  const auto account = accounts_.find(parameter(call, "card"));
  json answer = {{"code", 0}, {"data", nullptr}};
  if (account != accounts_.end()) answer["data"] = {{"account", account->second}};
  return {200, "application/json", answer.dump()};
}

Reply FinanceSystem::list(const Call& call) {
  const std::string fault = faults_.current();
  std::lock_guard lock(mutex_);
  const Page page = pageOf(call, accounts_.size(), fault);
  json answer = {
      {"code", 0}, {"total", accounts_.size()}, {"as_of", std::time(nullptr)}, {"rows", json::array()}};
  for (std::size_t i = page.begin; i < page.end; ++i)
    answer["rows"].push_back(std::next(accounts_.begin(), static_cast<std::ptrdiff_t>(i))->second);
  if (page.end < accounts_.size())
    answer["next"] = "/arrears/list?page=" + std::to_string(page.end / kRowsOfAPage + 1);
  spoilPage(answer, fault);
  return {200, "application/json", answer.dump()};
}

Reply FinanceSystem::arrears(const std::string& body) {
  const json question = json::parse(body, nullptr, false);
  if (!question.is_object() || !question.contains("students")) return {400, "application/json", "{}"};
  json answer = {
      {"unit", "yuan"}, {"currency", "CNY"}, {"students", json::array()}, {"unknown", json::array()}};
  {
    std::lock_guard lock(mutex_);
    for (const json& student_no : question["students"]) {
      const auto account = accounts_.find(student_no.get<std::string>());
      if (account == accounts_.end()) {
        answer["unknown"].push_back(student_no);
        continue;
      }
      answer["students"].push_back({{"student_no", student_no},
                                    {"tuition_due", account->second.at("tuition_due")},
                                    {"dorm_due", account->second.at("dorm_due")}});
    }
  }
  const std::string fault = faults_.current();
  spoil(answer, fault);
  std::string text = answer.dump();
  if (fault == "cut") text.resize(text.size() / 2);
  if (fault == "same-key-twice") text.insert(1, "\"unit\":\"yuan\",");
  return {200, "application/json", text};
}

Reply FinanceSystem::pay(const Call& call) {
  std::lock_guard lock(mutex_);
  const auto account = accounts_.find(parameter(call, "student_no"));
  if (account == accounts_.end()) return {404, "application/json", "{}"};
  account->second["tuition_due"] = account->second["dorm_due"] = "0.00";
  return {};
}

Reply FinanceSystem::owe(const Call& call) {
  std::lock_guard lock(mutex_);
  const auto account = accounts_.find(parameter(call, "student_no"));
  if (account == accounts_.end()) return {404, "application/json", "{}"};
  const bool dorm = parameter(call, "what") == "dorm_due";
  account->second[dorm ? "dorm_due" : "tuition_due"] = parameter(call, "amount");
  return {};
}

}  // namespace lixiao::samples
