// A roster that is whole, one that was declared final, and what is suspicious about a row.
#include <nlohmann/json.hpp>

#include "engine/service/row_tables.h"
#include "engine/store/student.h"
#include "engine/tabular/table.h"
#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service::test;
using service::BatchReport;
using service::Commands;
using service::Outcome;
using service::RosterRow;
using service::RosterTerms;

namespace {

constexpr auto kDry = Commands::Run::Dry;
constexpr auto kApply = Commands::Run::Apply;

struct TermsWorld : World {
  TermsWorld() { activate(smallEdition()); }

  Outcome<BatchReport> import(std::vector<RosterRow> rows, const RosterTerms& terms = {},
                              Commands::Run run = kApply, const service::Actor& actor = staff("registrar")) {
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].row = i + 2;
    return commands.importRoster(actor, rows, run, terms);
  }
  service::RosterStanding standing(const std::string& provider = "registrar") {
    const auto standings = rosters.standings(staff(provider));
    REQUIRE(told(standings) == "done");
    REQUIRE(standings->size() == 1);
    return standings->front();
  }
  bool onRoster(const std::string& student_no) {
    return told(queries.student(admin(), student_no)) == "done";
  }
};

RosterTerms whole(bool over_half = false) {
  RosterTerms terms;
  terms.whole = true;
  terms.over_half = over_half;
  return terms;
}
RosterTerms because(const std::string& reason) {
  RosterTerms terms;
  terms.reason = reason;
  return terms;
}
std::string absent(const Outcome<BatchReport>& outcome) {
  std::string words;
  for (const service::RowReport& row : outcome->absent)
    words += (words.empty() ? "" : " ") + row.student_no + ":" + std::string(word(row.verdict));
  return words;
}
service::RowTable<RosterRow> table(TermsWorld& world, const std::string& csv) {
  auto read = tabular::readTable(csv, "r.csv");
  REQUIRE(read.ok());
  const auto active =
      world.database.read([&](store::Reader& reader) { return world.editions.active(reader); });
  return service::rosterRows(std::move(read.table), *active->workflow);
}
std::string suspicions(const service::RowReport& row) {
  std::string all;
  for (const service::Suspicion& each : row.suspicions)
    all += each.about.in(model::Language::Chinese) + ": " +
           model::format(each.message, model::Language::English) + "|";
  return all;
}

}  // namespace

TEST_CASE("who is not in the file is told, and taken off only when the file is the whole roster") {
  TermsWorld world;
  REQUIRE(world.import({undergraduate("U1"), undergraduate("U2"), undergraduate("U3")})->applied);
  world.addStudents({postgraduate("P1")});
  CHECK(absent(world.import({undergraduate("U1"), undergraduate("U3")})) == "U2:absent");
  CHECK(world.onRoster("U2"));

  const auto dry = world.import({undergraduate("U1"), undergraduate("U3")}, whole(), kDry);
  CHECK(absent(dry) == "U2:removed");
  CHECK_FALSE(dry->over_half);
  CHECK(world.onRoster("U2"));
  CHECK(absent(world.import({undergraduate("U1"), undergraduate("U3")}, whole())) == "U2:removed");
  CHECK_FALSE(world.onRoster("U2"));
  CHECK(world.onRoster("P1"));
  CHECK(world.journal("student.removed").size() == 1);

  REQUIRE(world.import({undergraduate("U2")})->rows[0].verdict == service::Verdict::Added);
  CHECK(world.onRoster("U2"));
  CHECK(world.journal("student.added").size() == 5);
}

TEST_CASE("what was registered for somebody taken off counts again when they come back") {
  TermsWorld world;
  REQUIRE(world.import({undergraduate("U1"), undergraduate("U2"), undergraduate("U3")})->applied);
  REQUIRE(verdicts(world.commands.registerResults(staff("college", "医学院"),
                                                  {cleared("U2", "college_procedures")}, false, kApply)) ==
          "will_clear");
  REQUIRE(world.import({undergraduate("U1"), undergraduate("U3")}, whole())->applied);
  REQUIRE(world.import({undergraduate("U2")})->applied);
  CHECK(world.statusOf("U2", "college_procedures") == "cleared");
}

