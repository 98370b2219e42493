#include "engine/service/history.h"
#include "web/dates.h"
#include "web/json.h"
#include "web/pages/pages.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

service::Outcome<service::PastStudent> pastOf(const Visit& visit, model::Date date) {
  return visit.sources().history.on(visit.actor(), visit.path[0], date);
}

void addItems(const Visit& visit, const std::vector<service::ItemView>& views,
              const service::EditionView& then, bool parts, List& list) {
  for (const service::ItemView& each : views) {
    Data data = itemData(visit, each, then);
    data.set("part", Data(parts));
    list.push_back(data);
    addItems(visit, each.parts, then, true, list);
  }
}

}  // namespace

http::Response lookBack(const Visit& visit) {
  const auto date = model::parseDate(visit.query["day"]);
  if (!date) return visit.error(400);
  return http::redirect(studentUrl(visit.path[0]) + "/on/" + model::formatDate(*date));
}

http::Response past(const Visit& visit) {
  const auto date = model::parseDate(visit.path[1]);
  if (!date) return visit.error(404);
  const auto found = pastOf(visit, *date);
  if (!found) return visit.refusal(found.refusal());
  const service::PastStudent& past = found.value();
  const service::StudentView& student = past.student;
  service::EditionView then = visit.queries().edition();
  then.time_zone = past.time_zone;
  then.today = *date;
  Data data;
  data.set("at", moment(visit.language, past.time_zone, past.at));
  data.set("day", model::formatDate(*date));
  data.set("student_url", studentUrl(student.student_no));
  data.set("name", student.name);
  data.set("student_no", student.student_no);
  data.set("look_back_url", studentUrl(student.student_no) + "/on");
  data.set("type", visit.in(student.type));
  data.set("year", past.edition);
  data.set("digest", past.digest);
  std::vector<std::string> untold;
  for (const model::Message& each : past.untold) untold.push_back(visit.tr(each));
  data.set("untold", texts(untold));
  List fields(Data::type::list);
  for (const service::StudentView::Field& each : student.attributes) {
    Data field;
    field.set("title", visit.in(each.title));
    field.set("value", each.value);
    fields.push_back(field);
  }
  data.set("attributes", fields);
  data.set("remaining", visit.trn("{0} item left", "{0} items left", student.remaining));
  data.set("done", Data(student.remaining == 0 && !student.items.empty()));
  List items(Data::type::list), not_applicable(Data::type::list), documents(Data::type::list);
  addItems(visit, student.items, then, false, items);
  addItems(visit, student.not_applicable, then, false, not_applicable);
  for (const service::DocumentView& each : student.documents)
    if (each.status != model::DocumentStatus::NotApplicable)
      documents.push_back(documentData(visit, each, then, 100));
  data.set("items", items);
  data.set("not_applicable", not_applicable);
  data.set("has_not_applicable", Data(!student.not_applicable.empty()));
  data.set("documents", documents);
  data.set("has_documents", Data(documents.is_non_empty_list()));
  return visit.page("past", student.name + " " + model::formatDate(*date), std::move(data));
}

http::Response apiPast(const Visit& visit) {
  const auto date = model::parseDate(visit.path[1]);
  if (!date) return visit.error(404);
  const auto found = pastOf(visit, *date);
  if (!found) return visit.refusal(found.refusal());
  Json untold = Json::array();
  for (const model::Message& each : found->untold) untold.push_back(visit.tr(each));
  return json(200, {{"student", toJson(visit, found->student)},
                    {"at", model::formatInstant(found->at)},
                    {"edition", found->edition},
                    {"digest", found->digest},
                    {"untold", untold}});
}

}  // namespace lixiao::web::pages
