#include "engine/service/history.h"

#include <sstream>

#include "engine/store/journal_lines.h"
#include "engine/store/journal_verify.h"
#include "tests/catch.h"
#include "tests/service/random_people.h"
#include "tests/service/wide_edition.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service::test;
using service::Commands;
using service::RecordLine;
using service::RecordSearch;

namespace {

constexpr auto kApply = Commands::Run::Apply;

struct Office : World {
  Office() {
    activate(smallEdition());
    addStudents({undergraduate("101"), undergraduate("102", "护理学院"), postgraduate("201")});
    payEverything({"101", "102", "201"});
    put("101", "医学院", "材料已交");
    put("102", "护理学院", "收到 100% 材料");
    board.rebuild();
  }
  void put(const std::string& student_no, const std::string& college, const std::string& remark) {
    const auto done = commands.registerResults(
        staff("college", college), {cleared(student_no, "college_procedures", remark)}, false, kApply);
    REQUIRE(told(done) == "done");
    REQUIRE(done->applied);
  }
  std::vector<RecordLine> find(const service::Actor& actor, const RecordSearch& search) {
    const auto page = history.search(actor, search);
    REQUIRE(told(page) == "done");
    return page->lines;
  }
  void revoke(const std::string& student_no, const std::string& reason) {
    REQUIRE(told(commands.revokeRegistration(staff("college", "医学院"), student_no, "college_procedures",
                                             reason, revisionOf(student_no, "college_procedures"))) ==
            "done");
  }
};

RecordSearch about(const std::string& student_no, const std::string& kind = {}) {
  RecordSearch search;
  search.student_no = student_no;
  search.kind = kind;
  return search;
}

/// What a student's page says, but for revisions and what the reader may do.
std::string text(const service::StudentView& view) {
  std::string all = view.name + "\n";
  const auto say = [&](const auto& message) { return model::format(message, model::Language::English); };
  for (const auto& field : view.attributes) all += field.title.zh + "=" + field.value + "\n";
  const auto add = [&](const service::ItemView& item, const auto& self) -> void {
    all += item.id + " " + std::string(model::word(item.status)) + " " +
           std::to_string(static_cast<int>(item.cause)) + " " + say(item.reason) + " | " + item.remark +
           " | " + item.registered_by + " " +
           (item.registered_at ? model::formatInstant(*item.registered_at) : "") + " " +
           (item.as_of ? model::formatInstant(*item.as_of) : "") + " " + item.shared_value + " " +
           item.condition + " " + item.amount + "\n";
    for (const auto& declared : item.declares)
      all += "  " + declared.fact + "=" + declared.value + (declared.confirmed ? "" : "?") +
             declared.rejected + "\n";
    for (const service::ItemView& part : item.parts) self(part, self);
  };
  for (const auto& item : view.items) add(item, add);
  for (const auto& item : view.not_applicable) add(item, add);
  for (const auto& document : view.documents)
    all += document.id + " " + std::string(model::word(document.status)) + " " + say(document.reason) + " " +
           document.recipient + (document.collected_at ? model::formatInstant(*document.collected_at) : "") +
           "\n";
  return all + std::to_string(view.remaining);
}

/// What everybody's page says now; "" for who is not on the roster.
std::map<std::string, std::string> everybody(World& world, const std::vector<std::string>& numbers) {
  std::map<std::string, std::string> pages;
  for (const std::string& number : numbers) {
    const auto view = world.queries.student(auditor(), number);
    pages[number] = view ? text(view.value()) : std::string();
  }
  return pages;
}

void comparePast(World& world, const std::map<model::Instant, std::map<std::string, std::string>>& moments) {
  for (const auto& [moment, pages] : moments)
    for (const auto& [number, page] : pages) {
      INFO(model::formatInstant(moment) << " " << number);
      const auto past = world.history.at(auditor(), number, moment);
      if (page.empty()) {
        CHECK(told(past) == "not found: the student " + number + " was not on the roster then");
        continue;
      }
      REQUIRE(told(past) == "done");
      CHECK(text(past->student) == page);
      CHECK(past->untold.empty());
    }
}

void randomDays(const std::vector<workflow::SourceFile>& files, unsigned seed, int commands_a_day) {
  World world("2015-06-16T08:00:00+08:00");
  world.activate(files);
  RandomPeople people(world, files, seed);
  std::vector<std::string> numbers;
  for (int i = 0; i < 12; ++i) numbers.push_back("S" + std::to_string(i));
  std::map<model::Instant, std::map<std::string, std::string>> moments;
  for (int day = 0; day < 6; ++day) {
    for (int i = 0; i < commands_a_day; ++i) people.act();
    moments[world.clock.now()] = everybody(world, numbers);
    world.clock.advance(std::chrono::hours(9));
  }
  comparePast(world, moments);
}

}  // namespace

