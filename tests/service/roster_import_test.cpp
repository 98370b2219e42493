#include "engine/store/account.h"
#include "engine/store/registration.h"
#include "engine/store/student.h"
#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service::test;
using service::BatchReport;
using service::Commands;
using service::Outcome;
using service::RosterRow;

namespace {

constexpr auto kApply = Commands::Run::Apply;

struct RosterWorld : World {
  RosterWorld() { activate(smallEdition()); }

  Outcome<BatchReport> import(std::vector<RosterRow> rows, const service::Actor& actor = staff("registrar"),
                              Commands::Run run = kApply) {
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].row = i + 1;
    return commands.importRoster(actor, rows, run);
  }
  std::string why(RosterRow row, const service::Actor& actor = staff("registrar")) {
    const auto outcome = import({std::move(row)}, actor);
    if (!outcome) return told(outcome);
    return std::string(word(outcome->rows[0].verdict)) + ": " +
           model::format(outcome->rows[0].reason, model::Language::English);
  }
  std::int64_t students() {
    return database.read([](store::Reader& reader) { return store::countStudents(reader); });
  }
  store::Student find(const std::string& student_no) {
    return database.read([&](store::Reader& reader) { return store::findStudent(reader, student_no); })
        .value();
  }
};

RosterRow with(RosterRow row, const std::string& attribute, const std::string& value) {
  row.attributes[attribute] = value;
  return row;
}
RosterRow named(RosterRow row, const std::string& name) {
  row.name = name;
  return row;
}
RosterRow identified(RosterRow row, const std::string& national_id) {
  row.national_id = national_id;
  return row;
}

}  // namespace

TEST_CASE("a roster imported twice corrects and does not duplicate") {
  RosterWorld world;
  CHECK(verdicts(world.import({undergraduate("U1"), undergraduate("U2")})) == "added added");
  const auto again = world.import({undergraduate("U1"), with(undergraduate("U2"), "college", "护理学院")});
  CHECK(verdicts(again) == "unchanged changed");
  CHECK(model::format(again->rows[1].reason, model::Language::English) == "College: 医学院 → 护理学院");
  CHECK(world.students() == 2);
  CHECK(*world.find("U2").attributes.find("college") == "护理学院");
  CHECK(world.journal("student.added").size() == 2);
  CHECK(world.journal("student.changed").size() == 1);
  CHECK(world.journal("roster.imported").size() == 2);
  CHECK(world.journal("student.changed")[0].entry.actor == "registrar");
  CHECK(world.journal("student.changed")[0].entry.at == world.clock.now());
}

TEST_CASE("one bad row keeps the whole roster out and the report tells every row") {
  RosterWorld world;
  const auto outcome = world.import(
      {undergraduate("U1"), with(undergraduate("U2"), "leave_reason", "毕"), undergraduate("U1")});
  CHECK(verdicts(outcome) == "added invalid repeated");
  CHECK_FALSE(outcome->applied);
  CHECK(outcome->good == 1);
  CHECK(outcome->refused == 2);
  CHECK(world.students() == 0);
  CHECK(world.journal("student.added").empty());
}

TEST_CASE("a dry run tells the same and writes nothing") {
  RosterWorld world;
  CHECK(verdicts(world.import({undergraduate("U1")}, staff("registrar"), Commands::Run::Dry)) == "added");
  CHECK(world.students() == 0);
}

TEST_CASE("every fault of a roster row is told with its reason") {
  RosterWorld world;
  CHECK(world.why(undergraduate("")) == "invalid: the student number is missing");
  CHECK(world.why(undergraduate("1.1E+17")) ==
        "invalid: a spreadsheet has rounded this number; make its column a text column");
  CHECK(world.why(undergraduate("2015 001")) ==
        "invalid: a student number has at most 40 letters, digits and signs and no blanks");
  CHECK(world.why(undergraduate("２０１５")) ==
        "invalid: a student number has at most 40 letters, digits and signs and no blanks");
  CHECK(world.why(undergraduate(std::string(41, '1'))) ==
        "invalid: a student number has at most 40 letters, digits and signs and no blanks");
  CHECK(world.why(undergraduate("\xC4\xE3")) ==
        "invalid: a student number has at most 40 letters, digits and signs and no blanks");
  CHECK(world.why(named(undergraduate("U1"), "  ")) == "invalid: the name is missing");
  CHECK(world.why(named(undergraduate("U1"), "张\n三")) ==
        "invalid: it holds characters that cannot be shown");
  CHECK(world.why(named(undergraduate("U1"), "张\u202E三")) ==
        "invalid: it holds characters that cannot be shown");
  CHECK(world.why(named(undergraduate("U1"), std::string(101, 'a'))) == "invalid: at most 100 characters");
  CHECK(world.why(with(undergraduate("U1"), "leave_reason", "毕业生")) ==
        "invalid: leave_reason: 毕业生 is not a value of it; did you mean 毕业?");
  CHECK(world.why(with(undergraduate("U1"), "birth_date", "1993-02-30")) ==
        "invalid: 出生日期: 1993-02-30 is not a value of it");
  CHECK(world.why(with(undergraduate("U1"), "college", "")) == "invalid: College is missing");
  CHECK(world.why(with(undergraduate("U1"), "collage", "x")) ==
        "invalid: collage is not a column of the roster; did you mean college?");
  CHECK(world.why(identified(undergraduate("U1"), "3101011993010100111")).starts_with("invalid: "));
  CHECK(world.students() == 0);
}

