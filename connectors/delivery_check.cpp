#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "connectors/runner.h"

namespace lixiao::connectors {
namespace {

/// For each student asked which facts were given, by the connector's fact number.
using SeenByStudent = std::unordered_map<std::string_view, std::vector<bool>>;

std::string unexpected(const StudentFact& given, const std::vector<std::string>& facts, SeenByStudent& seen) {
  const auto student = seen.find(given.student_no);
  if (student == seen.end()) return "a fact about a student who was not asked about";
  const auto fact = std::find(facts.begin(), facts.end(), given.fact);
  if (fact == facts.end()) return "a fact the connector did not announce: " + given.fact;
  auto flag = student->second[static_cast<std::size_t>(fact - facts.begin())];
  if (flag) return "two values of " + given.fact + " for one student";
  flag = true;
  return "";
}

}  // namespace

std::string incompleteness(const Delivery& delivery, const std::vector<StudentRef>& students,
                           const std::vector<std::string>& facts) {
  SeenByStudent seen;
  seen.reserve(students.size());
  for (const StudentRef& student : students) seen[student.student_no].resize(facts.size());
  for (const StudentFact& given : delivery.facts) {
    std::string wrong = unexpected(given, facts, seen);
    if (!wrong.empty()) return wrong;
  }
  if (delivery.facts.size() != seen.size() * facts.size()) return "not every fact of every student";
  for (const std::string& unknown : delivery.unknown_students) {
    if (seen.find(unknown) == seen.end()) return "an unknown student who was not asked about";
  }
  return "";
}

}  // namespace lixiao::connectors