TEST_CASE("the record tells who did what, from what to what, and why") {
  Office office;
  office.clock.advance(std::chrono::hours(1));
  office.revoke("101", "登错");
  const auto lines = office.find(admin(), about("101"));
  REQUIRE(lines.size() >= 3);
  CHECK(lines[0].kind == "registration.revoked");
  CHECK(lines[0].reason == "登错");
  REQUIRE(lines[0].changes.size() == 1);
  CHECK(lines[0].changes[0].before.en == "cleared");
  CHECK(lines[0].changes[0].after.empty());
  CHECK(lines[1].reason == "材料已交");
  CHECK(lines[1].changes[0].after.zh == "已通过");
  CHECK_FALSE(lines[1].subject.zh.empty());
  CHECK(lines[1].office.zh == office.find(admin(), about("101"))[0].office.zh);
  CHECK(lines[0].previous != lines[0].hash);
}

TEST_CASE("the record is searched by student, person, item, kind, day and words of a remark") {
  Office office;
  CHECK(office.find(admin(), about("101", "registration.made")).size() == 1);
  RecordSearch search;
  search.text = "100%";
  REQUIRE(office.find(admin(), search).size() == 1);
  CHECK(office.find(admin(), search)[0].student_no == "102");
  search.text = "college_procedures";  // stands in the payload but in no remark
  CHECK(office.find(admin(), search).empty());
  search = {};
  search.item = "college_procedures";
  CHECK(office.find(admin(), search).size() == 2);
  search.from = model::parseDate("2015-06-25");
  CHECK(office.find(admin(), search).empty());
  search.from = search.to = model::parseDate("2015-06-24");
  CHECK(office.find(admin(), search).size() == 2);
  search.person = "nobody of this name";
  CHECK(office.find(admin(), search).empty());
}

TEST_CASE("pages of the record follow one another by number, without gap or repetition") {
  Office office;
  const auto all = office.history.all(admin(), {});
  REQUIRE(told(all) == "done");
  std::vector<std::int64_t> seen;
  RecordSearch search;
  search.limit = 3;
  for (;;) {
    const auto page = office.history.search(admin(), search);
    REQUIRE(told(page) == "done");
    for (const RecordLine& line : page->lines) seen.push_back(line.seq);
    if (page->next_before == 0) break;
    search.before_seq = page->next_before;
  }
  REQUIRE(seen.size() == all->size());
  for (std::size_t i = 0; i < seen.size(); ++i) CHECK(seen[i] == all.value()[i].seq);
}

TEST_CASE("departments see the record of their items and students, students their own without names") {
  Office office;
  CHECK(office.find(staff("library"), about("101", "registration.made")).empty());
  CHECK(office.find(staff("college", "医学院"), about("", "registration.made")).size() == 1);
  CHECK(office.find(staff("college", "护理学院"), about("101")).empty());
  const auto mine = office.find(student("101"), about("102"));
  REQUIRE_FALSE(mine.empty());
  for (const RecordLine& line : mine) {
    CHECK(line.student_no == "101");
    CHECK(line.actor.empty());
    CHECK(line.person.empty());
    CHECK(line.payload.empty());
  }
  CHECK(told(office.history.journalLines(staff("library"), [](const std::string&) {})) ==
        "forbidden: you may not do this");
}

TEST_CASE("what changed for many at once is told of each of them, and of no other") {
  World world;
  world.activate(smallEdition());
  std::vector<std::string> numbers;
  std::vector<service::RosterRow> rows;
  for (int i = 1000; i < 1600; ++i) {
    numbers.push_back(std::to_string(i));
    rows.push_back(undergraduate(numbers.back()));
  }
  world.addStudents(rows);
  world.payEverything(numbers);
  const std::string then = text(world.queries.student(auditor(), "1234").value());
  const model::Instant moment = world.clock.now();
  CHECK(world.journal("fact.changed").size() < 20);

  const auto find = [&](const service::Actor& actor, const RecordSearch& search) {
    const auto page = world.history.search(actor, search);
    REQUIRE(told(page) == "done");
    return page->lines;
  };
  world.clock.advance(std::chrono::hours(1));
  Commands::Delivery delivery{"library", {"library.loans"}, {}, {}, world.clock.now()};
  for (int i = 0; i < 300; ++i)
    delivery.facts.push_back(
        {numbers[static_cast<std::size_t>(2 * i)], "library.loans", model::Value(std::int64_t{i + 1})});
  REQUIRE(told(world.commands.recordDelivery(delivery)) == "done");

  const auto own = find(student("1234"), about("", "fact.changed"));
  REQUIRE(own.size() >= 2);
  CHECK(own[0].student_no == "1234");
  REQUIRE(own[0].changes.size() == 1);
  CHECK(own[0].changes[0].before.zh == "0");
  CHECK(own[0].changes[0].after.zh == "118");
  CHECK(own[1].changes[0].before.empty());
  CHECK(find(student("1235"), about("", "fact.changed"))[0].changes[0].after.zh == "0");

  const auto whole = find(admin(), about("", "fact.changed"));
  REQUIRE_FALSE(whole.empty());
  CHECK(whole[0].student_no.empty());
  REQUIRE(whole[0].changes.size() == 1);
  CHECK(whole[0].changes[0].what.en == "students");
  CHECK(whole[0].changes[0].after.zh == "300");
  CHECK(find(staff("college", "医学院"), about("", "fact.changed")).empty());

  const auto past = world.history.at(auditor(), "1234", moment);
  REQUIRE(told(past) == "done");
  CHECK(text(past->student) == then);
  CHECK(past->untold.empty());
  CHECK(text(world.queries.student(auditor(), "1234").value()) != then);
}

