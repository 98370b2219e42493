#include "engine/workflow/workflow.h"
#include "web/dates.h"
#include "web/pages/pages.h"
#include "web/pages/proxy_id.h"
#include "web/pages/recheck.h"
#include "web/pages/registration_post.h"
#include "web/pages/roster_standing.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

std::string historyUrl(const std::string& student_no, const std::string& subject) {
  return studentUrl(student_no) + "/history/" + encode(subject);
}

/// The rows of the items, each with its parts below it.
void addItems(const Visit& visit, const service::StudentView& student,
              const std::vector<service::ItemView>& views, const service::EditionView& edition,
              const Typed& typed, bool parts, List& list) {
  for (const service::ItemView& each : views) {
    const bool here = each.id == typed.item;
    Data data = itemData(visit, each, edition);
    data.set("part", Data(parts));
    data.set("why_url", studentUrl(student.student_no) + "/why/" + encode(each.id));
    data.set("history_url", historyUrl(student.student_no, each.id));
    data.set("appointment_url", studentUrl(student.student_no) + "/appointments/" + encode(each.id));
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
  if (done == "returned") return visit.tr(model::Message{"Taken back: {0}.", arguments});
  return {};
}

/// What was typed into the form of a hand-over that was not done.
struct TypedHandOver {
  std::string document, recipient, proxy, proxy_id, remark, reason;
  bool letter = false;
  std::string problem, field;
};

/// The forms of a document: handing over, taking back.
void setHandOver(const Visit& visit, Data& data, const service::DocumentView& document,
                 const TypedHandOver& typed) {
  const bool here = document.id == typed.document;
  const bool by_proxy = here && typed.recipient == "proxy";
  data.set("may_take_back", Data(document.mine && document.status == model::DocumentStatus::Collected));
  data.set("to_self", Data(!by_proxy));
  data.set("to_proxy", Data(by_proxy));
  data.set("typed_proxy", here ? typed.proxy : "");
  data.set("typed_remark", here ? typed.remark : "");
  data.set("typed_reason", here ? typed.reason : "");
  data.set("letter_seen", Data(here && typed.letter));
  data.set("proxy_ids", proxyIds(visit, here ? typed.proxy_id : ""));
  for (const char* field : {"proxy", "proxy_id", "letter_seen", "reason"})
    data.set(std::string(field) + "_problem",
             here && typed.field == field ? textOrNothing(typed.problem) : Data(false));
  const bool shown = typed.field == "proxy" || typed.field == "proxy_id" || typed.field == "letter_seen" ||
                     typed.field == "reason";
  data.set("problem", here && !shown ? textOrNothing(typed.problem) : Data(false));
}

/// In which print batch each document of the student is.
void setPrinted(const Visit& visit, Data& data, const std::vector<service::PrintBatchLine>& printed,
                const std::string& document) {
  data.set("printed", Data(false));
  for (const service::PrintBatchLine& each : printed)
    if (each.document == document)
      data.set("printed",
               visit.tr(model::Message{"In print batch {0}, registered up to {1}",
                                       {model::LocalizedText(std::to_string(each.number)),
                                        model::LocalizedText(day(visit.language, each.cut_off))}}));
}

/// The page follows the systems that are being asked.
Data staffRecheck(const Visit& visit, const service::StudentView& student) {
  Data data = recheckData(visit, student, studentUrl(student.student_no));
  if (data.is_object() && data.get("soon")->is_true())
    data.set("follow_url",
             data.get("recheck_url")->string_value() + "?seen=" + data.get("version")->string_value());
  return data;
}

http::Response show(const Visit& visit, const service::StudentView& student, int status, const Typed& typed,
                    const TypedHandOver& handed = {}) {
  const service::EditionView edition = visit.queries().edition();
  Data data;
  data.set("name", student.name);
  data.set("student_no", student.student_no);
  data.set("look_back_url", studentUrl(student.student_no) + "/on");
  data.set("type", visit.in(student.type));
  List fields(Data::type::list);
  for (const service::StudentView::Field& each : student.attributes) {
    Data field;
    field.set("title", visit.in(each.title));
    field.set("value", valueWords(visit, each.type, false, each.value));
    fields.push_back(field);
  }
  data.set("attributes", fields);
  const auto changes = visit.sources().rosters.changesOf(visit.actor(), student.student_no);
  data.set("has_changes", Data(!changes.empty()));
  data.set("changes", rosterChanges(visit, changes, edition));
  data.set("remaining", visit.trn("{0} item left", "{0} items left", student.remaining));
  data.set("done", Data(student.remaining == 0 && !student.items.empty()));
  data.set("as_of_now", moment(visit.language, edition.time_zone, student.as_of));
  const bool at_work = visit.actor().role == service::Role::Staff;
  data.set("recheck", at_work ? staffRecheck(visit, student) : Data(false));
  data.set("update", Data(!visit.query["seen"].empty()));
  data.set("items", items(visit, student, student.items, edition, typed));
  data.set("not_applicable", items(visit, student, student.not_applicable, edition, typed));
  data.set("has_not_applicable", Data(!student.not_applicable.empty()));
  const auto printing = visit.sources().printing.of(visit.actor(), student.student_no);
  const std::vector<service::PrintBatchLine> printed =
      printing ? printing.value() : std::vector<service::PrintBatchLine>();
  List documents(Data::type::list);
  for (const service::DocumentView& each : student.documents) {
    if (each.status == model::DocumentStatus::NotApplicable) continue;
    Data document = documentData(visit, each, edition, 100);
    document.set("why_url", studentUrl(student.student_no) + "/why/" + encode(each.id));
    document.set("history_url", historyUrl(student.student_no, each.id));
    setHandOver(visit, document, each, handed);
    setPrinted(visit, document, printed, each.id);
    documents.push_back(document);
  }
  data.set("documents", documents);
  data.set("has_documents", Data(documents.is_non_empty_list()));
  data.set("confirmation", textOrNothing(status == 200 ? doneWords(visit, student) : std::string{}));
  data.set("problem", textOrNothing(typed.problem.empty() ? handed.problem : typed.problem));
  data.set("register_url", studentUrl(student.student_no) + "/register");
  data.set("revoke_url", studentUrl(student.student_no) + "/revoke");
  data.set("slip_url", studentUrl(student.student_no) + "/slip");
  data.set("collect_url", studentUrl(student.student_no) + "/collect");
  data.set("take_back_url", studentUrl(student.student_no) + "/take-back");
  data.set("next_certificate", Data(status == 200 && visit.query["done"] == "collected"));
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

http::Response showHandOver(const Action& action, const service::Refusal& refusal, TypedHandOver typed) {
  const auto student = action.queries().student(action.actor(), action.path[0]);
  if (!student) return action.refusal(student.refusal());
  typed.problem = action.reasons(refusal);
  typed.field = refusal.field;
  return show(action, student.value(), statusOf(refusal.kind), {}, typed);
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

http::Response studentRechecked(const Visit& visit) {
  const auto student = visit.queries().student(visit.actor(), visit.path[0]);
  if (!student) return visit.refusal(student.refusal());
  const Data recheck = recheckData(visit, student.value(), studentUrl(student->student_no));
  const bool same = recheck.is_object() && recheck.get("version")->string_value() == visit.query["seen"];
  if (same) return {204, "text/plain; charset=utf-8", ""};
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
  const std::string& recipient = action.form["recipient"];
  if (recipient != "self" && recipient != "proxy") return action.error(400);
  TypedHandOver typed;
  typed.document = action.form["document"];
  typed.recipient = recipient;
  typed.proxy = action.form["proxy"];
  typed.proxy_id = action.form["proxy_id"];
  typed.letter = action.form["letter"] == "yes";
  typed.remark = action.form["remark"];
  service::HandOver what{action.path[0], typed.document, {}, {}, false, typed.remark};
  if (recipient == "proxy") {
    if (typed.proxy.find_first_not_of(" \t") == std::string::npos) {
      const service::Refusal refusal{service::Refusal::Kind::Invalid,
                                     {{"Write the name of the person who collects it.", {}}},
                                     {},
                                     "proxy"};
      return showHandOver(action, refusal, typed);
    }
    what.proxy = typed.proxy;
    what.proxy_id = typed.proxy_id;
    what.letter_seen = typed.letter;
  }
  const auto handed = action.sources().certificates.handOver(action.actor(), what);
  if (handed) return done(action, "collected", typed.document);
  return showHandOver(action, handed.refusal(), typed);
}

http::Response takeBack(const Action& action) {
  TypedHandOver typed;
  typed.document = action.form["document"];
  typed.reason = action.form["reason"];
  const auto taken =
      action.sources().certificates.takeBack(action.actor(), action.path[0], typed.document, typed.reason);
  if (taken) return done(action, "returned", typed.document);
  return showHandOver(action, taken.refusal(), typed);
}

}  // namespace lixiao::web::pages
