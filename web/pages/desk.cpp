#include <algorithm>

#include "engine/tabular/clean.h"
#include "web/json.h"
#include "web/pages/pages.h"
#include "web/pages/registration_post.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

constexpr std::size_t kMostCandidates = 20;

std::string deskUrl(const std::string& item, const std::string& q) {
  return "/work/desk?item=" + encode(item) + (q.empty() ? "" : "&q=" + encode(q));
}

/// Whom the desk was asked for.
struct Found {
  std::string q;        ///< as it was looked for
  std::string problem;  ///< nobody, and why
  std::optional<service::StudentView> student;
  service::StudentPage candidates;  ///< several
};

/// What stands above the field, and in the form, after a deed.
struct Shown {
  Typed typed;
  std::string confirmation;
  int status = 200;
};

bool hasDigit(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string nobody(const Visit& visit, const std::string& q) {
  const std::vector<model::LocalizedText> arguments = {model::LocalizedText(q)};
  return hasDigit(q) ? visit.tr(model::Message{"No student of yours has the number {0}.", arguments})
                     : visit.tr(model::Message{"No student of yours is called {0}.", arguments});
}

void takeStudent(const Visit& visit, const std::string& student_no, Found& found) {
  auto student = visit.queries().student(visit.actor(), student_no);
  if (student)
    found.student = std::move(student.value());
  else if (student.refusal().kind == service::Refusal::Kind::NotFound)
    found.problem = nobody(visit, student_no);
  else
    found.problem = visit.reasons(student.refusal());
}

/// By number, else by what a number or name begins with or holds.
Found lookUp(const Visit& visit, const std::string& item, const std::string& typed) {
  Found found;
  const std::string text(tabular::trim(typed));
  const std::string code = tabular::cleanCell(text, tabular::CellKind::Code).text;
  found.q = hasDigit(code) ? code : text;
  if (found.q.empty()) return found;
  takeStudent(visit, found.q, found);
  if (found.student) return found;
  service::StudentSearch search;
  search.text = found.q;
  search.item = item;
  search.limit = kMostCandidates;
  auto page = visit.queries().students(visit.actor(), search);
  if (!page || page->total == 0) return found;
  found.problem.clear();
  if (page->total == 1)
    takeStudent(visit, page->lines.front().student_no, found);
  else
    found.candidates = std::move(page.value());
  return found;
}

bool isOpen(const service::ItemView& item) {
  return item.status == model::ItemStatus::ActionRequired || item.status == model::ItemStatus::Waiting;
}

std::string attributeOf(const service::StudentView& student, std::string_view name) {
  for (const service::StudentView::Field& each : student.attributes)
    if (each.name == name) return each.value;
  return {};
}

/// Whether one key clears: nothing has to be said for it.
bool clearsQuickly(const service::ItemView& item) {
  return item.mine && !item.reason_needed && item.status != model::ItemStatus::Cleared &&
         item.status != model::ItemStatus::NotApplicable;
}

void setPlaces(Data& data, const std::string& college, const std::string& class_code) {
  data.set("college", textOrNothing(college));
  data.set("class_code", textOrNothing(class_code));
}

Data candidate(const Visit& visit, const std::string& item, const service::StudentLine& line) {
  Data data;
  data.set("name", line.name);
  data.set("student_no", line.student_no);
  data.set("desk_url", deskUrl(item, line.student_no));
  data.set("type", visit.in(line.type));
  setPlaces(data, line.college, line.class_code);
  data.set("chip", line.status ? chip(visit, *line.status) : Data(false));
  return data;
}

/// How the desk's item stands, and what may be done about it.
Data nowData(const Visit& visit, const service::StudentView& student, const service::ItemView& item,
             const Shown& shown) {
  Data data = itemData(visit, item, visit.queries().edition());
  const bool quick = clearsQuickly(item);
  const bool typed = shown.typed.item == item.id && !shown.typed.result.empty();
  data.set("clearable", Data(quick));
  data.set("focus_clear", Data(quick && shown.confirmation.empty()));
  data.set("unfolded", Data(typed || item.reason_needed));
  data.set("register_url", "/work/desk");
  data.set("desk_student", student.student_no);
  setRegisterForm(visit, data, item, shown.typed);
  return data;
}

Data studentData(const Visit& visit, const service::StudentView& student, const service::ItemView* item,
                 const Shown& shown) {
  Data data;
  data.set("name", student.name);
  data.set("student_no", student.student_no);
  data.set("student_url", studentUrl(student.student_no));
  data.set("type", visit.in(student.type));
  setPlaces(data, attributeOf(student, "college"), attributeOf(student, "class_code"));
  data.set("now", item == nullptr ? Data(false) : nowData(visit, student, *item, shown));
  const service::EditionView edition = visit.queries().edition();
  List others(Data::type::list);
  std::size_t count = 0;
  for (const service::ItemView& each : student.items) {
    if (!isOpen(each) || each.optional || &each == item) continue;
    ++count;
    others.push_back(itemData(visit, each, edition));
  }
  data.set("others", others);
  data.set("has_others", Data(count > 0));
  data.set("others_count", std::to_string(count));
  return data;
}

/// The line about the student who was served before, as it stands now.
Data lastData(const Visit& visit, const std::string& item_id) {
  const std::string& last = visit.query["last"];
  if (last.empty()) return Data(false);
  const auto student = visit.queries().student(visit.actor(), last);
  const service::ItemView* item = student ? findItem(student.value(), item_id) : nullptr;
  if (item == nullptr) return Data(false);
  Data data;
  data.set("name", student->name);
  data.set("student_no", student->student_no);
  data.set("words",
           item->registered ? wordOf(visit, *item->registered) : visit.in(model::title(item->status)));
  data.set("seen", std::to_string(item->revision));
  data.set("undo", Data(item->mine && item->registered_by == visit.actor().name && item->revision != 0));
  return data;
}

http::Response show(const Visit& visit, const service::Work::Entry& entry, const Found& found,
                    const Shown& shown) {
  const service::ItemView* item = found.student ? findItem(*found.student, entry.id) : nullptr;
  std::string problem = shown.typed.field.empty() ? shown.typed.problem : std::string();
  if (problem.empty()) problem = found.problem;
  if (problem.empty() && found.student && item == nullptr)
    problem = visit.tr("Students of this kind do not have the item.");
  Data data;
  data.set("choose", Data(false));
  data.set("item", entry.id);
  data.set("item_title", visit.in(entry.title));
  data.set("problem", textOrNothing(problem));
  data.set("confirmation", textOrNothing(shown.confirmation));
  data.set("last", lastData(visit, entry.id));
  const Data student = found.student ? studentData(visit, *found.student, item, shown) : Data(false);
  data.set("q", found.student ? std::string() : found.q);
  data.set("focus_number", Data(item == nullptr || !clearsQuickly(*item) || !shown.confirmation.empty()));
  List lines(Data::type::list);
  for (const service::StudentLine& each : found.candidates.lines)
    lines.push_back(candidate(visit, entry.id, each));
  data.set("candidates", Data(found.candidates.total > 0));
  data.set("candidates_words",
           visit.trn("{0} student: choose", "{0} students: choose, or type more", found.candidates.total));
  data.set("lines", lines);
  data.set("student", student);
  return visit.page("desk", visit.tr("On-site desk"), std::move(data), shown.status);
}

http::Response choose(const Visit& visit, const std::vector<service::Work::Entry>& entries) {
  Data data;
  data.set("choose", Data(true));
  data.set("item_title", Data(false));
  List items(Data::type::list);
  for (const service::Work::Entry& each : entries) {
    Data item;
    item.set("title", visit.in(each.title));
    item.set("desk_url", deskUrl(each.id, {}));
    items.push_back(item);
  }
  data.set("items", items);
  return visit.page("desk", visit.tr("On-site desk"), std::move(data));
}

std::optional<service::Work::Entry> ownItem(const Visit& visit, const std::string& id) {
  for (service::Work::Entry& each : visit.queries().work(visit.actor()).items)
    if (each.id == id) return std::move(each);
  return std::nullopt;
}

/// The desk again with the student as they are now and why it was not done.
http::Response showAgain(const Action& action, const service::Work::Entry& entry,
                         const service::Refusal& refusal, Typed typed) {
  typed.problem = action.reasons(refusal);
  typed.field = refusal.field;
  Found found;
  takeStudent(action, action.form["student_no"], found);
  if (found.student) found.problem.clear();
  // The quick button says nothing that could be lost: it stays folded.
  const bool quick = typed.field.empty() && typed.result == "cleared" && typed.remark.empty() &&
                     typed.condition.empty() && typed.amount.empty();
  if (quick) typed.result.clear();
  return show(action, entry, found, {typed, {}, statusOf(refusal.kind)});
}

}  // namespace

