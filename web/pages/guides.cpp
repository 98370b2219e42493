#include "web/dates.h"
#include "web/pages/guide_data.h"
#include "web/pages/pages.h"

namespace lixiao::web::pages {

namespace {

/// The published guides by department, and within scoped ones by college.
List departments(const Visit& visit, const std::vector<service::GuideView>& guides) {
  const service::EditionView edition = visit.queries().edition();
  List list(Data::type::list);
  for (std::size_t at = 0; at < guides.size();) {
    const store::GuideKey& key = guides[at].key;
    Data department;
    department.set("department", visit.in(guides[at].department));
    department.set("scope", textOrNothing(key.scope_value));
    List rows(Data::type::list);
    for (; at < guides.size() && guides[at].key.department == key.department &&
           guides[at].key.scope_value == key.scope_value;
         ++at)
      rows.push_back(guideData(visit, guides[at], edition));
    department.set("guides", rows);
    list.push_back(department);
  }
  return list;
}

Json titles(const Visit& visit, const std::vector<model::LocalizedText>& values) {
  Json list = Json::array();
  for (const model::LocalizedText& each : values) list.push_back(visit.in(each));
  return list;
}

std::string joined(const Visit& visit, const std::vector<model::LocalizedText>& values) {
  std::string text;
  for (const model::LocalizedText& each : values)
    text += (text.empty() ? "" : visit.language == model::Language::Chinese ? "、" : ", ") + visit.in(each);
  return text;
}

}  // namespace

http::Response guides(const Visit& visit) {
  const auto published = visit.sources().guides.published();
  Data data;
  data.set("departments", departments(visit, published));
  data.set("has_guides", Data(!published.empty()));
  return visit.page("guides", visit.tr("Guides"), std::move(data));
}

http::Response guideDuties(const Visit& visit) {
  const auto duties = visit.sources().guides.duties(visit.actor());
  if (!duties) return visit.refusal(duties.refusal());
  const service::EditionView edition = visit.queries().edition();
  Data data;
  List rows(Data::type::list);
  std::size_t done = 0;
  for (const service::GuideDuty& each : duties->departments) {
    Data row;
    row.set("department", visit.in(each.title));
    row.set("scope", textOrNothing(each.scope_value));
    row.set("published", textOrNothing(joined(visit, each.published)));
    row.set("missing", textOrNothing(joined(visit, each.missing)));
    row.set("done", Data(each.done()));
    row.set("late", Data(!each.done() && duties->late));
    row.set("awaited", Data(!each.done() && !duties->late));
    row.set("at",
            each.last_at ? Data(moment(visit.language, edition.time_zone, *each.last_at)) : Data(false));
    row.set("by", textOrNothing(visit.who(each.last_by)));
    rows.push_back(row);
    done += each.done() ? 1 : 0;
  }
  data.set("rows", rows);
  data.set("due", duties->due ? Data(day(visit.language, *duties->due)) : Data(false));
  data.set("done_count", std::to_string(done));
  data.set("total", std::to_string(duties->departments.size()));
  return visit.page("guide_duties", visit.tr("Guides"), std::move(data));
}

http::Response apiGuides(const Visit& visit) {
  Json list = Json::array();
  for (const service::GuideView& each : visit.sources().guides.published())
    list.push_back(guideJson(visit, each));
  return json(200, {{"guides", list}});
}

http::Response apiGuideDuties(const Visit& visit) {
  const auto duties = visit.sources().guides.duties(visit.actor());
  if (!duties) return visit.refusal(duties.refusal());
  Json list = Json::array();
  for (const service::GuideDuty& each : duties->departments)
    list.push_back({{"department", each.department},
                    {"title", visit.in(each.title)},
                    {"scope", each.scope_value},
                    {"published", titles(visit, each.published)},
                    {"missing", titles(visit, each.missing)},
                    {"last_at", each.last_at ? Json(model::formatInstant(*each.last_at)) : Json()},
                    {"last_by", each.last_by}});
  return json(200, {{"due", duties->due ? Json(model::formatDate(*duties->due)) : Json()},
                    {"late", duties->late},
                    {"departments", list}});
}

}  // namespace lixiao::web::pages
