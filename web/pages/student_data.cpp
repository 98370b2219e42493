#include "web/pages/student_data.h"

#include <charconv>

#include "web/dates.h"
#include "web/pages/guide_data.h"
#include "web/pages/source_words.h"

namespace lixiao::web::pages {

namespace {

template <typename Status>
Data chipOf(const Visit& visit, Status status) {
  Data data;
  data.set("status", std::string(model::word(status)));
  data.set("word", visit.in(model::title(status)));
  return data;
}

void setDay(Data& data, const Visit& visit, const char* name, const std::optional<model::Date>& date) {
  data.set(name, date ? Data(day(visit.language, *date)) : Data(false));
}

void setMoment(Data& data, const Visit& visit, const service::EditionView& edition, const char* name,
               const std::optional<model::Instant>& at) {
  data.set(name, at ? Data(moment(visit.language, edition.time_zone, *at)) : Data(false));
}

/// Condition, last day and amount of the live registration.
void setRegistration(Data& data, const Visit& visit, const service::ItemView& item,
                     const service::EditionView& edition) {
  data.set("condition", textOrNothing(item.condition));
  const bool counts = item.until && *item.until >= edition.today;
  setDay(data, visit, "counts_until", counts ? item.until : std::nullopt);
  data.set("amount", textOrNothing(item.amount.empty() ? "" : item.amount + " " + item.currency));
}

/// What is declared of a fact.
Data declaredData(const Visit& visit, const service::DeclaredView& declared) {
  Data data;
  data.set("declared_title", visit.in(declared.title));
  data.set("declared_value",
           textOrNothing(valueWords(visit, declared.type, declared.several, declared.value)));
  data.set("unconfirmed", Data(!declared.value.empty() && !declared.confirmed));
  data.set("rejected", textOrNothing(declared.rejected));
  return data;
}

void setAppointment(const Visit& visit, Data& data, const service::ItemView& item,
                    const service::EditionView& edition) {
  data.set("appointments", Data(item.appointments && (item.bookable || item.booked)));
  data.set("appointment_url", "/me/appointments/" + encode(item.id));
  data.set("bookable", Data(item.bookable));
  setMoment(data, visit, edition, "appointment_at",
            item.booked ? std::optional(item.booked->start) : std::nullopt);
  data.set("appointment_astray", Data(item.booked && !item.booked->in_hours));
  setDay(data, visit, "appointment_valid", item.booked ? item.booked->valid_until : std::nullopt);
}

}  // namespace

Data chip(const Visit& visit, model::ItemStatus status) {
  return chipOf(visit, status);
}
Data chip(const Visit& visit, model::DocumentStatus status) {
  return chipOf(visit, status);
}

Data itemData(const Visit& visit, const service::ItemView& item, const service::EditionView& edition) {
  Data data;
  data.set("id", item.id);
  data.set("why_url", "/me/why/" + encode(item.id));
  data.set("title", visit.in(item.title));
  data.set("department", visit.in(item.department));
  data.set("chip", chip(visit, item.status));
  const std::string reason = visit.tr(item.reason);
  const bool told = reason.find(item.remark) != std::string::npos;
  data.set("reason", textOrNothing(reason));
  setSourceWords(visit, data, item, edition);
  data.set("remark", told ? Data(false) : textOrNothing(item.remark));
  const bool open =
      item.status == model::ItemStatus::ActionRequired || item.status == model::ItemStatus::Waiting;
  setDay(data, visit, "opens", item.opens && *item.opens > edition.today ? item.opens : std::nullopt);
  setDay(data, visit, "due", open ? item.due : std::nullopt);
  data.set("overdue", Data(open && item.due && *item.due < edition.today));
  data.set("optional", Data(item.optional));
  data.set("visit", Data(item.visit));
  data.set("overridden", Data(item.overridden));
  data.set("declarable", Data(item.declarable));
  data.set("mine", Data(item.mine));
  data.set("registered_by", textOrNothing(visit.who(item.registered_by)));
  setMoment(data, visit, edition, "registered_at", item.registered_at);
  const bool in_reason = item.cause == model::Cause::RulePasses;  // which tells it already
  setMoment(data, visit, edition, "as_of", in_reason ? std::nullopt : item.as_of);
  data.set("revision", std::to_string(item.revision));
  data.set("revocable", Data(item.mine && item.revision != 0));
  setRegistration(data, visit, item, edition);
  data.set("because", textOrNothing(visit.in(item.because)));
  setGuides(visit, data, item.id, item.guides, edition);
  setAppointment(visit, data, item, edition);
  data.set("shared_by", textOrNothing(item.shared_value.empty() ? "" : visit.in(item.shared_by)));
  data.set("shared_value", item.shared_value);
  List parts(Data::type::list);
  for (const service::ItemView& each : item.parts) parts.push_back(itemData(visit, each, edition));
  data.set("parts", parts);
  data.set("has_parts", Data(!item.parts.empty()));
  List declared(Data::type::list);
  for (const service::DeclaredView& each : item.declares) declared.push_back(declaredData(visit, each));
  data.set("declared", declared);
  data.set("has_declared", Data(!item.declares.empty()));
  return data;
}

Data documentData(const Visit& visit, const service::DocumentView& document,
                  const service::EditionView& edition, std::size_t most) {
  Data data;
  data.set("id", document.id);
  data.set("why_url", "/me/why/" + encode(document.id));
  data.set("title", visit.in(document.title));
  data.set("department", visit.in(document.department));
  data.set("chip", chip(visit, document.status));
  data.set("reason", document.in_the_way.empty() ? textOrNothing(visit.tr(document.reason)) : Data(false));
  data.set("place", textOrNothing(visit.in(document.place)));
  data.set("batch", textOrNothing(visit.in(document.batch)));
  const bool dates = document.collect_from && document.collect_to;
  data.set("when",
           dates ? Data(days(visit.language, *document.collect_from, *document.collect_to)) : Data(false));
  const bool from_only = document.collect_from && !document.collect_to;
  setDay(data, visit, "from", from_only ? document.collect_from : std::nullopt);
  data.set("released", Data(document.status == model::DocumentStatus::Released));
  data.set("collected", Data(document.status == model::DocumentStatus::Collected));
  data.set("withheld", Data(document.status == model::DocumentStatus::Withheld));
  data.set("mine", Data(document.mine));
  data.set("may_collect", Data(document.mine && document.status == model::DocumentStatus::Released));
  std::vector<std::string> open;
  for (const model::LocalizedText& each : document.in_the_way)
    if (open.size() < most) open.push_back(visit.in(each));
  const std::size_t more = document.in_the_way.size() - open.size();
  data.set("in_the_way", texts(open));
  data.set("has_in_the_way", Data(!open.empty()));
  data.set("more_in_the_way",
           more == 0 ? Data(false) : Data(visit.trn("and {0} more item", "and {0} more items", more)));
  setGuides(visit, data, document.id, document.guides, edition);
  setMoment(data, visit, edition, "collected_at", document.collected_at);
  data.set("collected_by", textOrNothing(visit.who(document.collected_by)));
  data.set("recipient", textOrNothing(document.recipient));
  return data;
}

std::string valueWords(const Visit& visit, const rules::Type& type, bool several, std::string value) {
  if (type.kind == rules::Kind::Boolean && !value.empty())
    return value == "true" ? visit.tr("yes") : visit.tr("no");
  for (std::size_t at = value.find(';'); several && at != std::string::npos; at = value.find(';', at))
    value.replace(at, 1, visit.language == model::Language::Chinese ? "、" : ", ");
  return value;
}

List texts(const std::vector<std::string>& values) {
  List list(Data::type::list);
  for (const std::string& each : values) list.push_back(Data(each));
  return list;
}

List paragraphs(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find("\n\n", at), text.size());
    if (end > at) parts.push_back(text.substr(at, end - at));
    at = end + 2;
  }
  return texts(parts);
}

std::string studentUrl(const std::string& student_no) {
  return "/work/students/" + encode(student_no);
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void addPaging(const Visit& visit, Data& data, const std::string& base, std::size_t page, std::size_t size,
               std::size_t total) {
  const std::size_t pages = std::max<std::size_t>(1, (total + size - 1) / size);
  const auto link = [&](std::size_t to) { return Data(base + std::to_string(to)); };
  data.set("before_url", page > 1 ? link(page - 1) : Data(false));
  data.set("after_url", page < pages ? link(page + 1) : Data(false));
  data.set("paged", Data(pages > 1));
  data.set("page_words", model::format({visit.tr("Page {0} of {1}"),
                                        {model::LocalizedText(std::to_string(page)),
                                         model::LocalizedText(std::to_string(pages))}},
                                       visit.language));
}

}  // namespace lixiao::web::pages