TEST_CASE("taking off more than half must be meant") {
  TermsWorld world;
  REQUIRE(world.import({undergraduate("U1"), undergraduate("U2"), undergraduate("U3")})->applied);
  CHECK(world.import({undergraduate("U1")}, {}, kDry)->over_half);
  const auto refused = world.import({undergraduate("U1")}, whole());
  CHECK(told(refused) ==
        "invalid: more than half of the students of Registrar would be taken off: say that this is meant");
  CHECK(refused.refusal().field == "over_half");
  CHECK(world.onRoster("U2"));
  CHECK(world.import({undergraduate("U1")}, whole(true))->applied);
  CHECK_FALSE(world.onRoster("U2"));
}

TEST_CASE("who collected a document is never taken off") {
  TermsWorld world;
  REQUIRE(world.import({undergraduate("U1"), undergraduate("U2"), undergraduate("U3")})->applied);
  world.payEverything({"U2"});
  world.submit("equipment", {});
  const Commands::Delivery party{
      "party", {"party_member"}, {{"U2", "party_member", model::Value(false)}}, {}, world.clock.now()};
  REQUIRE(told(world.commands.recordDelivery(party)) == "done");
  REQUIRE(verdicts(world.commands.registerResults(staff("college", "医学院"),
                                                  {cleared("U2", "college_procedures")}, false, kApply)) ==
          "will_clear");
  const auto outcome = world.commands.collectDocument(staff("registrar"), "U2", "diploma", "", "");
  REQUIRE(told(outcome) == "done");
  const auto report = world.import({undergraduate("U1")}, whole());
  CHECK(absent(report) == "U2:absent U3:removed");
  CHECK(model::format(report->absent[0].reason, model::Language::English) ==
        "has collected a document and stays");
  CHECK(world.onRoster("U2"));
}

TEST_CASE("a roster is declared final once, by its provider, as they saw it") {
  TermsWorld world;
  const auto registrar = staff("registrar");
  CHECK(told(world.rosters.declareFinal(registrar, 0)) ==
        "not now: nobody is on your part of the roster yet");
  REQUIRE(world.import({undergraduate("U1")})->applied);
  const std::int64_t seen = world.standing().seen();
  REQUIRE(world.import({undergraduate("U2")})->applied);
  CHECK(told(world.rosters.declareFinal(registrar, seen)).starts_with("conflict: meanwhile registrar"));
  for (const service::Actor& actor : {staff("library"), admin(), student("U1")})
    CHECK(told(world.rosters.declareFinal(actor, world.standing().seen())) ==
          "forbidden: only the providers of the roster may deliver it");
  CHECK(told(world.rosters.declareFinal(registrar, world.standing().seen())) == "done");
  CHECK(world.standing().final_at == world.clock.now());
  CHECK(told(world.rosters.declareFinal(registrar, world.standing().seen())) ==
        "conflict: registrar declared the roster final on 2015-06-24");
  CHECK(world.journal("roster.declared_final").size() == 1);
  CHECK_FALSE(world.standing("graduate_school").final_at);
  CHECK(told(world.rosters.standings(staff("library"))).starts_with("forbidden"));
  CHECK(world.rosters.standings(auditor())->size() == 2);
}

