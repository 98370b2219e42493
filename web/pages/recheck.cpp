#include "web/pages/recheck.h"

#include <algorithm>

#include "web/dates.h"
#include "web/pages/pages.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {
namespace {

bool anyIs(const std::vector<Recheck>& rechecks, Recheck::State state) {
  return std::any_of(rechecks.begin(), rechecks.end(),
                     [state](const Recheck& each) { return each.state == state; });
}

std::string words(const Visit& visit, const std::vector<Recheck>& rechecks) {
  if (anyIs(rechecks, Recheck::State::Asked))
    return visit.tr("The systems are being asked; the page updates itself.");
  if (!anyIs(rechecks, Recheck::State::Failed))
    return visit.tr("All systems have answered; the page shows what they said.");
  if (!anyIs(rechecks, Recheck::State::Answered))
    return visit.tr("The systems could not be asked; what is shown is what they said before.");
  return visit.tr("Not all systems could be asked; for the others what is shown is what they said before.");
}

bool anyAutomatic(const service::StudentView& student) {
  return std::any_of(student.items.begin(), student.items.end(),
                     [](const service::ItemView& item) { return item.as_of || !item.missing.empty(); });
}

http::Response ask(const Action& action, const std::string& student_no, const std::string& page) {
  action.sources().connectors.recheck(student_no);
  return http::redirect(page + "#recheck");
}

}  // namespace

Data recheckData(const Visit& visit, const service::StudentView& student, const std::string& url) {
  if (!anyAutomatic(student) || visit.sources().connectors.view().empty()) return Data(false);
  const service::EditionView edition = visit.queries().edition();
  const std::vector<Recheck> rechecks = visit.sources().connectors.rechecked(student.student_no);
  Data data;
  data.set("recheck_url", url);
  data.set("csrf", visit.csrf);
  data.set("words", rechecks.empty() ? Data(false) : Data(words(visit, rechecks)));
  data.set("at", rechecks.empty() ? Data(false)
                                  : Data(moment(visit.language, edition.time_zone, rechecks.front().at)));
  const bool pending = anyIs(rechecks, Recheck::State::Asked);
  data.set("pending", Data(pending));
  return data;
}

http::Response recheckMe(const Action& action) {
  return ask(action, action.actor().student_no, "/me");
}

http::Response recheckStudent(const Action& action) {
  const auto student = action.queries().student(action.actor(), action.path[0]);
  if (!student) return action.refusal(student.refusal());
  return ask(action, student->student_no, studentUrl(student->student_no));
}

}  // namespace lixiao::web::pages
