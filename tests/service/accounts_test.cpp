#include <spdlog/spdlog.h>

#include <atomic>
#include <thread>

#include "engine/service/password.h"
#include "engine/store/account.h"
#include "engine/store/web_session.h"
#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service::test;
using service::Role;

namespace {

const std::string kPassword = "correct horse 电池";

struct AccountWorld : World {
  AccountWorld() {
    spdlog::set_level(spdlog::level::off);  // refused sign-ins, here by the hundred
    activate(smallEdition());
    REQUIRE(create({"anna", "安娜", Role::Staff, "college", "医学院", "", kPassword}) == "done");
    REQUIRE(create({"U1", "张三", Role::Student, "", "", "U1", kPassword}) == "done");
  }
  std::string create(const service::NewAccount& account, const service::Actor& actor = admin()) {
    return told(accounts.create(actor, account));
  }
  std::string signIn(const std::string& login, const std::string& password = kPassword) {
    const auto outcome = accounts.signIn(login, password);
    return outcome ? outcome.value() : told(outcome);
  }
  bool lives(const std::string& token) { return accounts.session(token).has_value(); }
};

}  // namespace

TEST_CASE("an account is who acts: role, department and scope") {
  AccountWorld world;
  const auto session = world.accounts.session(world.signIn("anna"));
  REQUIRE(session);
  CHECK(session->actor.name == "安娜");
  CHECK(session->actor.role == Role::Staff);
  CHECK(session->actor.department == "college");
  CHECK(session->actor.scope_value == "医学院");
  CHECK(session->csrf.size() == 64);
  CHECK(world.accounts.list().size() == 2);
  CHECK(world.journal("account.created").size() == 2);
  CHECK(world.journal("account.signed_in").size() == 1);
}

