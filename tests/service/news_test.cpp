// What changed for a student since the last visit.
#include "engine/service/news.h"

#include "engine/store/journal_kind.h"
#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service;
using namespace lixiao::service::test;
using namespace std::chrono_literals;

namespace {

struct NewsWorld : World {
  NewsWorld() {
    activate(smallEdition());
    addStudents({undergraduate("101"), undergraduate("102"), postgraduate("201")});
  }
  StudentView now(const std::string& student_no) {
    auto view = queries.student(test::student(student_no), student_no);
    REQUIRE(told(view) == "done");
    return view.value();
  }
  static std::string words(const StudentNews& news) {
    std::string text;
    for (const NewsLine& line : news.lines) {
      text += text.empty() ? "" : "; ";
      text += line.subject + " ";
      if (line.what == NewsLine::What::Item)
        text += std::string(word(line.item_before)) + " to " + std::string(word(line.item_after));
      else if (line.what == NewsLine::What::Document)
        text += std::string(word(line.document_before)) + " to " + std::string(word(line.document_after));
      else if (line.what == NewsLine::What::Task)
        text += "another task";
      else
        text += (line.day_before ? model::formatDate(*line.day_before) : "none") + " to " +
                (line.day_after ? model::formatDate(*line.day_after) : "none");
    }
    return text;
  }
  std::string look(const std::string& student_no) {
    return words(messages.news.look(test::student(student_no), now(student_no)));
  }
  std::string peek(const std::string& student_no) {
    return words(messages.news.peek(test::student(student_no), now(student_no)));
  }
  void clearAll(const std::string& student_no) {
    payEverything({student_no});
    if (!submitted) submit("equipment", {});
    submitted = true;
    deliverNoPartyMember(student_no);
    registers("college", cleared(student_no, "college_procedures"));
  }
  bool submitted = false;
};

}  // namespace

TEST_CASE("A first visit has no news, a later one tells what changed and when", "[news]") {
  NewsWorld world;
  const StudentNews first = world.messages.news.look(test::student("101"), world.now("101"));
  CHECK(first.lines.empty());
  CHECK_FALSE(first.since);

  world.clock.advance(1h);
  world.registers("college", cleared("101", "college_procedures"));
  const model::Instant registered = world.clock.now();
  world.clock.advance(1h);
  world.payEverything({"101"});

  const StudentNews news = world.messages.news.look(test::student("101"), world.now("101"));
  CHECK(NewsWorld::words(news) ==
        "college_procedures waiting to cleared; finance waiting to cleared; library waiting to cleared");
  REQUIRE(news.lines.size() == 3);
  CHECK(news.lines[0].at == registered);
  CHECK(news.lines[0].by_kind == store::kind::kRegistrationMade);
  CHECK(news.lines[1].at == world.clock.now());
  CHECK(news.lines[1].by_kind == store::kind::kFactChanged);
  CHECK(news.since == registered - 1h);
}

TEST_CASE("News stay through a visit and are old in the next one", "[news]") {
  NewsWorld world;
  CHECK(world.look("101").empty());
  world.clock.advance(2h);
  world.registers("college", cleared("101", "college_procedures"));
  const std::string news = "college_procedures waiting to cleared";
  CHECK(world.peek("101") == news);
  for (int page = 0; page < 10; ++page) {
    CHECK(world.look("101") == news);
    world.clock.advance(29min);
  }
  CHECK(world.peek("101") == news);
  world.clock.advance(1min);
  CHECK(world.peek("101").empty());
  CHECK(world.look("101").empty());
}

TEST_CASE("Looking without counting as a look changes nothing", "[news]") {
  NewsWorld world;
  CHECK(world.peek("101").empty());
  CHECK(world.look("101").empty());
  world.clock.advance(2h);
  world.registers("college", cleared("101", "college_procedures"));
  for (int i = 0; i < 3; ++i) {
    CHECK(world.peek("101") == "college_procedures waiting to cleared");
    world.clock.advance(1h);
  }
  CHECK(world.look("101") == "college_procedures waiting to cleared");
}

TEST_CASE("Signing out ends a visit, and so does what the student says", "[news]") {
  NewsWorld world;
  world.look("101");
  world.messages.news.leave(test::student("101"));
  world.registers("college", cleared("101", "college_procedures"));
  CHECK(world.look("101") == "college_procedures waiting to cleared");
  world.messages.news.leave(test::student("101"));
  CHECK(world.look("101").empty());

  world.messages.news.leave(test::student("101"));
  world.payEverything({"101"});
  CHECK(world.look("101") == "finance waiting to cleared; library waiting to cleared");
  // What comes after the page that was read is not read.
  world.submit("equipment", {"101"});
  REQUIRE(told(world.messages.news.seen(test::student("101"))) == "done");
  CHECK(world.look("101") == "equipment waiting to action_required");
  REQUIRE(told(world.messages.news.seen(test::student("101"))) == "done");
  CHECK(world.look("101").empty());
}

