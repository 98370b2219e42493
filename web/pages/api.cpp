#include "engine/service/messages.h"
#include "web/json.h"
#include "web/pages/news_data.h"
#include "web/pages/pages.h"
#include "web/pages/search.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

template <typename T>
http::Response show(const Visit& visit, const service::Outcome<T>& outcome) {
  return outcome ? json(200, toJson(visit, outcome.value())) : visit.refusal(outcome.refusal());
}

}  // namespace

http::Response apiMe(const Visit& visit) {
  const auto student = visit.queries().student(visit.actor(), visit.actor().student_no);
  if (!student) return visit.refusal(student.refusal());
  Json answer = toJson(visit, student.value());
  answer["news"] = newsJson(visit, visit.sources().messages.news.peek(visit.actor(), student.value()));
  return json(200, answer);
}

http::Response apiStudent(const Visit& visit) {
  return show(visit, visit.queries().student(visit.actor(), visit.path[0]));
}

http::Response apiStudents(const Visit& visit) {
  const std::optional<service::StudentSearch> search = readSearch(visit.query);
  if (!search) return visit.error(400);
  return show(visit, visit.queries().students(visit.actor(), *search));
}

http::Response apiCounts(const Visit& visit) {
  return show(visit, visit.queries().counts(visit.actor()));
}
http::Response apiEdition(const Visit& visit) {
  Json edition = toJson(visit, visit.queries().edition());
  edition["trial"] = visit.trial().running();
  return json(200, edition);
}
http::Response apiLists(const Visit& visit) {
  return show(visit, visit.queries().lists(visit.actor()));
}

http::Response apiJournal(const Visit& visit) {
  const std::optional<service::JournalSearch> search = readJournalSearch(visit.query);
  if (!search) return visit.error(400);
  return show(visit, visit.queries().journal(visit.actor(), *search));
}

}  // namespace lixiao::web::pages