TEST_CASE("a change of a final roster needs a reason and is marked") {
  TermsWorld world;
  RosterTerms final;
  final.final = true;
  REQUIRE(world.import({undergraduate("U1"), undergraduate("U2"), undergraduate("U3")}, final)->applied);
  REQUIRE(world.standing().final_at);
  RosterRow changed = undergraduate("U1");
  changed.name = "张五";
  CHECK(world.import({undergraduate("U1")})->applied);  // nothing changes
  CHECK(world.import({changed}, {}, kDry)->after_final);
  for (const char* none : {"", " \n"}) {
    const auto refused = world.import({changed}, because(none));
    CHECK(told(refused) == "invalid: Registrar declared its roster final: a change needs a reason");
    CHECK(refused.refusal().field == "reason");
  }
  CHECK(told(world.import({undergraduate("U1"), undergraduate("U2")}, whole())) ==
        "invalid: Registrar declared its roster final: a change needs a reason");

  RosterTerms terms = because("改名");
  terms.whole = true;
  REQUIRE(world.import({changed, undergraduate("U2"), undergraduate("U4")}, terms)->applied);
  const auto standing = world.standing();
  std::string kinds;
  for (const service::RosterChangeLine& line : standing.changes) kinds += line.student_no + line.kind + " ";
  CHECK(kinds == "U1changed U3removed U4added ");
  CHECK(standing.all_changes == 3);
  CHECK(standing.changes[0].name == "张五");
  CHECK(standing.imports[0].reason == "改名");
  CHECK(standing.imports[0].removed == 1);
  REQUIRE(world.rosters.changesOf(staff("library"), "U1").size() == 1);
  CHECK(world.rosters.changesOf(staff("library"), "U1")[0].reason == "改名");
  CHECK(world.rosters.changesOf(staff("college", "护理学院"), "U1").empty());
  CHECK(world.rosters.changesOf(student("U1"), "U1").empty());
  const auto payload = nlohmann::json::parse(world.journal("student.changed")[0].entry.payload);
  CHECK(payload["after_final"] == true);
  CHECK(payload["reason"] == "改名");
  CHECK(world.import({postgraduate("P1")}, {}, kApply, system())->applied);  // not their roster
}

TEST_CASE("cells that were put right and numbers that do not fit are suspicious, not refused") {
  TermsWorld world;
  const std::string header = "学号,姓名,证件号码,证件类型,student_type,leave_reason,college\n";
  const auto rows =
      table(world, header + "１０１,李 想,110105194912310021,身份证,undergraduate,毕业,医学院\n" +
                       "102,王一,E12345678,护照,undergraduate,毕业,医学院\n" +
                       "103,王二,E12345679,身份证,undergraduate,毕业,医学院\n" +
                       "104,王三,,学生证,undergraduate,毕业,医学院\n");
  CHECK(rows.problems.all().empty());
  const auto report = world.commands.importRoster(staff("registrar"), rows.rows, kDry);
  CHECK(verdicts(report) == "added added invalid invalid");
  CHECK(suspicions(report->rows[0]) ==
        "学号: full-width characters were read as ordinary ones|姓名: blanks inside were taken out|"
        "身份证号: the check digit does not fit: a digit is wrong or two are swapped|");
  CHECK(suspicions(report->rows[1]).empty());
  CHECK(model::format(report->rows[2].reason, model::Language::English) ==
        "this is not a number of the kind \"resident identity card\"");
  CHECK(model::format(report->rows[3].reason, model::Language::English) ==
        "学生证 is no kind of identity document that is known");
}

TEST_CASE("the preview shows old and new values, of identity numbers only the end") {
  TermsWorld world;
  RosterRow row = undergraduate("U1");
  row.national_id = nationalId(1);
  REQUIRE(world.import({row})->applied);
  row.national_id = nationalId(2);
  row.attributes["college"] = "护理学院";
  const auto report = world.import({row}, {}, kDry);
  REQUIRE(report->rows[0].changes.size() == 2);
  const service::CellChange& id = report->rows[0].changes[0];
  CHECK(id.before == "***************" + nationalId(1).substr(15));
  CHECK(id.after == "***************" + nationalId(2).substr(15));
  CHECK(report->rows[0].changes[1].before == "医学院");
  CHECK(report->rows[0].changes[1].after == "护理学院");
  REQUIRE(world.import({row})->applied);
  for (const auto& record : world.journal("student.changed"))
    CHECK(record.entry.payload.find("**") == std::string::npos);
}
