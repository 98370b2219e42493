// Offices are reminded of old open work.
#include "engine/service/reminders.h"

#include "engine/service/mails.h"
#include "engine/service/texts.h"
#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service;
using namespace lixiao::service::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kPhrase = "a long enough phrase";

/// Wednesday, 24 June 2015, noon; students 101 and 102 have come at that moment.
struct OldWorld : World {
  OldWorld() {
    activate(smallEdition());
    addStudents({undergraduate("101"), undergraduate("102"), undergraduate("103", "护理学院")});
    board.rebuild();
  }
  std::string words(const Actor& actor) {
    board.follow();
    const auto old = messages.reminders.of(actor);
    if (!old) return told(old);
    std::string text;
    for (const OldWork& work : old.value()) {
      static constexpr const char* kKinds[] = {"waiting", "declared", "list", "unmatched"};
      text += std::string(text.empty() ? "" : "; ") + kKinds[static_cast<std::size_t>(work.kind)] + " " +
              work.subject + " " + std::to_string(work.count);
    }
    return text;
  }
  void reg(const RegistrationRow& row) {
    const auto done = commands.registerResults(system(), {row}, false, Commands::Run::Apply);
    REQUIRE(told(done) == "done");
    REQUIRE(done->applied);
  }
};

}  // namespace

TEST_CASE("Work is old when it has waited for three days, and gone when it is done", "[reminders]") {
  OldWorld world;
  const Actor college = staff("college", "医学院");
  CHECK(world.words(college).empty());
  world.clock.advance(71h);
  CHECK(world.words(college).empty());
  world.clock.advance(1h);
  CHECK(world.words(college) == "waiting college_procedures 2");
  CHECK(world.words(staff("college", "护理学院")) == "waiting college_procedures 1");
  world.reg(cleared("101", "college_procedures"));
  world.reg(cleared("102", "college_procedures"));
  world.clock.advance(31s);
  CHECK(world.words(college).empty());
}

TEST_CASE("How long is long the settings say", "[reminders]") {
  OldWorld world;
  world.messages.reminders.setAfter(2h);
  world.clock.advance(2h);
  CHECK(world.words(staff("college", "医学院")) == "waiting college_procedures 2");
}

TEST_CASE("A list is reminded of from its last day on, to the office that submits it", "[reminders]") {
  World early("2015-06-17T12:00:00+08:00");
  early.activate(smallEdition());
  CHECK(early.messages.reminders.of(staff("equipment"))->empty());
  early.clock.advance(24h);
  const auto old = early.messages.reminders.of(staff("equipment"));
  REQUIRE(old->size() == 1);
  CHECK(old->front().kind == OldWork::Kind::List);
  CHECK(model::formatDate(*old->front().due) == "2015-06-18");
  CHECK(early.messages.reminders.of(staff("library"))->empty());
  early.submit("equipment", {});
  CHECK(early.messages.reminders.of(staff("equipment"))->empty());
}

TEST_CASE("Registrations that match nobody are old work of who entered them", "[reminders]") {
  OldWorld world;
  const Actor college = staff("college", "医学院");
  const auto early = world.commands.registerResults(staff("archive"), {cleared("999", "archive")}, false,
                                                    Commands::Run::Apply);
  REQUIRE(told(early) == "done");
  world.clock.advance(73h);
  CHECK(world.words(staff("archive")).find("unmatched  1") != std::string::npos);
  CHECK(world.words(college).find("unmatched") == std::string::npos);
}

TEST_CASE("Only offices are reminded", "[reminders]") {
  OldWorld world;
  CHECK(world.words(student("101")) == "forbidden: you may not do this");
  CHECK(world.words(admin()) == "forbidden: you may not do this");
}

TEST_CASE("An office that wants it gets one message a working day while old work is open",
          "[reminders][mail]") {
  OldWorld world;
  REQUIRE(told(world.accounts.create(test::admin(),
                                     {"med", "C", Role::Staff, "college", "医学院", {}, kPhrase})) == "done");
  Actor actor = staff("college", "医学院");
  actor.login = "med";
  MailRules rules;
  rules.public_url = "https://lixiao.example.edu";
  rules.words = [](model::Language language, const model::Message& message) {
    return model::format(message, language);
  };
  Mails& mails = world.messages.mails;
  mails.open(std::move(rules));
  REQUIRE(told(mails.choose(
              actor, {"med@example.edu", model::Language::English, {mail_kind::kWork}, false})) == "done");
  const auto link = mails.take(1).at(0);
  const std::string path = "/mail/confirm/";
  const std::size_t at = link.body.find(path) + path.size();
  REQUIRE(told(mails.confirm(link.body.substr(at, link.body.find('\n', at) - at))) == "done");
  mails.sent(link);

  std::string days, body;
  for (int day = 24; day <= 30; ++day) {
    world.board.follow();
    for (int look = 0; look < 3; ++look) {
      mails.write();
      for (const auto& message : mails.take(10)) {
        CHECK(message.subject == text::kRemindSubject);
        days += std::to_string(day) + " ";
        body = message.body;
        mails.sent(message);
      }
      world.clock.advance(15min);
    }
    world.clock.advance(24h - 45min);
  }
  // From the fourth day on, which is a Saturday; the 29th is a Monday.
  CHECK(days == "29 30 ");
  CHECK(body.find("College: students wait for 2 results of your office, the longest since 2015-06-24.") !=
        std::string::npos);
  CHECK(body.find("https://lixiao.example.edu/work") != std::string::npos);
  CHECK(body.find("张三") == std::string::npos);
}