TEST_CASE("a password is stored as argon2id at 19 MiB and two passes") {
  AccountWorld world;
  const auto account =
      world.database.read([](store::Reader& reader) { return store::findAccount(reader, "anna"); });
  CHECK(account->password_hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

TEST_CASE("each refusal of an account has its reason") {
  AccountWorld world;
  const auto with = [](auto change) {
    service::NewAccount account{"new", "新人", Role::Staff, "library", "", "", kPassword};
    change(account);
    return account;
  };
  CHECK(world.create(with([](auto& a) { a.login = "anna"; })) == "conflict: the login anna is taken");
  CHECK(world.create(with([](auto& a) { a.login = "new person"; })).starts_with("invalid: a login has"));
  CHECK(world.create(with([](auto& a) { a.name = ""; })) == "invalid: the name is missing");
  CHECK(world.create(with([](auto& a) { a.department = ""; })) ==
        "invalid: an account of this role needs a department");
  CHECK(world.create(with([](auto& a) { a.department = "librarie"; })) ==
        "invalid: there is no department librarie");
  CHECK(world.create(with([](auto& a) { a.department = "college"; })) ==
        "invalid: people of College act for a part of the students only: say which");
  CHECK(world.create(with([](auto& a) { a.role = Role::System; })) == "invalid: this role is not for people");
  CHECK(world.create(with([](auto& a) { a.role = Role::Student; })) ==
        "invalid: the student number is missing");
  CHECK(world.create(with([](auto&) {}), staff("library")) == "forbidden: you may not do this");
  CHECK(world.accounts.list().size() == 2);
}

TEST_CASE("passwords of 12 to 128 characters of any kind are taken, easy ones are not") {
  const auto wrong = [](const std::string& password) {
    const auto message = service::wrongPassword(password, "student2015001");
    return message ? message->text : "";
  };
  CHECK(wrong("correct hors").empty());
  CHECK(wrong("correct hor") == "a password has 12 to 128 characters");
  CHECK(wrong("离校手续办理完毕请放心吧").empty());
  CHECK(wrong("离校手续办理完毕请放心") == "a password has 12 to 128 characters");
  std::string longest;
  for (int i = 0; i < 64; ++i) longest += std::string(1, static_cast<char>('a' + i % 26)) + "好";
  CHECK(wrong(longest).empty());
  CHECK(wrong(longest + "x") == "a password has 12 to 128 characters");
  CHECK(wrong("aaaaaaaaaaaaaa") == "this password is too easy to guess");
  CHECK(wrong("123412341234") == "this password is too easy to guess");
  CHECK(wrong("0123456789012") == "this password is too easy to guess");
  CHECK(wrong("Password1234") == "this password is too easy to guess");
  CHECK(wrong("qwertyuiopas") == "this password is too easy to guess");
  CHECK(wrong("Student2015001") == "the password must not be the login");
  CHECK(wrong("abc\xFF"
              "defghijklmn") == "it holds characters that cannot be shown");
}

TEST_CASE("every character of a password counts, the hundredth too") {
  AccountWorld world;
  std::string password;
  for (int i = 0; i < 100; ++i) password += static_cast<char>('a' + i * 7 % 26);
  REQUIRE(told(world.accounts.setPassword(admin(), "anna", password)) == "done");
  std::string other = password;
  other.back() = '!';
  CHECK(world.signIn("anna", other) == "invalid: login or password is wrong");
  CHECK(world.lives(world.signIn("anna", password)));
}

TEST_CASE("a refusal does not tell whether login or password was wrong") {
  AccountWorld world;
  CHECK(world.signIn("anna", "another password") == "invalid: login or password is wrong");
  CHECK(world.signIn("nobody") == "invalid: login or password is wrong");
  CHECK(world.signIn("") == "invalid: login or password is wrong");
  CHECK(world.signIn(std::string(65, 'a')) == "invalid: login or password is wrong");
  REQUIRE(told(world.accounts.setDisabled(admin(), "anna", true)) == "done");
  CHECK(world.signIn("anna") == "invalid: login or password is wrong");
  CHECK(world.journal("account.refused").size() == 2);
}

TEST_CASE("sign-in slows down with each failure and recovers with time") {
  AccountWorld world;
  for (int i = 0; i < 6; ++i) CHECK(world.signIn("anna", "wrong wrong wrong").starts_with("invalid"));
  CHECK(world.signIn("anna") == "not now: too many attempts; try again in 1 seconds");
  CHECK(world.lives(world.signIn("U1")));
  world.clock.advance(std::chrono::seconds(1));
  CHECK(world.signIn("anna", "wrong wrong wrong").starts_with("invalid"));
  CHECK(world.signIn("anna") == "not now: too many attempts; try again in 2 seconds");
  world.clock.advance(std::chrono::seconds(2));
  CHECK(world.lives(world.signIn("anna")));
  CHECK(world.signIn("anna", "wrong wrong wrong").starts_with("invalid"));
  CHECK(world.lives(world.signIn("anna")));
}

TEST_CASE("a login fails at most a hundred times within an hour") {
  AccountWorld world;
  int failures = 0;
  for (int i = 0; i < 115; ++i) {
    if (world.signIn("nobody").starts_with("invalid")) ++failures;
    world.clock.advance(std::chrono::seconds(31));
  }
  CHECK(failures == 100);
  world.clock.advance(std::chrono::hours(1));
  CHECK(world.signIn("nobody").starts_with("invalid"));
}

TEST_CASE("a session ends after idle time and at the end of its longest life") {
  AccountWorld world;
  const std::string anna = world.signIn("anna"), student = world.signIn("U1");
  world.clock.advance(std::chrono::minutes(29));
  CHECK(world.lives(anna));
  world.clock.advance(std::chrono::minutes(29));
  CHECK(world.lives(anna));
  world.clock.advance(std::chrono::minutes(31));
  CHECK_FALSE(world.lives(anna));
  CHECK(world.lives(student));
  for (int i = 0; i < 60 && world.lives(student); ++i) world.clock.advance(std::chrono::minutes(100));
  CHECK(world.clock.now() >= *model::parseInstant("2015-06-25T12:00:00+08:00"));
  CHECK(world.clock.now() < *model::parseInstant("2015-06-25T14:00:00+08:00"));
}

TEST_CASE("sessions end with sign-out, a new password and a disabled account") {
  AccountWorld world;
  std::string token = world.signIn("anna");
  world.accounts.signOut(token);
  CHECK_FALSE(world.lives(token));

  token = world.signIn("anna");
  CHECK(told(world.accounts.setPassword(student("U1"), "anna", "another password 1")) ==
        "forbidden: you may not do this");
  service::Actor anna = world.accounts.session(token)->actor;
  CHECK(told(world.accounts.setPassword(anna, "anna", "another password 1")) == "done");
  CHECK_FALSE(world.lives(token));

  token = world.signIn("anna", "another password 1");
  CHECK(told(world.accounts.setDisabled(admin(), "anna", true)) == "done");
  CHECK_FALSE(world.lives(token));
  CHECK(told(world.accounts.setDisabled(admin(), "anna", false)) == "done");
  CHECK(told(world.accounts.setDisabled(admin(), "root", true)) ==
        "invalid: nobody disables their own account");
  CHECK(told(world.accounts.setDisabled(admin(), "nobody", true)) == "not found: there is no account nobody");
}

TEST_CASE("tokens are random and only their hashes are stored") {
  AccountWorld world;
  const std::string first = world.signIn("anna"), second = world.signIn("anna");
  CHECK(first.size() == 64);
  CHECK(first != second);
  for (const auto& session :
       world.database.read([](store::Reader& reader) { return store::webSessionsOf(reader, "anna"); })) {
    CHECK(session.token_hash != first);
    CHECK(session.token_hash != second);
  }
  CHECK_FALSE(world.lives(first.substr(1)));
  CHECK_FALSE(world.lives(std::string(64, '0')));
}

TEST_CASE("a rush of sign-ins is served or turned away, never wrong") {
  AccountWorld world;
  std::atomic<int> served{0}, turned_away{0}, wrong{0};
  {
    std::vector<std::jthread> people;
    for (int i = 0; i < 90; ++i)
      people.emplace_back([&] {
        const auto outcome = world.accounts.signIn("U1", kPassword);
        const bool busy = !outcome && outcome.refusal().kind == service::Refusal::Kind::NotNow;
        ++(outcome ? served : busy ? turned_away : wrong);
      });
  }
  CHECK(served + turned_away == 90);
  CHECK(served >= 66);
  CHECK(wrong == 0);
}
