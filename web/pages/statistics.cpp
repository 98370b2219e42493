#include "engine/service/statistics.h"

#include "web/dates.h"
#include "web/json.h"
#include "web/pages/options.h"
#include "web/pages/pages.h"
#include "web/pages/statistics_data.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

using model::ItemStatus;
using service::StatisticsLine;
using service::StatisticsView;

constexpr std::array kStatuses = {ItemStatus::Cleared, ItemStatus::Deferred, ItemStatus::Waiting,
                                  ItemStatus::ActionRequired, ItemStatus::NotApplicable};

Data number(std::uint64_t count, const std::string& url) {
  Data cell;
  cell.set("count", std::to_string(count));
  cell.set("students_url", count == 0 ? Data(false) : Data(url));
  return cell;
}

/// `url` goes on with the status.
List cells(const service::PairCounts& pairs, const std::string& url) {
  List list(Data::type::list);
  for (const ItemStatus status : kStatuses)
    list.push_back(number(pairs.of(status), url + std::string(model::word(status))));
  return list;
}

Data lineData(const std::string& title, const service::PairCounts& pairs, const std::string& url) {
  Data row;
  row.set("title", title);
  row.set("cells", cells(pairs, url));
  row.set("cleared_share", share(pairs.cleared(), pairs.applying()));
  row.set("without_visit", std::to_string(pairs.without_visit));
  row.set("without_share", share(pairs.without_visit, pairs.applying()));
  return row;
}

List itemRows(const Visit& visit, const StatisticsView& view) {
  List rows(Data::type::list);
  for (const StatisticsLine& line : view.items) {
    Data row =
        lineData(visit.in(line.title), line.pairs, "/work/students?item=" + encode(line.id) + "&status=");
    row.set("department", visit.in(line.department));
    rows.push_back(row);
  }
  return rows;
}

/// The students of a line, with what the query says further.
std::string studentsUrl(const std::string& item, const std::string& whom, const char* further) {
  return "/work/students?" + item + whom + further;
}

List dimensionRows(const Visit& visit, const StatisticsView& view) {
  const bool by_department = view.by == "department";
  const std::string item = view.item.empty() ? "" : "item=" + encode(view.item) + "&";
  const std::string group = by_department ? "department=" : "by=" + encode(view.by) + "&value=";
  List rows(Data::type::list);
  for (const StatisticsLine& line : view.lines) {
    std::string whom = group;
    whom.append(encode(line.id)).append("&");
    Data row = lineData(valueTitle(visit, line), line.pairs, studentsUrl(item, whom, "status="));
    row.set("students", by_department ? Data(false) : number(line.students, studentsUrl({}, whom, "")));
    row.set("all_clear", std::to_string(line.all_clear));
    rows.push_back(row);
  }
  return rows;
}

List documentRows(const Visit& visit, const StatisticsView& view) {
  using model::DocumentStatus;
  List rows(Data::type::list);
  for (const service::StatisticsDocument& each : view.documents) {
    List counts(Data::type::list);
    for (const DocumentStatus status : {DocumentStatus::Collected, DocumentStatus::Released,
                                        DocumentStatus::Withheld, DocumentStatus::NotApplicable})
      counts.push_back(number(
          each.by_status[static_cast<std::size_t>(status)],
          "/work/students?document=" + encode(each.id) + "&status=" + std::string(model::word(status))));
    Data row;
    row.set("title", visit.in(each.title));
    row.set("department", visit.in(each.department));
    row.set("cells", counts);
    rows.push_back(row);
  }
  return rows;
}

List dayRows(const Visit& visit, const StatisticsView& view) {
  List rows(Data::type::list);
  for (const service::StatisticsDay& each : view.days) {
    const service::PairCounts pairs{each.by_status, 0};
    Data row;
    row.set("title", day(visit.language, each.day));
    row.set("open", std::to_string(pairs.open()));
    row.set("cleared", std::to_string(pairs.cleared()));
    row.set("share", share(pairs.cleared(), pairs.applying()));
    rows.push_back(row);
  }
  return rows;
}

