#include "engine/workflow/workflow.h"
#include "web/dates.h"
#include "web/pages/pages.h"
#include "web/pages/registration_post.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

/// The rows of the items, each with its parts below it.
void addItems(const Visit& visit, const service::StudentView& student,
              const std::vector<service::ItemView>& views, const service::EditionView& edition,
              const Typed& typed, bool parts, List& list) {
  for (const service::ItemView& each : views) {
    const bool here = each.id == typed.item;
    Data data = itemData(visit, each, edition);
    data.set("part", Data(parts));
    data.set("why_url", studentUrl(student.student_no) + "/why/" + encode(each.id));
    const bool open =
        each.status == model::ItemStatus::ActionRequired || each.status == model::ItemStatus::Waiting;
    data.set("settled", Data((!open || !each.parts.empty()) && !here));
    data.set("problem", here && typed.field.empty() ? textOrNothing(typed.problem) : Data(false));
    setRegisterForm(visit, data, each, typed);
    list.push_back(data);
    addItems(visit, student, each.parts, edition, typed, true, list);
  }
}

List items(const Visit& visit, const service::StudentView& student,
           const std::vector<service::ItemView>& views, const service::EditionView& edition,
           const Typed& typed) {
  List list(Data::type::list);
  addItems(visit, student, views, edition, typed, false, list);
  return list;
}

/// The title of an item or document; the id when there is no such.
std::string titleOf(const Visit& visit, const service::StudentView& student, const std::string& id) {
  if (const service::ItemView* item = findItem(student, id)) return visit.in(item->title);
  for (const service::DocumentView& each : student.documents)
    if (each.id == id) return visit.in(each.title);
  return id;
}

/// The confirmation after a deed, by its name in the query.
std::string doneWords(const Visit& visit, const service::StudentView& student) {
  const std::string& done = visit.query["done"];
  std::string subject;
  if (const std::string& id = visit.query["subject"]; !id.empty()) subject = titleOf(visit, student, id);
  const std::vector<model::LocalizedText> arguments = {model::LocalizedText(subject)};
  if (subject.empty()) return {};
  if (done == "registered") return visit.tr(model::Message{"Registered: {0}.", arguments});
  if (done == "revoked") return visit.tr(model::Message{"Taken back: {0}.", arguments});
  if (done == "collected") return visit.tr(model::Message{"Handed out: {0}.", arguments});
  return {};
}

http::Response show(const Visit& visit, const service::StudentView& student, int status, const Typed& typed) {
  const service::EditionView edition = visit.queries().edition();
  Data data;
  data.set("name", student.name);
  data.set("student_no", student.student_no);
  data.set("type", visit.in(student.type));
  List fields(Data::type::list);
  for (const service::StudentView::Field& each : student.attributes) {
    Data field;
    field.set("title", visit.in(each.title));
    field.set("value", valueWords(visit, each.type, false, each.value));
    fields.push_back(field);
  }
  data.set("attributes", fields);
  data.set("remaining", visit.trn("{0} item left", "{0} items left", student.remaining));
  data.set("done", Data(student.remaining == 0 && !student.items.empty()));
  data.set("as_of_now", moment(visit.language, edition.time_zone, student.as_of));
  data.set("items", items(visit, student, student.items, edition, typed));
  data.set("not_applicable", items(visit, student, student.not_applicable, edition, typed));
  data.set("has_not_applicable", Data(!student.not_applicable.empty()));
  List documents(Data::type::list);
  for (const service::DocumentView& each : student.documents) {
    if (each.status == model::DocumentStatus::NotApplicable) continue;
    Data document = documentData(visit, each, edition, 100);
    document.set("why_url", studentUrl(student.student_no) + "/why/" + encode(each.id));
    document.set("problem", each.id == typed.item ? textOrNothing(typed.problem) : Data(false));
    documents.push_back(document);
  }
  data.set("documents", documents);
  data.set("has_documents", Data(documents.is_non_empty_list()));
  data.set("confirmation", textOrNothing(status == 200 ? doneWords(visit, student) : std::string{}));
  data.set("problem", textOrNothing(typed.problem));
  data.set("register_url", studentUrl(student.student_no) + "/register");
  data.set("revoke_url", studentUrl(student.student_no) + "/revoke");
  data.set("collect_url", studentUrl(student.student_no) + "/collect");
  return visit.page("student", student.name + " " + student.student_no, std::move(data), status);
}

/// The student's page as it is now, with what was typed and why it was not done.
http::Response showAgain(const Action& action, const service::Refusal& refusal, Typed typed) {
  const auto student = action.queries().student(action.actor(), action.path[0]);
  if (!student) return action.refusal(student.refusal());
  typed.problem = action.reasons(refusal);
  typed.field = refusal.field;
  return show(action, student.value(), statusOf(refusal.kind), typed);
}

/// What was typed into a form of one line.
Typed typedInto(const std::string& subject, const std::string& remark = {}) {
  Typed typed;
  typed.item = subject;
  typed.remark = remark;
  return typed;
}

http::Response done(const Action& action, const std::string& what, const std::string& subject) {
  return http::redirect(studentUrl(action.path[0]) + "?done=" + what + "&subject=" + encode(subject));
}

}  // namespace

http::Response student(const Visit& visit) {
  const auto student = visit.queries().student(visit.actor(), visit.path[0]);
  if (!student) return visit.refusal(student.refusal());
  return show(visit, student.value(), 200, {});
}

http::Response registerResult(const Action& action) {
  const auto posted = readRegistration(action, action.path[0]);
  if (!posted) return action.error(400);
  const service::RegistrationRow& row = posted->row;
  const auto registered = action.commands().registerResult(action.actor(), row, posted->seen);
  if (registered) return done(action, "registered", row.item);
  const service::Refusal& refusal = registered.refusal();
  const bool twice = refusal.kind == service::Refusal::Kind::Conflict && isAlreadySo(action, row);
  if (twice) return done(action, "registered", row.item);
  return showAgain(action, refusal, typedInto(row));
}

http::Response revoke(const Action& action) {
  const auto seen = number(action.form["seen"]);
  if (!seen) return action.error(400);
  const std::string& item = action.form["item"];
  const auto revoked = action.commands().revokeRegistration(action.actor(), action.path[0], item,
                                                            action.form["reason"], *seen);
  if (revoked) return done(action, "revoked", item);
  return showAgain(action, revoked.refusal(), typedInto(item, action.form["reason"]));
}

http::Response collect(const Action& action) {
  const std::string& document = action.form["document"];
  const bool proxy = action.form["recipient"] == "proxy";
  if (!proxy && action.form["recipient"] != "self") return action.error(400);
  const std::string& name = action.form["proxy"];
  if (proxy && name.find_first_not_of(" \t") == std::string::npos) {
    const service::Refusal refusal{service::Refusal::Kind::Invalid,
                                   {{"Write the name of the person who collects it.", {}}}};
    return showAgain(action, refusal, typedInto(document));
  }
  const auto collected = action.commands().collectDocument(action.actor(), action.path[0], document,
                                                           proxy ? name : "", action.form["remark"]);
  if (collected) return done(action, "collected", document);
  return showAgain(action, collected.refusal(), typedInto(document));
}

}  // namespace lixiao::web::pages
