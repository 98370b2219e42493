#include <algorithm>

#include "connectors/runner.h"
#include "connectors/student_index.h"

namespace lixiao::connectors {

std::string incompleteness(const Delivery& delivery, const std::vector<StudentRef>& students,
                           const std::vector<std::string>& facts) {
  StudentIndex index(students);
  std::vector<bool> seen(students.size() * facts.size());
  for (const StudentFact& given : delivery.facts) {
    const auto student = index.find(given.student_no);
    if (!student) return "a fact about a student who was not asked about";
    const auto fact = std::find(facts.begin(), facts.end(), given.fact);
    if (fact == facts.end()) return "a fact the connector did not announce: " + given.fact;
    auto flag = seen[*student * facts.size() + static_cast<std::size_t>(fact - facts.begin())];
    if (flag) return "two values of " + given.fact + " for one student";
    flag = true;
  }
  if (delivery.facts.size() != seen.size()) return "not every fact of every student";
  for (const std::string& unknown : delivery.unknown_students)
    if (!index.find(unknown)) return "an unknown student who was not asked about";
  return "";
}

}  // namespace lixiao::connectors
