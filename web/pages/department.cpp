#include "web/dates.h"
#include "web/pages/old_work.h"
#include "web/pages/options.h"
#include "web/pages/pages.h"
#include "web/pages/search.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

using model::DocumentStatus;
using model::ItemStatus;

constexpr std::array kDocumentStatuses = {DocumentStatus::Released, DocumentStatus::Withheld,
                                          DocumentStatus::Collected};

/// A count that links to the students behind it.
Data countLink(const Visit& visit, const std::string& item, ItemStatus status, std::uint64_t count) {
  Data data = chip(visit, status);
  data.set("count", std::to_string(count));
  data.set("students_url",
           "/work/students?item=" + encode(item) + "&status=" + std::string(model::word(status)));
  return data;
}

Data itemCard(const Visit& visit, const service::Work::Entry& item, const service::Counts& counts) {
  Data data;
  data.set("title", visit.in(item.title));
  data.set("desk_url", "/work/desk?item=" + encode(item.id));
  data.set("batch_url", "/work/items/" + encode(item.id) + "/batch");
  data.set("appointments", Data(item.appointments));
  data.set("day_url", "/work/appointments/" + encode(item.id));
  List numbers(Data::type::list);
  for (const service::ItemCounts& each : counts.items) {
    if (each.id != item.id) continue;
    for (const ItemStatus status : {ItemStatus::ActionRequired, ItemStatus::Waiting, ItemStatus::Cleared}) {
      const std::uint64_t count = each.by_status[static_cast<std::size_t>(status)];
      numbers.push_back(countLink(visit, item.id, status, count));
    }
  }
  data.set("numbers", numbers);
  return data;
}

Data listCard(const Visit& visit, const service::ListView& list, const service::EditionView& edition) {
  Data data;
  data.set("title", visit.in(list.title));
  data.set("list_url", "/work/lists/" + encode(list.id));
  data.set("submitted", Data(list.submitted));
  data.set("late", Data(list.late && !list.submitted));
  data.set("due", list.due ? Data(day(visit.language, *list.due)) : Data(false));
  data.set("students", visit.trn("{0} student on it", "{0} students on it", list.students));
  data.set("submitted_by", visit.who(list.submitted_by));
  data.set("submitted_at", list.submitted_at
                               ? Data(moment(visit.language, edition.time_zone, *list.submitted_at))
                               : Data(false));
  return data;
}

Data studentLine(const Visit& visit, const service::StudentLine& line) {
  Data data;
  data.set("name", line.name);
  data.set("student_no", line.student_no);
  data.set("student_url", studentUrl(line.student_no));
  data.set("college", textOrNothing(line.college));
  data.set("class_code", textOrNothing(line.class_code));
  data.set("type", visit.in(line.type));
  data.set("chip", line.status     ? chip(visit, *line.status)
                   : line.document ? chip(visit, *line.document)
                                   : Data(false));
  data.set("clear", Data(line.remaining == 0));
  data.set("remaining", visit.trn("{0} item left", "{0} items left", line.remaining));
  return data;
}

template <typename Status, std::size_t N>
List statusOptions(const Visit& visit, const std::array<Status, N>& statuses, const std::string& chosen) {
  List list(Data::type::list);
  for (const Status each : statuses) {
    Data option;
    option.set("value", std::string(model::word(each)));
    option.set("title", visit.in(model::title(each)));
    option.set("chosen", Data(model::word(each) == chosen));
    list.push_back(option);
  }
  return list;
}

void addLines(const Visit& visit, Data& data, const service::StudentSearch& search,
              const service::StudentPage& found, const std::string& path) {
  List lines(Data::type::list);
  for (const service::StudentLine& each : found.lines) lines.push_back(studentLine(visit, each));
  data.set("lines", lines);
  data.set("has_lines", Data(!found.lines.empty()));
  data.set("total", visit.trn("{0} student", "{0} students", found.total));
  data.set("q", visit.query["q"]);
  data.set("search_url", path);
  addPaging(visit, data, path + "?" + searchQuery(visit.query) + "page=", pageOf(search), search.limit,
            found.total);
}

/// As people call it; the id where the edition has none of that name.
std::string departmentTitle(const Visit& visit, const std::string& id) {
  const auto workflow = visit.sources().workflow();
  const auto index = workflow == nullptr ? std::nullopt : workflow->department(id);
  return index ? visit.in(workflow->departments[*index].title) : id;
}

}  // namespace