TEST_CASE("What the student must do stands first, then documents", "[news]") {
  NewsWorld world;
  world.submit("equipment", {});
  world.look("101");
  world.clock.advance(2h);
  world.payEverything({"101"});
  world.submit("equipment", {"101"});
  CHECK(world.look("101") ==
        "equipment cleared to action_required; finance waiting to cleared; library waiting to cleared");
}

TEST_CASE("A document that may be collected is news, as of when the last item became clear", "[news]") {
  NewsWorld world;
  world.look("101");
  world.clock.advance(2h);
  world.clearAll("101");
  const StudentNews news = world.messages.news.look(test::student("101"), world.now("101"));
  REQUIRE_FALSE(news.lines.empty());
  CHECK(NewsWorld::words({{}, {news.lines.front()}}) == "diploma withheld to released");
  CHECK(news.lines.front().at == world.clock.now());
}

TEST_CASE("A registration that was taken back says so", "[news]") {
  NewsWorld world;
  world.registers("college", cleared("101", "college_procedures"));
  world.look("101");
  world.clock.advance(2h);
  REQUIRE(told(world.commands.revokeRegistration(staff("college", "医学院"), "101", "college_procedures",
                                                 "看错了人",
                                                 world.revisionOf("101", "college_procedures"))) == "done");
  const StudentNews news = world.messages.news.look(test::student("101"), world.now("101"));
  CHECK(NewsWorld::words(news) == "college_procedures cleared to waiting");
  REQUIRE(news.lines.size() == 1);
  CHECK(news.lines[0].by_kind == store::kind::kRegistrationRevoked);
  CHECK(news.lines[0].at == world.clock.now());
}

TEST_CASE("A deadline that moved is news while the item is open", "[news]") {
  NewsWorld world;
  auto files = smallEdition();
  const auto dated = [&](const std::string& day) {
    auto changed = smallEdition();
    std::string& text = changed[0].text;
    const std::string item = "department: equipment, mode: exceptions";
    const std::size_t at = text.find(item);
    REQUIRE(at != std::string::npos);
    text.insert(at + item.size(), ", due: " + day);
    return changed;
  };
  world.activate(dated("2015-06-28"));
  world.look("101");
  world.clock.advance(2h);
  world.activate(dated("2015-07-03"));
  CHECK(world.look("101") == "equipment 2015-06-28 to 2015-07-03");
  world.clock.advance(2h);
  world.look("101");
  world.clock.advance(2h);
  world.activate(files);
  CHECK(world.look("101") == "equipment 2015-07-03 to none");
}

TEST_CASE("Another sum is no other task, another reason is", "[news]") {
  NewsWorld world;
  const auto owes = [&](std::int64_t cents) {
    const Commands::Delivery money{"finance",
                                   {"finance.tuition_due"},
                                   {{"101", "finance.tuition_due", model::Value(cents)}},
                                   {},
                                   world.clock.now()};
    REQUIRE(told(world.commands.recordDelivery(money)) == "done");
  };
  owes(30000);
  world.look("101");
  world.clock.advance(2h);
  owes(20000);
  CHECK(world.look("101").empty());
  world.clock.advance(2h);
  RegistrationRow row = refused("101", "finance", "票据不符");
  world.registers("finance", row);
  CHECK(world.look("101") == "finance another task");
}

TEST_CASE("Everybody has their own last visit, and offices have none", "[news]") {
  NewsWorld world;
  world.look("101");
  world.look("102");
  world.clock.advance(2h);
  world.registers("college", cleared("101", "college_procedures"));
  CHECK(world.look("102").empty());
  CHECK(world.look("101") == "college_procedures waiting to cleared");
  CHECK(told(world.messages.news.seen(staff("finance"))) == "forbidden: you may not do this");
  world.messages.news.leave(staff("finance"));
}

TEST_CASE("A standing is read back as it was, and nothing else is one", "[news]") {
  NewsWorld world;
  world.clearAll("101");
  for (const char* number : {"101", "102", "201"}) {
    const Standing standing = standingOf(world.now(number));
    CHECK(standing.items.size() >= 5);
    CHECK(standingFrom(stored(standing)) == standing);
  }
  for (const char* bad : {"", "{}", "[]", "null", R"({"items":{"x":{"status":"open"}},"documents":{}})",
                          R"({"items":{},"documents":{"x":3}})", R"({"items":5,"documents":{}})"})
    CHECK_FALSE(standingFrom(bad));
}