TEST_CASE("a provider touches neither kinds nor numbers of the other's students") {
  RosterWorld world;
  CHECK(world.why(postgraduate("P1")) == "not_yours: Graduate School delivers this student");
  CHECK(world.why(undergraduate("U1"), staff("graduate_school")) ==
        "not_yours: Registrar delivers this student");
  world.addStudents({postgraduate("P1")});
  CHECK(world.why(undergraduate("P1")) == "not_yours: Graduate School delivers this student");
  for (const service::Actor& actor :
       {staff("library"), admin(), auditor(), student("U1"), staff("college", "医学院")})
    CHECK(world.why(undergraduate("U1"), actor) ==
          "forbidden: only the providers of the roster may deliver it");
  CHECK(world.students() == 1);
}

TEST_CASE("national IDs are sealed, and one person may have two numbers, which is told") {
  RosterWorld world;
  const auto outcome = world.import({identified(undergraduate("U1"), nationalId(1)),
                                     identified(undergraduate("U2"), nationalId(2)),
                                     identified(undergraduate("U3"), nationalId(1))});
  CHECK(verdicts(outcome) == "added added added");
  REQUIRE(outcome->rows[2].suspicions.size() == 1);
  CHECK(model::format(outcome->rows[2].suspicions[0].message, model::Language::English) ==
        "the same person also has the number U1");
  CHECK(world.sealer.open(world.find("U1").id_sealed, "U1").view() == nationalId(1));
  const auto fourth = world.import({identified(undergraduate("U4"), nationalId(2))});
  CHECK(model::format(fourth->rows[0].suspicions.at(0).message, model::Language::English) ==
        "the same person also has the number U2");
  CHECK(verdicts(world.import({identified(undergraduate("U1"), nationalId(1))})) == "unchanged");
  CHECK(verdicts(world.import({undergraduate("U1")})) == "unchanged");
  for (const auto& record : world.journal("student.added"))
    CHECK(record.entry.payload.find(nationalId(1).substr(6, 8)) == std::string::npos);
}

TEST_CASE("a column that a file lacks leaves what is there, an empty cell takes it away") {
  RosterWorld world;
  world.addStudents({with(undergraduate("U1"), "birth_date", "1993-01-02")});
  CHECK(verdicts(world.import({undergraduate("U1")})) == "unchanged");
  CHECK(verdicts(world.import({with(undergraduate("U1"), "birth_date", "")})) == "changed");
  CHECK(world.find("U1").attributes.find("birth_date") == nullptr);
}

TEST_CASE("what was registered before the roster came takes effect if it is from those who may") {
  RosterWorld world;
  const auto ours = staff("college", "医学院");
  const auto register_all = [&](const service::Actor& actor, const std::string& student_no) {
    return verdicts(
        world.commands.registerResults(actor, {cleared(student_no, "college_procedures")}, false, kApply));
  };
  CHECK(register_all(ours, "U1") == "waits_for_roster");
  CHECK(register_all(ours, "U1") == "unchanged");
  CHECK(register_all(ours, "U2") == "waits_for_roster");
  CHECK(register_all(staff("library"), "U3") == "not_yours");

  const auto outcome = world.import({undergraduate("U1", "医学院"), undergraduate("U2", "护理学院")});
  CHECK(verdicts(outcome) == "added added");
  CHECK(outcome->rows[0].reason.empty());
  CHECK(model::format(outcome->rows[1].reason, model::Language::English) ==
        "registered in advance by someone who may not, and dropped: College");
  CHECK(world.statusOf("U1", "college_procedures") == "cleared");
  CHECK(world.statusOf("U2", "college_procedures") == "waiting");
  CHECK(world.journal("registration.revoked").size() == 1);
}

TEST_CASE("without an edition nothing can be imported") {
  World world;
  CHECK(told(world.commands.importRoster(system(), {undergraduate("U1")}, kApply)) ==
        "not now: no edition is active yet");
}