List oldestRows(const Visit& visit, const StatisticsView& view, const service::EditionView& edition) {
  List rows(Data::type::list);
  for (const service::OldestWork& each : view.oldest) {
    Data row;
    row.set("title", visit.in(each.title));
    row.set("count", std::to_string(each.pairs));
    row.set("item", textOrNothing(visit.in(each.item_title)));
    row.set("student_no", each.student_no);
    row.set("student_url", each.student_no.empty() ? Data(false) : Data(studentUrl(each.student_no)));
    row.set("since", each.since ? Data(moment(visit.language, edition.time_zone, *each.since)) : Data(false));
    rows.push_back(row);
  }
  return rows;
}

List statusHeads(const Visit& visit) {
  List heads(Data::type::list);
  for (const ItemStatus status : kStatuses) heads.push_back(chip(visit, status));
  return heads;
}

List documentHeads(const Visit& visit) {
  using model::DocumentStatus;
  List heads(Data::type::list);
  for (const DocumentStatus status : {DocumentStatus::Collected, DocumentStatus::Released,
                                      DocumentStatus::Withheld, DocumentStatus::NotApplicable})
    heads.push_back(visit.in(model::title(status)));
  return heads;
}

std::string queryOf(const StatisticsView& view) {
  return "by=" + encode(view.by) + (view.item.empty() ? "" : "&item=" + encode(view.item));
}

void addHeadline(Data& data, const StatisticsView& view) {
  data.set("without_share", share(view.total.without_visit, view.total.applying()));
  data.set("without_visit", std::to_string(view.total.without_visit));
  data.set("applying", std::to_string(view.total.applying()));
  data.set("cleared", std::to_string(view.total.cleared()));
  data.set("cleared_share", share(view.total.cleared(), view.total.applying()));
  data.set("of_cleared", share(view.total.without_visit, view.total.cleared()));
  data.set("students", std::to_string(view.students));
  data.set("all_clear", std::to_string(view.all_clear));
  data.set("all_clear_share", share(view.all_clear, view.students));
}

Json pairsJson(const service::PairCounts& pairs) {
  Json by_status = Json::object();
  for (const ItemStatus status : kStatuses) by_status[std::string(model::word(status))] = pairs.of(status);
  return {{"by_status", by_status},
          {"applying", pairs.applying()},
          {"cleared", pairs.cleared()},
          {"open", pairs.open()},
          {"without_visit", pairs.without_visit}};
}

Json lineJson(const Visit& visit, const StatisticsLine& line) {
  Json json = pairsJson(line.pairs);
  json["id"] = line.id;
  json["title"] = valueTitle(visit, line);
  return json;
}

Json linesJson(const Visit& visit, const StatisticsView& view) {
  Json lines = Json::array();
  for (const StatisticsLine& each : view.lines) {
    Json line = lineJson(visit, each);
    if (view.by != "department") line["students"] = each.students;
    if (view.by != "department") line["all_clear"] = each.all_clear;
    lines.push_back(line);
  }
  return lines;
}

Json itemsJson(const Visit& visit, const StatisticsView& view) {
  Json items = Json::array();
  for (const StatisticsLine& each : view.items) {
    Json item = lineJson(visit, each);
    item["department"] = visit.in(each.department);
    items.push_back(item);
  }
  return items;
}

Json documentsJson(const Visit& visit, const StatisticsView& view) {
  Json documents = Json::array();
  for (const service::StatisticsDocument& each : view.documents) {
    Json by_status = Json::object();
    for (std::size_t i = 0; i < each.by_status.size(); ++i)
      by_status[std::string(model::word(static_cast<model::DocumentStatus>(i)))] = each.by_status[i];
    documents.push_back({{"id", each.id},
                         {"title", visit.in(each.title)},
                         {"department", visit.in(each.department)},
                         {"by_status", by_status}});
  }
  return documents;
}

Json daysJson(const Visit& visit, const StatisticsView& view) {
  Json days = Json::array();
  for (const service::StatisticsDay& each : view.days) {
    Json json = pairsJson({each.by_status, 0});
    json.erase("without_visit");
    json["day"] = model::formatDate(each.day);
    json["title"] = day(visit.language, each.day);
    days.push_back(json);
  }
  return days;
}