http::Response work(const Visit& visit) {
  const service::Work work = visit.queries().work(visit.actor());
  const auto counts = visit.queries().counts(visit.actor());
  if (!counts) return visit.refusal(counts.refusal());
  const auto lists = visit.queries().lists(visit.actor());
  if (!lists) return visit.refusal(lists.refusal());
  const service::EditionView edition = visit.queries().edition();
  Data data;
  List items(Data::type::list);
  for (const service::Work::Entry& each : work.items) items.push_back(itemCard(visit, each, counts.value()));
  data.set("items", items);
  data.set("has_items", Data(!work.items.empty()));
  List mine(Data::type::list);
  for (const service::ListView& each : lists.value())
    if (each.mine) mine.push_back(listCard(visit, each, edition));
  data.set("lists", mine);
  data.set("has_lists", Data(mine.is_non_empty_list()));
  data.set("confirms", Data(work.confirms));
  const std::size_t unmatched = visit.sources().unmatched.count(visit.actor());
  data.set("unmatched", unmatched == 0
                            ? Data(false)
                            : Data(visit.trn("{0} registration for nobody on the roster",
                                             "{0} registrations for nobody on the roster", unmatched)));
  const List old = oldWork(visit, edition);
  data.set("old_work", old);
  data.set("has_old_work", Data(old.is_non_empty_list()));
  data.set("idle", Data(work.items.empty() && !mine.is_non_empty_list() && !work.confirms));
  return visit.page("work", visit.tr("My items"), std::move(data));
}

http::Response students(const Visit& visit) {
  const std::optional<service::StudentSearch> search = readSearch(visit.query);
  if (!search) return visit.error(400);
  const auto found = visit.queries().students(visit.actor(), *search);
  if (!found) return visit.refusal(found.refusal());
  const auto counts = visit.queries().counts(visit.actor());
  if (!counts) return visit.refusal(counts.refusal());
  Data data;
  data.set("items", options(visit, counts->items, search->item));
  constexpr std::array kStatuses = {ItemStatus::ActionRequired, ItemStatus::Waiting, ItemStatus::Deferred,
                                    ItemStatus::Cleared, ItemStatus::NotApplicable};
  List filters(Data::type::list);
  for (const char* name : {"department", "by", "value"}) {
    if (visit.query[name].empty()) continue;
    Data filter;
    filter.set("name", name);
    filter.set("value", visit.query[name]);
    filters.push_back(filter);
  }
  data.set("filters", filters);
  data.set("filtered",
           textOrNothing(search->by.empty() ? departmentTitle(visit, search->department) : search->value));
  const bool by_document = !search->document.empty();
  data.set("document", textOrNothing(search->document));
  data.set("statuses", by_document ? statusOptions(visit, kDocumentStatuses, visit.query["status"])
                                   : statusOptions(visit, kStatuses, visit.query["status"]));
  addLines(visit, data, *search, found.value(), "/work/students");
  return visit.page("students", visit.tr("Students"), std::move(data));
}

http::Response certificates(const Visit& visit) {
  const service::Work work = visit.queries().work(visit.actor());
  if (work.documents.empty()) return visit.error(403);
  std::optional<service::StudentSearch> search = readSearch(visit.query);
  if (!search) return visit.error(400);
  if (search->document.empty()) search->document = work.documents.front().id;
  // A whole number, as a reader types it, opens the student.
  const std::string& typed = visit.query["q"];
  if (!typed.empty() && visit.query["page"].empty() && visit.queries().student(visit.actor(), typed))
    return http::redirect(studentUrl(typed) + "#document-" + encode(search->document));
  const auto found = visit.queries().students(visit.actor(), *search);
  if (!found) return visit.refusal(found.refusal());
  const auto counts = visit.queries().counts(visit.actor());
  if (!counts) return visit.refusal(counts.refusal());
  Data data;
  data.set("documents", options(visit, work.documents, search->document));
  data.set("print_url", "/certificates/" + encode(search->document) + "/print-batches");
  data.set("statuses", statusOptions(visit, kDocumentStatuses, visit.query["status"]));
  List numbers(Data::type::list);
  for (const service::DocumentCounts& each : counts->documents) {
    if (each.id != search->document) continue;
    for (const DocumentStatus status : kDocumentStatuses) {
      Data one = chip(visit, status);
      one.set("count", std::to_string(each.by_status[static_cast<std::size_t>(status)]));
      one.set("students_url",
              "/certificates?document=" + encode(each.id) + "&status=" + std::string(model::word(status)));
      numbers.push_back(one);
    }
  }
  data.set("numbers", numbers);
  addLines(visit, data, *search, found.value(), "/certificates");
  return visit.page("certificates", visit.tr("Certificates"), std::move(data));
}

}  // namespace lixiao::web::pages
