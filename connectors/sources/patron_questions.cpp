#include "connectors/sources/patron_questions.h"

#include <memory>

#include "connectors/transport/fetch_error.h"
#include "connectors/transport/lines.h"

namespace lixiao::connectors {
namespace {

/// One connection, and the one new try it has when it is lost.
class Line {
 public:
  Line(const PatronQuestions& questions, Pace& pace, Patience& patience)
      : questions_(questions), pace_(pace), patience_(patience) {}

  Sip2Patron patron(const std::string& student_no) {
    try {
      return ask(student_no);
    } catch (const ConnectionLost&) {
      if (lost_before_) unreachable("the connection was lost again and again");
    }
    lost_before_ = true;
    session_.reset();
    try {
      return ask(student_no);
    } catch (const ConnectionLost&) {
      unreachable("the connection was lost again and again");
    }
  }

 private:
  Sip2Patron ask(const std::string& student_no) {
    patience_.beginStep(patience_.left());
    pace_.await(patience_);
    if (!session_ || questions_.one_per_patron)
      session_ = std::make_unique<Sip2Session>(questions_.source, patience_);
    return session_->patron(student_no);
  }

  const PatronQuestions& questions_;
  Pace& pace_;
  Patience& patience_;
  std::unique_ptr<Sip2Session> session_;
  bool lost_before_ = false;
};

}  // namespace

std::vector<Sip2Patron> askAbout(const std::vector<StudentRef>& students, const PatronQuestions& questions,
                                 Pace& pace, const Patience& patience) {
  std::vector<Sip2Patron> patrons(students.size());
  inLines(students.size(), questions.connections, patience,
          [&](std::size_t first, std::size_t step, Patience& own) {
            Line line(questions, pace, own);
            for (std::size_t i = first; i < students.size(); i += step)
              patrons[i] = line.patron(students[i].student_no);
          });
  return patrons;
}

}  // namespace lixiao::connectors
