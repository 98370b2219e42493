#include "connectors/samples/finance_system.h"

#include <nlohmann/json.hpp>

#include "connectors/samples/sample_program.h"

namespace lixiao::samples {
namespace {

using nlohmann::json;

std::string parameter(const Call& call, const char* name) {
  const auto found = call.query.find(name);
  return found == call.query.end() ? "" : found->second;
}

/// Spoils the answer as the fault says, at its first student.
void spoil(json& answer, const std::string& fault) {
  json& students = answer["students"];
  if (fault == "empty") answer["students"] = answer["unknown"] = json::array();
  if (fault == "wrong-unit") answer["unit"] = "fen";
  if (students.empty()) return;
  if (fault == "negative") students[0]["tuition_due"] = students[0]["dorm_due"] = "-300.00";
  if (fault == "three-decimals") students[0]["tuition_due"] = students[0]["dorm_due"] = 300.001;
  if (fault == "not-a-number") students[0]["tuition_due"] = students[0]["dorm_due"] = "NaN";
  if (fault == "duplicate") students.push_back(students[0]);
  if (fault == "missing") students.erase(0);
  if (fault == "stranger") students[0]["student_no"] = "nobody";
  if (fault == "unknown") {
    answer["unknown"].push_back(students[0]["student_no"]);
    students.erase(0);
  }
}

}  // namespace

FinanceSystem::FinanceSystem(const std::filesystem::path& folder, const Faults& faults) : faults_(faults) {
  for (const auto& row : readCsv(folder / "finance.csv", {"student_no", "tuition_due", "dorm_due"})) {
    accounts_[row.at("student_no")] = {row.at("tuition_due"), row.at("dorm_due")};
  }
}

std::vector<std::string> FinanceSystem::faultKinds() {
  return {"refuse",   "silence",  "drip",       "reset",    "html",           "503",          "forbidden",
          "redirect", "empty",    "wrong-unit", "negative", "three-decimals", "not-a-number", "duplicate",
          "missing",  "stranger", "unknown",    "cut",      "same-key-twice"};
}

Reply FinanceSystem::answer(const Call& call) {
  if (call.method != "POST") return {405, "application/json", "{}"};
  if (call.path == "/arrears") return arrears(call.body);
  if (call.path == "/pay") return pay(call);
  if (call.path == "/owe") return owe(call);
  return {404, "application/json", "{}"};
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
                                    {"tuition_due", account->second.tuition_due},
                                    {"dorm_due", account->second.dorm_due}});
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
  account->second = {"0.00", "0.00"};
  return {};
}

Reply FinanceSystem::owe(const Call& call) {
  std::lock_guard lock(mutex_);
  const auto account = accounts_.find(parameter(call, "student_no"));
  if (account == accounts_.end()) return {404, "application/json", "{}"};
  const bool dorm = parameter(call, "what") == "dorm_due";
  (dorm ? account->second.dorm_due : account->second.tuition_due) = parameter(call, "amount");
  return {};
}

}  // namespace lixiao::samples
