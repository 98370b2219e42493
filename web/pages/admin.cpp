#include <numeric>

#include "web/dates.h"
#include "web/pages/connector_data.h"
#include "web/pages/mail_data.h"
#include "web/pages/pages.h"
#include "web/pages/search.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

/// The parts of a bar in thousandths of its width, each beginning where the one before ends.
template <typename Status, std::size_t N>
List bar(const Visit& visit, const std::array<std::uint64_t, N>& counts, const std::vector<Status>& order,
         const std::string& link) {
  std::uint64_t whole = 0;
  for (const Status each : order) whole += counts[static_cast<std::size_t>(each)];
  List parts(Data::type::list);
  std::uint64_t before = 0;
  for (const Status each : order) {
    const std::uint64_t count = counts[static_cast<std::size_t>(each)];
    const auto at = [&](std::uint64_t value) { return whole == 0 ? 0 : value * 1000 / whole; };
    Data part = chip(visit, each);
    part.set("x", std::to_string(at(before)));
    part.set("width", std::to_string(at(before + count) - at(before)));
    part.set("count", std::to_string(count));
    part.set("any", Data(count > 0));
    part.set("students_url", link + std::string(model::word(each)));
    parts.push_back(part);
    before += count;
  }
  return parts;
}

List itemBars(const Visit& visit, const service::Counts& counts) {
  using model::ItemStatus;
  const std::vector<ItemStatus> order = {ItemStatus::Cleared, ItemStatus::Deferred, ItemStatus::Waiting,
                                         ItemStatus::ActionRequired};
  List list(Data::type::list);
  for (const service::ItemCounts& each : counts.items) {
    Data row;
    row.set("title", visit.in(each.title));
    row.set("department", visit.in(each.department));
    row.set("parts",
            bar(visit, each.by_status, order, "/work/students?item=" + encode(each.id) + "&status="));
    list.push_back(row);
  }
  return list;
}

List documentBars(const Visit& visit, const service::Counts& counts) {
  using model::DocumentStatus;
  const std::vector<DocumentStatus> order = {DocumentStatus::Collected, DocumentStatus::Released,
                                             DocumentStatus::Withheld};
  List list(Data::type::list);
  for (const service::DocumentCounts& each : counts.documents) {
    Data row;
    row.set("title", visit.in(each.title));
    row.set("department", visit.in(each.department));
    row.set("parts",
            bar(visit, each.by_status, order, "/work/students?document=" + encode(each.id) + "&status="));
    list.push_back(row);
  }
  return list;
}

List connectors(const Visit& visit, const service::EditionView& edition) {
  List list(Data::type::list);
  for (const ConnectorView& each : visit.sources().connectors.view())
    list.push_back(connectorData(visit, each, edition));
  return list;
}

List listRows(const Visit& visit, const std::vector<service::ListView>& lists,
              const service::EditionView& edition) {
  List rows(Data::type::list);
  for (const service::ListView& each : lists) {
    Data row;
    row.set("title", visit.in(each.title));
    row.set("department", visit.in(each.department));
    row.set("due", each.due ? Data(day(visit.language, *each.due)) : Data(false));
    row.set("submitted", Data(each.submitted));
    row.set("late", Data(each.late && !each.submitted));
    row.set("awaited", Data(!each.late && !each.submitted));
    row.set("students", visit.trn("{0} student on it", "{0} students on it", each.students));
    row.set("submitted_by", visit.who(each.submitted_by));
    row.set("submitted_at", each.submitted_at
                                ? Data(moment(visit.language, edition.time_zone, *each.submitted_at))
                                : Data(false));
    rows.push_back(row);
  }
  return rows;
}

std::string roleWord(const Visit& visit, service::Role role) {
  switch (role) {
    case service::Role::Admin:
      return visit.tr("administrators");
    case service::Role::Staff:
      return visit.tr("department staff");
    case service::Role::Student:
      return visit.tr("students");
    case service::Role::Auditor:
      return visit.tr("auditors");
    case service::Role::System:
      return visit.tr("the program itself");
  }
  return {};
}

void addAccounts(const Visit& visit, Data& data) {
  std::map<service::Role, std::size_t> numbers;
  List people(Data::type::list);
  for (const service::Actor& each : visit.accounts().list()) {
    ++numbers[each.role];
    if (each.role == service::Role::Student) continue;
    Data person;
    person.set("login", each.login);
    person.set("name", each.name);
    person.set("role", roleWord(visit, each.role));
    person.set("department", textOrNothing(each.department));
    person.set("scope", textOrNothing(each.scope_value));
    people.push_back(person);
  }
  List roles(Data::type::list);
  for (const auto& [role, count] : numbers) {
    Data row;
    row.set("role", roleWord(visit, role));
    row.set("count", std::to_string(count));
    roles.push_back(row);
  }
  data.set("roles", roles);
  data.set("people", people);
}

Data editionData(const Visit& visit, const service::EditionView& edition) {
  Data data;
  data.set("title", visit.in(edition.title));
  data.set("year", edition.edition);
  data.set("digest", edition.digest);
  data.set("by", textOrNothing(visit.who(edition.activated_by)));
  data.set("at", edition.activated_at ? Data(moment(visit.language, edition.time_zone, *edition.activated_at))
                                      : Data(false));
  return data;
}

Data failureData(const Visit& visit, const service::EditionView& edition) {
  const std::optional<FailedActivation> failed = visit.sources().failed_activation();
  if (!failed || (edition.activated_at && *edition.activated_at > failed->at)) return Data(false);
  std::string text;
  for (const model::Diagnostic& each : failed->diagnostics) text += model::format(each) + "\n";
  Data data;
  data.set("at", moment(visit.language, edition.time_zone, failed->at));
  data.set("text", text);
  data.set("count", visit.trn("{0} finding", "{0} findings", failed->diagnostics.size()));
  return data;
}

}  // namespace

http::Response admin(const Visit& visit) {
  const auto counts = visit.queries().counts(visit.actor());
  if (!counts) return visit.refusal(counts.refusal());
  const auto lists = visit.queries().lists(visit.actor());
  if (!lists) return visit.refusal(lists.refusal());
  const service::EditionView edition = visit.queries().edition();
  Data data;
  data.set("edition", edition.edition.empty() ? Data(false) : editionData(visit, edition));
  data.set("may_end_trial", Data(visit.actor().role == service::Role::Admin && visit.trial().running()));
  data.set("failure", failureData(visit, edition));
  data.set("students", std::to_string(counts->students));
  data.set("all_clear", std::to_string(counts->all_clear));
  data.set("share", std::to_string(counts->students == 0 ? 0 : counts->all_clear * 100 / counts->students));
  data.set("items", itemBars(visit, counts.value()));
  data.set("documents", documentBars(visit, counts.value()));
  data.set("lists", listRows(visit, lists.value(), edition));
  data.set("has_lists", Data(!lists->empty()));
  const List health = connectors(visit, edition);
  data.set("connectors", health);
  data.set("has_connectors", Data(health.is_non_empty_list()));
  data.set("mail", outboxData(visit, edition));
  addAccounts(visit, data);
  return visit.page("admin", visit.tr("Overview"), std::move(data));
}

}  // namespace lixiao::web::pages
