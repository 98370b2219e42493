#include "engine/service/people.h"

#include "engine/service/tokens.h"
#include "engine/store/account.h"
#include "engine/store/web_session.h"
#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service;
using namespace lixiao::service::test;

namespace {

constexpr const char* kPhrase = "a long enough phrase";

NewPerson newPerson(const std::string& login, const std::string& name, Role role = Role::Staff,
                    const std::string& department = {}) {
  NewPerson person;
  person.login = login;
  person.name = name;
  person.role = role;
  person.department = department;
  return person;
}

/// Heads of finance and of the college 医学院, and people beside them.
struct Offices : World {
  Offices() {
    activate(smallEdition());
    account("finance-head", "finance", {}, true);
    account("finance-man", "finance");
    account("library-man", "library");
    account("medicine-head", "college", "医学院", true);
    account("medicine-man", "college", "医学院");
    account("nursing-man", "college", "护理学院");
  }
  void account(const std::string& login, const std::string& department, const std::string& scope = {},
               bool head = false) {
    REQUIRE(told(accounts.create(admin(), {login, login, Role::Staff, department, scope, {}, kPhrase})) ==
            "done");
    if (head) REQUIRE(told(people.setHead(admin(), login, true)) == "done");
  }
  static Actor actor(const std::string& login, const std::string& department, const std::string& scope = {}) {
    return {login, login, Role::Staff, department, scope, {}};
  }
  store::Account stored(const std::string& login) {
    return *database.read([&](store::Reader& reader) { return store::findAccount(reader, login); });
  }
  std::string logins(const Actor& actor) {
    const auto found = people.ofDepartment(actor);
    if (!found) return told(found);
    std::string text;
    for (const Person& each : found.value()) text += (text.empty() ? "" : " ") + each.actor.login;
    return text;
  }
  const Actor finance = actor("finance-head", "finance");
  const Actor medicine = actor("medicine-head", "college", "医学院");
};

}  // namespace

TEST_CASE("A head adds a person, who gets a password that must be changed first") {
  Offices world;
  const auto given = world.people.add(world.finance, newPerson("temp", "代班 Temp"));
  REQUIRE(told(given) == "done");
  CHECK(given->password.size() >= 20);
  const store::Account account = world.stored("temp");
  CHECK(account.department == "finance");
  CHECK(account.must_change);
  CHECK_FALSE(account.head);

  const auto token = world.accounts.signIn("temp", given->password);
  REQUIRE(told(token) == "done");
  CHECK(world.accounts.session(token.value())->must_change);
  const auto elsewhere = world.accounts.signIn("temp", given->password);
  const Actor temp = Offices::actor("temp", "finance");
  CHECK(told(world.accounts.changePassword(temp, "wrong wrong wrong", kPhrase, token.value())) ==
        "invalid: the present password is wrong");
  CHECK(told(world.accounts.changePassword(temp, given->password, given->password, token.value())) ==
        "invalid: the new password must differ from the present one");
  CHECK(told(world.accounts.changePassword(temp, given->password, "short", token.value())).find("invalid") ==
        0);
  CHECK(told(world.accounts.changePassword(temp, given->password, kPhrase, token.value())) == "done");
  REQUIRE(world.accounts.session(token.value()));
  CHECK_FALSE(world.accounts.session(token.value())->must_change);
  CHECK_FALSE(world.accounts.session(elsewhere.value()));
  CHECK_FALSE(world.accounts.signIn("temp", given->password));
  CHECK(world.accounts.signIn("temp", kPhrase));
  for (const auto& entry : world.journal("account.created"))
    CHECK(entry.entry.payload.find(given->password) == std::string::npos);
}

TEST_CASE("A head sees and changes the people of their own office and part only") {
  Offices world;
  CHECK(world.logins(world.finance) == "finance-head finance-man");
  CHECK(world.logins(world.medicine) == "medicine-head medicine-man");
  CHECK(world.logins(Offices::actor("finance-man", "finance")).find("forbidden") == 0);
  CHECK(world.logins(admin()).find("forbidden") == 0);

  for (const char* login : {"library-man", "nursing-man", "medicine-man", "nobody"}) {
    const std::string no = std::string("not found: there is no account ") + login;
    CHECK(told(world.people.setDisabled(world.finance, login, true)) == no);
    CHECK(told(world.people.setUntil(world.finance, login, "2015-07-01")) == no);
    CHECK(told(world.people.resetPassword(world.finance, login)) == no);
  }
  CHECK(told(world.people.setDisabled(world.medicine, "nursing-man", true)).find("not found") == 0);
  CHECK(told(world.people.setDisabled(world.medicine, "medicine-man", true)) == "done");
}

