#include "connectors/sources/patron_questions.h"

#include "connectors/sources/records.h"
#include "connectors/transport/lines.h"

namespace lixiao::connectors {

std::vector<Sip2Patron> askAbout(const std::vector<StudentRef>& students, const Sip2Manner& manner,
                                 std::size_t connections, Pace& pace, const Patience& patience) {
  std::vector<Sip2Patron> patrons(students.size());
  inLines(students.size(), connections, patience, [&](std::size_t first, std::size_t step, Patience& own) {
    Sip2Line line(manner, pace, own);
    for (std::size_t i = first; i < students.size(); i += step) {
      const std::string& student_no = students[i].student_no;
      askingAbout(student_no, [&] {
        patrons[i] = line.put([&](Sip2Session& session) { return session.patron(student_no); });
      });
    }
  });
  return patrons;
}

}  // namespace lixiao::connectors
