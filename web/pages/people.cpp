#include "web/dates.h"
#include "web/json.h"
#include "web/pages/pages.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {
namespace {

using service::NewPerson;
using service::Person;
using service::Role;

constexpr std::size_t kPageSize = 50;

/// What a form left behind: the password that was given, or why it was refused and what was typed.
struct After {
  std::optional<service::InitialPassword> given;
  std::string problem;
  NewPerson typed;
  int status = 200;
};

std::string roleTitle(const Visit& visit, Role role) {
  switch (role) {
    case Role::Admin:
      return visit.tr("administrator");
    case Role::Staff:
      return visit.tr("office");
    case Role::Student:
      return visit.tr("student");
    case Role::Auditor:
      return visit.tr("auditor");
    case Role::System:
      break;
  }
  return {};
}

/// A department's or provider's title; the id when the active edition has none.
std::string departmentTitle(const Visit& visit, const std::string& id) {
  const auto workflow = visit.sources().workflow();
  if (!workflow) return id;
  if (const auto found = workflow->department(id)) return visit.in(workflow->departments[*found].title);
  for (const workflow::Provider& each : workflow->providers)
    if (each.id == id) return visit.in(each.title);
  return id;
}

Data personData(const Visit& visit, const Person& person, const std::string& url, bool may_head) {
  Data data;
  data.set("login", person.actor.login);
  data.set("name", person.actor.name);
  data.set("role", roleTitle(visit, person.actor.role));
  data.set("department", textOrNothing(departmentTitle(visit, person.actor.department)));
  data.set("scope", textOrNothing(person.actor.scope_value));
  data.set("student_no", textOrNothing(person.actor.student_no));
  data.set("head", Data(person.head));
  data.set("until", person.until ? Data(day(visit.language, *person.until)) : Data(false));
  data.set("until_day", person.until ? model::formatDate(*person.until) : "");
  data.set("over", Data(person.over));
  data.set("disabled", Data(person.disabled));
  data.set("must_change", Data(person.must_change));
  data.set("you", Data(person.actor.login == visit.actor().login));
  data.set("open", Data(false));
  data.set("people_url", url);
  data.set("may_head", Data(may_head && person.actor.role == Role::Staff));
  return data;
}

/// The sentence after a deed, by its name in the query.
std::string doneWords(const Visit& visit) {
  const std::string& done = visit.query["done"];
  const std::vector<model::LocalizedText> who = {model::LocalizedText(visit.query["login"])};
  if (done == "disable") return visit.tr(model::Message{"{0} is disabled.", who});
  if (done == "enable") return visit.tr(model::Message{"{0} is enabled.", who});
  if (done == "until") return visit.tr(model::Message{"The last day of {0} is set.", who});
  if (done == "head") return visit.tr(model::Message{"{0} is head now.", who});
  if (done == "no_head") return visit.tr(model::Message{"{0} is head no more.", who});
  return {};
}

void setAfter(const Visit& visit, Data& data, const After& after) {
  if (after.given) {
    Data given;
    given.set("login", after.given->login);
    given.set("password", after.given->password);
    data.set("given", given);
  } else {
    data.set("given", Data(false));
  }
  data.set("done", textOrNothing(doneWords(visit)));
  data.set("problem", textOrNothing(after.problem));
  data.set("new_login", after.typed.login);
  data.set("new_name", after.typed.name);
  data.set("new_until", after.typed.until);
  data.set("new_student_no", after.typed.student_no);
  data.set("new_head", Data(after.typed.head));
}

http::Response showDepartment(const Visit& visit, const After& after) {
  const auto people = visit.people().ofDepartment(visit.actor());
  if (!people) return visit.refusal(people.refusal());
  List rows(Data::type::list);
  for (const Person& each : people.value()) rows.push_back(personData(visit, each, "/work/people", false));
  Data data;
  data.set("people", rows);
  setAfter(visit, data, after);
  const auto workflow = visit.sources().workflow();
  const auto department = workflow ? workflow->department(visit.actor().department) : std::nullopt;
  const bool scoped = department && workflow->departments[*department].scope;
  const std::string& own = visit.actor().scope_value;
  data.set("scope_title",
           scoped ? Data(visit.in(workflow->attributes[*workflow->departments[*department].scope].title))
                  : Data(false));
  data.set("scope_fixed", Data(!own.empty()));
  data.set("new_scope", own.empty() ? after.typed.scope_value : own);
  return visit.page("people", visit.tr("People of your office"), std::move(data), after.status);
}

List departmentChoices(const Visit& visit, const std::string& chosen) {
  List list(Data::type::list);
  const auto workflow = visit.sources().workflow();
  if (!workflow) return list;
  const auto add = [&](const std::string& id, const model::LocalizedText& title) {
    Data option;
    option.set("department_id", id);
    option.set("department_title", visit.in(title));
    option.set("chosen", Data(id == chosen));
    list.push_back(option);
  };
  for (const workflow::Department& each : workflow->departments) add(each.id, each.title);
  for (const workflow::Provider& each : workflow->providers)
    if (!workflow->department(each.id)) add(each.id, each.title);
  return list;
}

List roleChoices(const Visit& visit, Role chosen) {
  List list(Data::type::list);
  for (const Role role : {Role::Staff, Role::Student, Role::Auditor, Role::Admin}) {
    Data option;
    option.set("role_word", std::string(service::word(role)));
    option.set("role_title", roleTitle(visit, role));
    option.set("chosen", Data(role == chosen));
    list.push_back(option);
  }
  return list;
}

/// Pages count from 1; nothing when it is no number of a page.
std::optional<std::size_t> pageOf(const Fields& query) {
  if (query["page"].empty()) return 1;
  const auto page = number(query["page"]);
  if (!page || *page < 1 || *page > 1'000'000) return std::nullopt;
  return static_cast<std::size_t>(*page);
}

http::Response showAll(const Visit& visit, const After& after) {
  const auto page = pageOf(visit.query);
  if (!page) return visit.error(400);
  const service::PersonSearch search{visit.query["q"], (*page - 1) * kPageSize, kPageSize};
  const auto found = visit.people().search(visit.actor(), search);
  if (!found) return visit.refusal(found.refusal());
  List rows(Data::type::list);
  for (const Person& each : found->people) rows.push_back(personData(visit, each, "/admin/accounts", true));
  Data data;
  data.set("people", rows);
  data.set("q", search.text);
  data.set("count", visit.trn("{0} account", "{0} accounts", found->total));
  const std::string base = "/admin/accounts?q=" + encode(search.text) + "&page=";
  data.set("before_url", *page > 1 ? Data(base + std::to_string(*page - 1)) : Data(false));
  data.set("after_url",
           *page * kPageSize < found->total ? Data(base + std::to_string(*page + 1)) : Data(false));
  setAfter(visit, data, after);
  data.set("new_scope", after.typed.scope_value);
  data.set("scope_title", visit.tr("Part of the students (college, class …), where the office has parts"));
  data.set("scope_fixed", Data(false));
  data.set("roles", roleChoices(visit, after.typed.role));
  data.set("departments", departmentChoices(visit, after.typed.department));
  return visit.page("accounts", visit.tr("Accounts"), std::move(data), after.status);
}

NewPerson readPerson(const Fields& form, Role role) {
  return {form["login"], form["name"],       role,          form["department"],
          form["scope"], form["student_no"], form["until"], form["head"] == "yes"};
}

template <class T>
After refused(const Action& action, const service::Outcome<T>& outcome, After after) {
  after.problem = action.reasons(outcome.refusal());
  after.status = statusOf(outcome.refusal().kind);
  return after;
}

/// What was done is told on the page that follows.
After told(const Action& action, const service::Outcome<service::Done>& outcome) {
  return outcome ? After() : refused(action, outcome, After());
}

After givenTo(const Action& action, const service::Outcome<service::InitialPassword>& outcome, After after) {
  if (!outcome) return refused(action, outcome, std::move(after));
  After fine;
  fine.given = outcome.value();
  return fine;
}

/// What the button of a form does; nothing when it is no button of ours.
std::optional<After> act(const Action& action, Role role) {
  const std::string& step = action.form["step"];
  const std::string& login = action.form["login"];
  service::People& people = action.people();
  const service::Actor& actor = action.actor();
  if (step == "add") {
    After after;
    after.typed = readPerson(action.form, role);
    return givenTo(action, people.add(actor, after.typed), after);
  }
  if (step == "reset") return givenTo(action, people.resetPassword(actor, login), {});
  if (step == "disable") return told(action, people.setDisabled(actor, login, true));
  if (step == "enable") return told(action, people.setDisabled(actor, login, false));
  if (step == "until") return told(action, people.setUntil(actor, login, action.form["until"]));
  if (step == "head") return told(action, people.setHead(actor, login, true));
  if (step == "no_head") return told(action, people.setHead(actor, login, false));
  return std::nullopt;
}

/// A password is told on this page, once; everything else on the page that is got next.
template <class Show>
http::Response answer(const Action& action, const std::string& page, const std::optional<After>& after,
                      Show show) {
  if (!after) return action.error(400);
  if (after->given || after->status != 200) return show(action, *after);
  return http::redirect(page + "?done=" + action.form["step"] + "&login=" + encode(action.form["login"]));
}

Json toJson(const Person& person) {
  return {{"login", person.actor.login},
          {"name", person.actor.name},
          {"role", service::word(person.actor.role)},
          {"department", person.actor.department},
          {"scope", person.actor.scope_value},
          {"student_no", person.actor.student_no},
          {"head", person.head},
          {"disabled", person.disabled},
          {"must_change", person.must_change},
          {"until", person.until ? Json(model::formatDate(*person.until)) : Json()},
          {"over", person.over}};
}

Json toJson(const std::vector<Person>& people) {
  Json list = Json::array();
  for (const Person& each : people) list.push_back(toJson(each));
  return list;
}

}  // namespace

http::Response people(const Visit& visit) {
  return showDepartment(visit, {});
}

http::Response changePeople(const Action& action) {
  return answer(action, "/work/people", act(action, Role::Staff), showDepartment);
}

http::Response accounts(const Visit& visit) {
  return showAll(visit, {});
}

http::Response changeAccounts(const Action& action) {
  const auto role = action.form["role"].empty() ? Role::Staff : service::parseRole(action.form["role"]);
  if (!role) return action.error(400);
  return answer(action, "/admin/accounts", act(action, *role), showAll);
}

http::Response apiPeople(const Visit& visit) {
  const auto people = visit.people().ofDepartment(visit.actor());
  return people ? json(200, toJson(people.value())) : visit.refusal(people.refusal());
}

http::Response apiAccounts(const Visit& visit) {
  const auto page = pageOf(visit.query);
  if (!page) return visit.error(400);
  const auto found =
      visit.people().search(visit.actor(), {visit.query["q"], (*page - 1) * kPageSize, kPageSize});
  if (!found) return visit.refusal(found.refusal());
  return json(200, {{"total", found->total}, {"accounts", toJson(found->people)}});
}

}  // namespace lixiao::web::pages
