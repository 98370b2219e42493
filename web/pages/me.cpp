#include <sodium.h>
#include <algorithm>

#include "engine/service/messages.h"
#include "web/dates.h"
#include "web/pages/declare_form.h"
#include "web/pages/news_data.h"
#include "web/pages/pages.h"
#include "web/pages/recheck.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

using model::ItemStatus;

/// The item with the forms in which the student declares, those of its parts included.
Data ownItem(const Visit& visit, const service::ItemView& item, const service::EditionView& edition,
             const TypedDeclaration& typed) {
  Data data = itemData(visit, item, edition);
  setDeclareForm(visit, data, item, typed);
  List parts(Data::type::list);
  for (const service::ItemView& each : item.parts) parts.push_back(ownItem(visit, each, edition, typed));
  data.set("parts", parts);
  return data;
}

template <typename Wanted>
List itemsWhere(const Visit& visit, const service::StudentView& student, const service::EditionView& edition,
                const TypedDeclaration& typed, Wanted wanted) {
  List list(Data::type::list);
  for (const service::ItemView& each : student.items)
    if (wanted(each)) list.push_back(ownItem(visit, each, edition, typed));
  return list;
}

/// Whether the item counts and has this status. What a student may leave undone is offered apart.
auto counted(ItemStatus status) {
  return [status](const service::ItemView& item) { return item.status == status && !item.optional; };
}

bool isChoice(const service::ItemView& item) {
  return item.optional && (item.status == ItemStatus::ActionRequired || item.status == ItemStatus::Waiting);
}

void setList(Data& data, const std::string& name, const List& list) {
  data.set(name, list);
  data.set("has_" + name, Data(list.is_non_empty_list()));
  data.set(name + "_count", std::to_string(list.is_list() ? list.list_value().size() : 0));
}

std::string fingerprint(const std::string& text) {
  unsigned char hash[12];
  crypto_generichash(hash, sizeof hash, reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     nullptr, 0);
  char hex[sizeof hash * 2 + 1];
  sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
  return hex;
}

/// What the template `me_status` reads, and under `version` a fingerprint of all that the student would see
/// change.
Data statusData(const Visit& visit, const service::StudentView& student, const TypedDeclaration& typed = {}) {
  const service::EditionView edition = visit.queries().edition();
  Data data;
  data.set("csrf", visit.csrf);
  data.set("version", "");
  data.set("trial", Data(visit.trial().running()));
  data.set("remaining", visit.trn("{0} item left", "{0} items left", student.remaining));
  data.set("done", Data(student.remaining == 0 && !student.items.empty()));
  data.set("recheck", recheckData(visit, student, "/me"));
  data.set("nothing", Data(student.items.empty()));
  const auto itemsOf = [&](auto wanted) { return itemsWhere(visit, student, edition, typed, wanted); };
  const List action = itemsOf(counted(ItemStatus::ActionRequired));
  setList(data, "action", action);
  const List waiting = itemsOf(counted(ItemStatus::Waiting));
  setList(data, "waiting", waiting);
  data.set("waiting_words",
           visit.trn("{0} waits for an office", "{0} wait for an office", waiting.list_value().size()));
  setList(data, "choices", itemsOf(isChoice));
  setList(data, "deferred", itemsOf([](const auto& item) { return item.status == ItemStatus::Deferred; }));
  setList(data, "cleared", itemsOf([](const auto& item) { return item.status == ItemStatus::Cleared; }));
  data.set("action_words", visit.trn("{0} needs you", "{0} need you", action.list_value().size()));
  const auto total =
      static_cast<std::size_t>(std::count_if(student.items.begin(), student.items.end(),
                                             [](const service::ItemView& item) { return !item.optional; }));
  data.set("total", std::to_string(total));
  data.set("passed", std::to_string(total - std::min(total, student.remaining)));
  List spared(Data::type::list);
  for (const service::ItemView& each : student.not_applicable)
    spared.push_back(itemData(visit, each, edition));
  setList(data, "not_applicable", spared);
  List documents(Data::type::list);
  for (const service::DocumentView& each : student.documents)
    if (each.status != model::DocumentStatus::NotApplicable)
      documents.push_back(documentData(visit, each, edition, 3));
  setList(data, "documents", documents);
  std::vector<std::string> notices;
  for (const model::LocalizedText& each : student.notices) notices.push_back(visit.in(each));
  data.set("notices", texts(notices));
  data.set("has_notices", Data(!notices.empty()));
  data.set("as_of_now", moment(visit.language, edition.time_zone, student.as_of));
  // What was typed is no change that a newer page would bring.
  data.set("version", typed.item.empty() ? fingerprint(visit.part("me_status", data))
                                         : statusData(visit, student).get("version")->string_value());
  return data;
}

}  // namespace

namespace {

http::Response show(const Visit& visit, const TypedDeclaration& typed, int status) {
  const auto student = visit.queries().student(visit.actor(), visit.actor().student_no);
  if (!student) return visit.refusal(student.refusal());
  Data data = statusData(visit, student.value(), typed);
  data.set("name", student->name);
  data.set("student_no", student->student_no);
  data.set("type", textOrNothing(visit.in(student->type)));
  setNews(visit, data, visit.sources().messages.news.look(visit.actor(), student.value()));
  data.set("declared_now", Data(visit.query["done"] == "declared"));
  return visit.page("me", visit.tr("My clearance"), std::move(data), status);
}

}  // namespace

http::Response me(const Visit& visit) {
  return show(visit, {}, 200);
}

http::Response myStatus(const Visit& visit) {
  const auto student = visit.queries().student(visit.actor(), visit.actor().student_no);
  if (!student) return visit.refusal(student.refusal());
  const Data data = statusData(visit, student.value());
  if (visit.query["seen"] == data.get("version")->string_value())
    return {204, "text/plain; charset=utf-8", ""};
  return {200, "text/html; charset=utf-8", visit.part("me_status", data)};
}

http::Response newsSeen(const Action& action) {
  const auto done = action.sources().messages.news.seen(action.actor());
  return done ? http::redirect("/me") : action.refusal(done.refusal());
}

http::Response declare(const Action& action) {
  TypedDeclaration typed{action.form["item"], readDeclared(action.form), {}, {}};
  const auto done = action.commands().declare(action.actor(), typed.item, typed.words);
  if (done) return http::redirect("/me?done=declared");
  const service::Refusal& refusal = done.refusal();
  if (refusal.kind != service::Refusal::Kind::Invalid) return action.refusal(refusal);
  typed.problem = action.reasons(refusal);
  typed.fact = refusal.field;
  return show(action, typed, statusOf(refusal.kind));
}

}  // namespace lixiao::web::pages
