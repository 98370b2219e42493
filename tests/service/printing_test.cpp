// Print batches: who is in one is frozen, and is in no other.
#include "engine/service/printing.h"

#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service::test;

namespace {

const service::Actor kCareer = staff("career");

model::Date june(unsigned day) {
  return model::Date{std::chrono::year{2015} / 6 / static_cast<int>(day)};
}

service::RosterRow leaver(const std::string& student_no, const std::string& college,
                          const std::string& reason = "毕业") {
  return {1,
          student_no,
          "张三",
          {},
          {{"student_type", "undergraduate"},
           {"leave_reason", reason},
           {"college", college},
           {"class_code", "C1"},
           {"degree_level", "本科"},
           {"graduation_year", "2015"}}};
}

/// The 2015 plan; five undergraduates, registered on different days.
struct PrintWorld : World {
  PrintWorld() : World("2015-06-16T12:00:00+08:00") {
    activate(plan2015());
    addStudents({leaver("5101", "药学院"), leaver("5102", "医学院"), leaver("5103", "医学院"),
                 leaver("5104", "医学院"), leaver("5105", "医学院", "结业")});
    registered("5101", "2015-06-10T10:00:00+08:00");
    registered("5102", "2015-06-13T23:59:00+08:00");
    registered("5103", "2015-06-14T00:00:00+08:00");
    registered("5105", "2015-06-10T10:00:00+08:00");
    board.rebuild();
  }
  void registered(const std::string& student_no, const char* at) {
    service::Commands::Delivery delivery{"career", {"career_registered"}, {}, {}, *model::parseInstant(at)};
    delivery.facts.push_back({student_no, "career_registered", model::Value(true)});
    REQUIRE(told(commands.recordDelivery(delivery)) == "done");
  }
  service::PrintOrder order(unsigned day) const { return {"employment_card", june(day), "college"}; }
};

std::string numbers(const std::vector<service::PrintLine>& rows) {
  std::string all;
  for (const service::PrintLine& each : rows) all += (all.empty() ? "" : " ") + each.student_no;
  return all;
}

}  // namespace

TEST_CASE("a print batch holds who was registered by the cut-off day, in its order, for ever") {
  PrintWorld world;
  const auto preview = world.printing.preview(kCareer, world.order(13));
  REQUIRE(told(preview) == "done");
  CHECK(preview->students == 2);
  REQUIRE(preview->groups.size() == 2);
  CHECK(preview->groups[0].destination == "医学院");

  const auto made = world.printing.make(kCareer, world.order(13), 2);
  REQUIRE(told(made) == "done");
  CHECK(made->number == 1);
  CHECK(made->students == 2);
  REQUIRE(told(world.printing.find(kCareer, made->id)) == "done");
  CHECK(numbers(world.printing.find(kCareer, made->id)->rows) == "5102 5101");
  CHECK(world.journal("print_batch.made").size() == 1);

  const auto second = world.printing.make(kCareer, world.order(16), 1);
  REQUIRE(told(second) == "done");
  CHECK(second->number == 2);
  CHECK(numbers(world.printing.find(kCareer, second->id)->rows) == "5103");
  CHECK(numbers(world.printing.find(kCareer, made->id)->rows) == "5102 5101");
  CHECK(told(world.printing.make(kCareer, world.order(16), 0)) == "not now: nobody is left for this batch");

  const auto of = world.printing.of(student("5102"), "5102");
  REQUIRE(told(of) == "done");
  REQUIRE(of->size() == 1);
  CHECK(of->front().number == 1);
}

TEST_CASE("after the last cut-off day whoever the document applies to and is in no batch is late") {
  PrintWorld world;
  CHECK(world.printing.overview(kCareer, "employment_card")->all_late == 0);
  REQUIRE(told(world.printing.make(kCareer, world.order(13), 2)) == "done");
  const auto overview = world.printing.overview(kCareer, "employment_card");
  REQUIRE(told(overview) == "done");
  CHECK(numbers(overview->late) == "5103 5104");
  CHECK(overview->all_late == 2);
  CHECK(overview->usual.empty());
}

TEST_CASE("a print batch is for the office that hands the document out, and for what was looked at") {
  PrintWorld world;
  CHECK(told(world.printing.make(staff("registrar"), world.order(13), 2)) ==
        "forbidden: you may not do this");
  CHECK(told(world.printing.make(admin(), world.order(13), 2)) == "forbidden: you may not do this");
  CHECK(told(world.printing.overview(auditor(), "employment_card")) == "done");
  CHECK(told(world.printing.overview(staff("registrar"), "employment_card")) ==
        "forbidden: you may not do this");
  CHECK(told(world.printing.make(kCareer, world.order(13), 3)) ==
        "conflict: meanwhile 2 students would be in the batch: look again");
  CHECK(told(world.printing.preview(kCareer, world.order(17))) ==
        "invalid: the cut-off day has not come yet");
  CHECK(told(world.printing.preview(kCareer, {"employment_card", june(13), "moon"})) ==
        "invalid: moon is not a column of the roster");
  CHECK(told(world.printing.preview(kCareer, {"nothing", june(13), ""})) ==
        "not found: there is no document nothing");
  CHECK(told(world.printing.find(kCareer, 77)) == "not found: there is no batch 77");
}