TEST_CASE("Nobody raises themselves or gives more than their own") {
  Offices world;
  const auto forbidden = [](const auto& outcome) { return told(outcome).find("forbidden") == 0; };
  const Actor man = Offices::actor("finance-man", "finance");
  CHECK(forbidden(world.people.setHead(man, "finance-man", true)));
  CHECK(forbidden(world.people.setHead(world.finance, "finance-man", true)));
  CHECK(forbidden(world.people.setHead(world.finance, "finance-head", false)));
  CHECK(forbidden(world.people.setDisabled(world.finance, "finance-head", true)));
  CHECK(forbidden(world.people.setUntil(world.finance, "finance-head", "2015-07-01")));
  CHECK(forbidden(world.people.resetPassword(world.finance, "finance-head")));
  CHECK(forbidden(world.people.add(man, newPerson("x", "X"))));
  CHECK(forbidden(world.people.search(world.finance, {})));

  NewPerson person = newPerson("x", "X");
  for (const Role role : {Role::Admin, Role::Auditor, Role::Student, Role::System}) {
    person.role = role;
    CHECK(forbidden(world.people.add(world.finance, person)));
  }
  person = newPerson("x", "X");
  person.head = true;
  CHECK(forbidden(world.people.add(world.finance, person)));
  person = newPerson("x", "X");
  person.department = "library";
  CHECK(forbidden(world.people.add(world.finance, person)));
  person.department = "";
  person.scope_value = "护理学院";
  CHECK(forbidden(world.people.add(world.medicine, person)));
  person.scope_value = "";
  REQUIRE(told(world.people.add(world.medicine, person)) == "done");
  CHECK(world.stored("x").scope_value == "医学院");
}

TEST_CASE("Who was a head is none once an admin says so, in the middle of a session") {
  Offices world;
  CHECK(world.people.isHead(world.finance));
  REQUIRE(told(world.people.setHead(admin(), "finance-head", false)) == "done");
  CHECK_FALSE(world.people.isHead(world.finance));
  CHECK(told(world.people.setDisabled(world.finance, "finance-man", true)).find("forbidden") == 0);
  CHECK(told(world.people.setHead(admin(), "nobody", true)).find("not found") == 0);
}

TEST_CASE("Disabling is effective at once") {
  Offices world;
  const std::string token = world.accounts.signIn("finance-man", kPhrase).value();
  REQUIRE(world.accounts.session(token));
  REQUIRE(told(world.people.setDisabled(world.finance, "finance-man", true)) == "done");
  CHECK_FALSE(world.accounts.session(token));
  CHECK_FALSE(world.accounts.signIn("finance-man", kPhrase));
  REQUIRE(told(world.people.setDisabled(world.finance, "finance-man", false)) == "done");
  CHECK(world.accounts.signIn("finance-man", kPhrase));
  CHECK_FALSE(world.accounts.session(token));
}

TEST_CASE("A stand-in is let in up to the last day and no longer, live sessions too") {
  Offices world;  // noon of 24 June 2015
  NewPerson person = newPerson("temp", "Temp");
  person.until = "2015-06-24";
  const auto given = world.people.add(world.finance, person);
  REQUIRE(told(given) == "done");
  const std::string token = world.accounts.signIn("temp", given->password).value();
  for (int i = 0; i < 23; ++i) {
    world.clock.advance(std::chrono::minutes(29));
    REQUIRE(world.accounts.session(token));
  }
  world.clock.advance(std::chrono::minutes(53));  // the first minute of the 25th in Shanghai is past
  CHECK_FALSE(world.accounts.session(token));
  CHECK_FALSE(world.accounts.signIn("temp", given->password));
  CHECK(world.people.ofDepartment(world.finance)->back().over);

  REQUIRE(told(world.people.setUntil(world.finance, "temp", "")) == "done");
  CHECK(world.accounts.signIn("temp", given->password));
  REQUIRE(told(world.people.setUntil(world.finance, "temp", "2015-06-01")) == "done");
  CHECK_FALSE(world.accounts.signIn("temp", given->password));
  for (const char* wrong : {"2015-06-31", "tomorrow", "24.06.2015"})
    CHECK(told(world.people.setUntil(world.finance, "temp", wrong)).find("invalid: ") == 0);
}

TEST_CASE("An admin creates anybody, finds them, gives new passwords and makes heads") {
  Offices world;
  const NewPerson person = newPerson("boss", "Boss", Role::Auditor);
  CHECK(told(world.people.add(admin(), person)) == "done");
  CHECK(told(world.people.add(admin(), person)) == "conflict: the login boss is taken");
  CHECK(told(world.people.setHead(admin(), "boss", true)) ==
        "invalid: only people of an office can be its head");
  const NewPerson nowhere = newPerson("x", "X", Role::Staff, "no-office");
  CHECK(told(world.people.add(admin(), nowhere)) == "invalid: there is no department no-office");
  const NewPerson scopeless = newPerson("x", "X", Role::Staff, "college");
  CHECK(told(world.people.add(admin(), scopeless)).find("invalid: people of College") == 0);

  const auto found = world.people.search(admin(), {"medicine", 0, 1});
  REQUIRE(told(found) == "done");
  CHECK(found->total == 2);
  REQUIRE(found->people.size() == 1);
  CHECK(found->people.front().head);
  CHECK(told(world.people.search(auditor(), {})).find("forbidden") == 0);

  const std::string token = world.accounts.signIn("medicine-man", kPhrase).value();
  const auto given = world.people.resetPassword(admin(), "medicine-man");
  REQUIRE(told(given) == "done");
  CHECK_FALSE(world.accounts.session(token));
  CHECK_FALSE(world.accounts.signIn("medicine-man", kPhrase));
  CHECK(world.accounts.signIn("medicine-man", given->password));
}
