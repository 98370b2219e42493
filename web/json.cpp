#include "web/json.h"

#include "web/pages/guide_data.h"
#include "web/pages/source_words.h"

namespace lixiao::web {

namespace {

Json orNull(const std::optional<model::Date>& date) {
  return date ? Json(model::formatDate(*date)) : Json();
}
Json orNull(const std::optional<model::Instant>& at) {
  return at ? Json(model::formatInstant(*at)) : Json();
}

Json declaredJson(const Visit& visit, const service::ItemView& item) {
  Json declares = Json::array();
  for (const service::DeclaredView& each : item.declares)
    declares.push_back({{"fact", each.fact},
                        {"title", visit.in(each.title)},
                        {"value", each.value},
                        {"confirmed", each.confirmed},
                        {"rejected", each.rejected}});
  return declares;
}

Json guidesJson(const Visit& visit, const std::vector<service::GuideView>& guides) {
  Json list = Json::array();
  for (const service::GuideView& each : guides) list.push_back(pages::guideJson(visit, each));
  return list;
}

Json missingJson(const std::vector<service::MissingFact>& facts) {
  constexpr std::array<std::string_view, 3> kWhy = {"never", "old", "not_known"};
  Json missing = Json::array();
  for (const service::MissingFact& each : facts)
    missing.push_back({{"fact", each.fact},
                       {"why", kWhy[static_cast<std::size_t>(each.why)]},
                       {"as_of", orNull(each.as_of)}});
  return missing;
}

Json sourcesJson(const Visit& visit, const service::ItemView& item) {
  Json sources = Json::array();
  for (const ConnectorView& each : pages::sourcesOf(visit, item))
    sources.push_back({{"name", each.name},
                       {"state", word(each.state)},
                       {"trouble", each.trouble ? Json(each.trouble->kind) : Json()},
                       {"last_success", orNull(each.last_success)}});
  return sources;
}

Json itemJson(const Visit& visit, const service::ItemView& item) {
  Json parts = Json::array();
  for (const service::ItemView& each : item.parts) parts.push_back(itemJson(visit, each));
  return {{"id", item.id},
          {"title", visit.in(item.title)},
          {"department", visit.in(item.department)},
          {"status", model::word(item.status)},
          {"reason", visit.tr(item.reason)},
          {"remark", item.remark},
          {"opens", orNull(item.opens)},
          {"due", orNull(item.due)},
          {"as_of", orNull(item.as_of)},
          {"missing", missingJson(item.missing)},
          {"sources", sourcesJson(visit, item)},
          {"optional", item.optional},
          {"visit", item.visit},
          {"overridden", item.overridden},
          {"declarable", item.declarable},
          {"registered_by", item.registered_by},
          {"registered_at", orNull(item.registered_at)},
          {"until", orNull(item.until)},
          {"condition", item.condition},
          {"amount", item.amount},
          {"currency", item.currency},
          {"because", visit.in(item.because)},
          {"shared_value", item.shared_value},
          {"declares", declaredJson(visit, item)},
          {"guides", guidesJson(visit, item.guides)},
          {"bookable", item.bookable},
          {"appointment", item.booked ? Json{{"start", model::formatInstant(item.booked->start)},
                                             {"end", model::formatInstant(item.booked->end)},
                                             {"valid_until", orNull(item.booked->valid_until)},
                                             {"within_hours", item.booked->in_hours}}
                                      : Json()},
          {"parts", parts},
          {"revision", item.revision}};
}

Json documentJson(const Visit& visit, const service::DocumentView& document) {
  Json in_the_way = Json::array();
  for (const model::LocalizedText& each : document.in_the_way) in_the_way.push_back(visit.in(each));
  return {{"id", document.id},
          {"title", visit.in(document.title)},
          {"department", visit.in(document.department)},
          {"status", model::word(document.status)},
          {"reason", visit.tr(document.reason)},
          {"in_the_way", in_the_way},
          {"place", visit.in(document.place)},
          {"batch", visit.in(document.batch)},
          {"collect_from", orNull(document.collect_from)},
          {"collect_to", orNull(document.collect_to)},
          {"collected_at", orNull(document.collected_at)},
          {"collected_by", document.collected_by},
          {"guides", guidesJson(visit, document.guides)},
          {"recipient", document.recipient}};
}

template <typename Each, typename Make>
Json array(const std::vector<Each>& values, Make make) {
  Json result = Json::array();
  for (const Each& each : values) result.push_back(make(each));
  return result;
}

template <typename Status, std::size_t N>
Json statusCounts(const std::array<std::uint64_t, N>& by_status) {
  Json result = Json::object();
  for (std::size_t at = 0; at < N; ++at)
    result[std::string(model::word(static_cast<Status>(at)))] = by_status[at];
  return result;
}

}  // namespace

http::Response json(int status, const Json& value) {
  return {status, "application/json; charset=utf-8",
          value.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"};
}

Json toJson(const Visit& visit, const service::StudentView& student) {
  const auto item = [&](const service::ItemView& each) { return itemJson(visit, each); };
  return {
      {"student_no", student.student_no},
      {"name", student.name},
      {"type", visit.in(student.type)},
      {"attributes", array(student.attributes,
                           [&](const auto& field) {
                             return Json{{"title", visit.in(field.title)}, {"value", field.value}};
                           })},
      {"remaining", student.remaining},
      {"as_of", model::formatInstant(student.as_of)},
      {"items", array(student.items, item)},
      {"not_applicable", array(student.not_applicable, item)},
      {"documents", array(student.documents, [&](const auto& each) { return documentJson(visit, each); })},
      {"notices", array(student.notices, [&](const auto& each) { return Json(visit.in(each)); })}};
}

Json toJson(const Visit& visit, const service::StudentPage& page) {
  return {{"total", page.total},
          {"students", array(page.lines, [&](const service::StudentLine& line) {
             return Json{{"student_no", line.student_no},
                         {"name", line.name},
                         {"college", line.college},
                         {"class_code", line.class_code},
                         {"type", visit.in(line.type)},
                         {"status", line.status ? Json(model::word(*line.status)) : Json()},
                         {"document", line.document ? Json(model::word(*line.document)) : Json()},
                         {"remaining", line.remaining}};
           })}};
}

Json toJson(const Visit& visit, const service::Counts& counts) {
  return {{"students", counts.students},
          {"all_clear", counts.all_clear},
          {"items", array(counts.items,
                          [&](const service::ItemCounts& each) {
                            return Json{{"id", each.id},
                                        {"title", visit.in(each.title)},
                                        {"department", visit.in(each.department)},
                                        {"by_status", statusCounts<model::ItemStatus>(each.by_status)}};
                          })},
          {"documents", array(counts.documents, [&](const service::DocumentCounts& each) {
             return Json{{"id", each.id},
                         {"title", visit.in(each.title)},
                         {"department", visit.in(each.department)},
                         {"by_status", statusCounts<model::DocumentStatus>(each.by_status)}};
           })}};
}

Json toJson(const Visit& visit, const service::EditionView& edition) {
  return {{"edition", edition.edition},
          {"title", visit.in(edition.title)},
          {"digest", edition.digest},
          {"activated_by", edition.activated_by},
          {"activated_at", orNull(edition.activated_at)},
          {"time_zone", edition.time_zone.name()},
          {"today", model::formatDate(edition.today)},
          {"calendar", array(edition.calendar, [&](const workflow::CalendarEntry& each) {
             return Json{{"id", each.id},
                         {"title", visit.in(each.title)},
                         {"from", model::formatDate(each.from)},
                         {"to", model::formatDate(each.to)}};
           })}};
}

Json toJson(const Visit& visit, const std::vector<service::ListView>& lists) {
  return array(lists, [&](const service::ListView& each) {
    return Json{{"id", each.id},
                {"title", visit.in(each.title)},
                {"department", visit.in(each.department)},
                {"due", orNull(each.due)},
                {"submitted", each.submitted},
                {"late", each.late},
                {"students", each.students},
                {"submitted_by", each.submitted_by},
                {"submitted_at", orNull(each.submitted_at)}};
  });
}

Json toJson(const Visit&, const std::vector<service::JournalLine>& lines) {
  return array(lines, [](const service::JournalLine& each) {
    return Json{{"seq", each.seq},
                {"at", model::formatInstant(each.at)},
                {"actor", each.actor},
                {"kind", each.kind},
                {"student_no", each.student_no},
                {"item", each.item},
                {"payload", each.payload},
                {"hash", each.hash}};
  });
}

namespace {
Json orNull(const std::optional<SourceTrouble>& trouble) {
  if (!trouble) return nullptr;
  return {{"kind", trouble->kind}, {"text", trouble->text}, {"answer", trouble->answer}};
}

Json heldJson(const PollView& poll) {
  if (!poll.held) return nullptr;
  return {{"fact", poll.held->fact},
          {"of", poll.held_of},
          {"before", poll.held->before},
          {"after", poll.held->after}};
}
}  // namespace

Json toJson(const Visit&, const std::vector<ConnectorView>& connectors) {
  return array(connectors, [](const ConnectorView& each) {
    return Json{{"name", each.name},
                {"kind", each.kind},
                {"state", word(each.state)},
                {"last_success", orNull(each.last_success)},
                {"last_attempt", orNull(each.last_attempt)},
                {"next_attempt", orNull(each.next_attempt)},
                {"failures", each.failures},
                {"trouble", orNull(each.trouble)},
                {"held", each.held ? heldJson(*each.held) : Json(nullptr)},
                {"asked", each.asked},
                {"delivered", each.delivered},
                {"unknown", each.unknown},
                {"as_of", orNull(each.as_of)},
                {"facts", each.facts},
                {"undeclared", each.undeclared}};
  });
}

Json toJson(const std::vector<PollView>& polls) {
  return array(polls, [](const PollView& each) {
    return Json{{"began", orNull(std::optional(each.began))},
                {"took_ms", each.took.count()},
                {"asked", each.asked},
                {"delivered", each.delivered},
                {"unknown", each.unknown},
                {"as_of", orNull(each.as_of)},
                {"trouble", orNull(each.trouble)},
                {"held", heldJson(each)}};
  });
}

std::string_view word(ConnectorView::State state) {
  constexpr std::array<std::string_view, 6> kWords = {"ok", "late", "failing", "held", "never", "paused"};
  return kWords[static_cast<std::size_t>(state)];
}

}  // namespace lixiao::web