TEST_CASE("the exported journal is checked without the database, and a changed line is found") {
  Office office;
  std::string exported;
  REQUIRE(told(office.history.journalLines(
              auditor(), [&](const std::string& line) { exported += line + "\n"; })) == "done");
  std::istringstream whole(exported);
  const auto report = store::verifyLines(whole);
  CHECK_FALSE(report.fault);
  CHECK(report.entries > 5);
  std::string changed = exported;
  changed.replace(changed.find("材料已交"), std::string("材料已交").size(), "材料未交");
  std::istringstream broken(changed);
  REQUIRE(store::verifyLines(broken).fault);
  std::istringstream cut(exported.substr(exported.find('\n') + 1));
  CHECK(store::verifyLines(cut).fault->kind == store::ChainFault::Missing);
  std::istringstream nonsense("{\"seq\": 1}\n");
  CHECK_THROWS_AS(store::verifyLines(nonsense), std::invalid_argument);
}

TEST_CASE("a student's page of a past day is what it was then") {
  Office office;
  const std::string before = text(office.queries.student(auditor(), "101").value());
  const model::Date day = *model::parseDate("2015-06-24");
  office.clock.advance(std::chrono::hours(48));
  office.revoke("101", "登错");
  office.payEverything({"101"});
  const auto past = office.history.on(auditor(), "101", day);
  REQUIRE(told(past) == "done");
  CHECK(past->student.remaining + 1 == office.queries.student(auditor(), "101")->remaining);
  CHECK(
      text(office.history.at(auditor(), "101", *model::parseInstant("2015-06-24T12:00:00+08:00"))->student) ==
      before);
  CHECK(told(office.history.on(auditor(), "101", *model::parseDate("2015-06-23"))) ==
        "not now: no edition was active then");
  CHECK(told(office.history.on(auditor(), "101", *model::parseDate("2015-06-30"))) ==
        "invalid: this day has not come yet");
  CHECK(told(office.history.on(auditor(), "999", day)) ==
        "not found: the student 999 was not on the roster then");
  CHECK(told(office.history.on(staff("college", "护理学院"), "101", day)) ==
        "not found: there is no student 101");
  CHECK(told(office.history.on(student("101"), "101", day)) == "forbidden: you may not do this");
}

TEST_CASE("rooms, classes, declarations and deferrals of a past moment are played back") {
  World world("2015-06-20T09:00:00+08:00");
  world.activate(wideEdition());
  world.addStudents(
      {resident("1", "A-101", "c1"), resident("2", "A-101", "c1"), resident("3", "B-202", "c2")});
  const std::vector<std::string> numbers = {"1", "2", "3"};
  std::map<model::Instant, std::map<std::string, std::string>> moments;
  const auto remember = [&] {
    moments[world.clock.now()] = everybody(world, numbers);
    world.clock.advance(std::chrono::hours(7));
  };
  remember();
  REQUIRE(world.commands.registerResults(staff("housing"), {cleared("1", "room", "钥匙已还")}, false, kApply)
              ->applied);
  remember();
  service::RegistrationRow row = cleared("2", "books", "另行赔付");
  REQUIRE(world.commands.registerResults(staff("office"), {row}, false, kApply)->applied);
  remember();
  row = cleared("1", "books", "另行赔付");
  REQUIRE(world.commands.registerResults(staff("office"), {row}, false, kApply)->applied);
  remember();
  service::RosterRow moved = resident("2", "B-202", "c2");
  world.addStudents({moved});
  remember();
  comparePast(world, moments);
}

TEST_CASE("every past evening is played back as it was, after random days of the small edition") {
  randomDays(smallEdition(), 2015, 120);
}

TEST_CASE("every past evening is played back as it was, after random days of the 2015 plan") {
  randomDays(plan2015(), 7, 120);
}
