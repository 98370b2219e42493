#include "connectors/finance/balance.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace lixiao::connectors {
namespace {

struct Part {
  std::string_view name;
  std::int64_t sign;
};
constexpr std::array<Part, 5> kParts{
    {{"charged", 1}, {"paid", -1}, {"deferred", -1}, {"waived", -1}, {"refunded", 1}}};

std::string keyOf(const std::string& fee, std::string_view part) {
  return fee + "_" + std::string(part) + "_field";
}

bool asks(const Settings& settings, const std::string& key) {
  const Setting* setting = settings.find(key);
  return setting && setting->text != "none";
}

bool isReckoned(const std::string& fee, const Settings& settings) {
  return !settings.has(keyOf(fee, "due")) && asks(settings, keyOf(fee, "charged")) &&
         asks(settings, keyOf(fee, "paid"));
}

/// Empty: one of the parts is unknown.
using Sums = std::unordered_map<std::string_view, std::optional<std::int64_t>>;

void add(Sums& sums, const StudentFact& given, std::int64_t sign) {
  auto& sum = sums.try_emplace(given.student_no, 0).first->second;
  const auto amount = given.value.number();
  sum = sum && amount ? std::optional(*sum + sign * static_cast<std::int64_t>(*amount)) : std::nullopt;
}

}  // namespace

const std::vector<Fee>& fees() {
  static const std::vector<Fee> all = {{"tuition", {"学费", "tuition"}},
                                       {"dorm", {"住宿费", "dormitory fees"}}};
  return all;
}

std::vector<std::string> reckonedFees(const Settings& settings) {
  std::vector<std::string> reckoned;
  for (const Fee& fee : fees())
    if (isReckoned(fee.name, settings)) reckoned.push_back(fee.name);
  return reckoned;
}

Settings withReckonedDues(Settings settings) {
  for (const std::string& fee : reckonedFees(settings)) settings.set(keyOf(fee, "due"), "none");
  return settings;
}

std::vector<model::Diagnostic> checkReckoning(const Settings& settings) {
  std::vector<model::Diagnostic> findings;
  for (const Fee& fee : fees()) {
    if (settings.has(keyOf(fee.name, "due")) || isReckoned(fee.name, settings)) continue;
    for (const Part& part : kParts) {
      if (!asks(settings, keyOf(fee.name, part.name))) continue;
      findings.push_back(badValue(*settings.find(keyOf(fee.name, part.name)),
                                  "what is due cannot be reckoned from this alone",
                                  "give " + keyOf(fee.name, "due") + ", or " + keyOf(fee.name, "charged") +
                                      " and " + keyOf(fee.name, "paid")));
    }
  }
  return findings;
}

std::string dueFact(const std::string& fee) {
  return "finance." + fee + "_due";
}

void addDue(const std::string& fee, const std::vector<StudentRef>& students, Delivery& delivery) {
  Sums sums;
  sums.reserve(students.size());
  for (const Part& part : kParts) {
    const std::string fact = "finance." + fee + "_" + std::string(part.name);
    for (const StudentFact& given : delivery.facts)
      if (given.fact == fact) add(sums, given, part.sign);
  }
  std::vector<StudentFact> dues;
  dues.reserve(students.size());
  for (const StudentRef& student : students) {
    const auto& sum = sums[student.student_no];
    StudentFact& due = dues.emplace_back(StudentFact{student.student_no, dueFact(fee), {}});
    if (sum) due.value = model::Value(std::max<std::int64_t>(0, *sum));
  }
  delivery.facts.insert(delivery.facts.end(), std::make_move_iterator(dues.begin()),
                        std::make_move_iterator(dues.end()));
}

}  // namespace lixiao::connectors