Json oldestJson(const Visit& visit, const StatisticsView& view) {
  Json oldest = Json::array();
  for (const service::OldestWork& each : view.oldest)
    oldest.push_back({{"department", each.department},
                      {"title", visit.in(each.title)},
                      {"pairs", each.pairs},
                      {"item", each.item},
                      {"student_no", each.student_no},
                      {"since", each.since ? Json(model::formatInstant(*each.since)) : Json()}});
  return oldest;
}

Json toJson(const Visit& visit, const StatisticsView& view) {
  Json dimensions = Json::array();
  for (const service::Dimension& each : view.dimensions)
    dimensions.push_back({{"id", each.id}, {"title", visit.in(each.title)}});
  return {{"by", view.by},
          {"by_title", visit.in(view.by_title)},
          {"item", view.item.empty() ? Json() : Json(view.item)},
          {"dimensions", dimensions},
          {"students", view.students},
          {"all_clear", view.all_clear},
          {"total", pairsJson(view.total)},
          {"items", itemsJson(visit, view)},
          {"lines", linesJson(visit, view)},
          {"documents", documentsJson(visit, view)},
          {"days", daysJson(visit, view)},
          {"oldest", oldestJson(visit, view)},
          {"as_of", model::formatInstant(view.as_of)}};
}

}  // namespace

service::StatisticsSearch readStatisticsSearch(const Fields& query) {
  service::StatisticsSearch search;
  if (!query["by"].empty()) search.by = query["by"];
  search.item = query["item"];
  return search;
}

std::string statisticsPath(const Visit& visit) {
  return visit.actor().role == service::Role::Staff ? "/work/statistics" : "/admin/statistics";
}

std::string share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "–";
  const std::uint64_t tenths = part * 1000 / whole;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

std::string valueTitle(const Visit& visit, const StatisticsLine& line) {
  return line.title.empty() ? visit.tr("not stated") : visit.in(line.title);
}

http::Response statistics(const Visit& visit) {
  const auto outcome = visit.sources().statistics.count(visit.actor(), readStatisticsSearch(visit.query));
  if (!outcome) return visit.refusal(outcome.refusal());
  const StatisticsView& view = *outcome.value();
  const service::EditionView edition = visit.queries().edition();
  const std::string path = statisticsPath(visit);
  Data data;
  addHeadline(data, view);
  data.set("search_url", path);
  for (const char* table : {"items", "lines", "days", "documents"})
    data.set(std::string(table) + "_csv_url", path + ".csv?" + queryOf(view) + "&table=" + table);
  data.set("xlsx_url", path + ".xlsx?" + queryOf(view));
  data.set("api_url", "/api/statistics?" + queryOf(view));
  data.set("dimensions", options(visit, view.dimensions, view.by));
  data.set("item_options", options(visit, view.items, view.item));
  data.set("by_title", visit.in(view.by_title));
  data.set("by_value", Data(view.by != "department"));
  data.set("statuses", statusHeads(visit));
  data.set("document_statuses", documentHeads(visit));
  data.set("items", itemRows(visit, view));
  data.set("lines", dimensionRows(visit, view));
  data.set("documents", documentRows(visit, view));
  data.set("has_documents", Data(!view.documents.empty()));
  data.set("days", dayRows(visit, view));
  data.set("has_days", Data(!view.days.empty()));
  data.set("oldest", oldestRows(visit, view, edition));
  data.set("has_oldest", Data(!view.oldest.empty()));
  data.set("as_of", moment(visit.language, edition.time_zone, view.as_of));
  data.set("statistics_js_url", assetUrl("statistics.js"));
  return visit.page("statistics", visit.tr("Statistics"), std::move(data));
}

http::Response apiStatistics(const Visit& visit) {
  const char* language = visit.language == model::Language::Chinese ? "zh" : "en";
  const std::string tag = "\"" + visit.sources().statistics.version() + "." + language + "\"";
  if (visit.request().head.header("if-none-match") == tag) {
    http::Response same(304, "application/json; charset=utf-8", "");
    return same.header("ETag", tag);
  }
  const auto outcome = visit.sources().statistics.count(visit.actor(), readStatisticsSearch(visit.query));
  if (!outcome) return visit.refusal(outcome.refusal());
  http::Response response = json(200, toJson(visit, *outcome.value()));
  return response.header("ETag", "\"" + outcome.value()->version + "." + language + "\"");
}

}  // namespace lixiao::web::pages