http::Response desk(const Visit& visit) {
  const std::string& id = visit.query["item"];
  const auto entry = ownItem(visit, id);
  if (!entry) {
    if (!id.empty()) return visit.error(404);
    const std::vector<service::Work::Entry> entries = visit.queries().work(visit.actor()).items;
    if (entries.size() == 1) return http::redirect(deskUrl(entries.front().id, {}));
    return choose(visit, entries);
  }
  const Found found = lookUp(visit, id, visit.query["q"]);
  Shown shown;
  if (visit.query["done"] == "undone" && found.student)
    shown.confirmation = visit.tr("Undone: it stands as it stood before.");
  return show(visit, *entry, found, shown);
}

http::Response deskRegister(const Action& action) {
  const auto entry = ownItem(action, action.form["item"]);
  if (!entry) return action.error(404);
  const std::string& student_no = action.form["student_no"];
  const auto posted = readRegistration(action, student_no);
  if (!posted) return action.error(400);
  const auto registered = action.commands().registerResult(action.actor(), posted->row, posted->seen);
  const bool twice = !registered && registered.refusal().kind == service::Refusal::Kind::Conflict &&
                     isAlreadySo(action, posted->row);
  if (registered || twice) return http::redirect(deskUrl(entry->id, {}) + "&last=" + encode(student_no));
  return showAgain(action, *entry, registered.refusal(), typedInto(posted->row));
}

http::Response deskUndo(const Action& action) {
  const auto entry = ownItem(action, action.form["item"]);
  if (!entry) return action.error(404);
  const auto seen = number(action.form["seen"]);
  if (!seen) return action.error(400);
  const std::string& student_no = action.form["student_no"];
  const auto undone = action.commands().undoRegistration(action.actor(), student_no, entry->id, *seen);
  if (undone) return http::redirect(deskUrl(entry->id, student_no) + "&done=undone");
  Typed typed;
  typed.item = entry->id;
  return showAgain(action, *entry, undone.refusal(), typed);
}

http::Response apiDesk(const Visit& visit) {
  const std::string& id = visit.query["item"];
  if (!ownItem(visit, id)) return visit.error(404);
  const Found found = lookUp(visit, id, visit.query["q"]);
  return json(200, {{"item", id},
                    {"problem", found.problem},
                    {"student", found.student ? toJson(visit, *found.student) : Json()},
                    {"candidates", toJson(visit, found.candidates)}});
}

}  // namespace lixiao::web::pages
