#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service::test;
using service::Commands;
using service::StudentSearch;

namespace {

struct QueryWorld : World {
  QueryWorld() {
    activate(smallEdition());
    service::RosterRow li = undergraduate("20150003", "护理学院");
    li.name = "李四";
    addStudents({undergraduate("20150002"), undergraduate("20150001"), li, postgraduate("P0001")});
    payEverything({"20150001", "20150002"});
    board.start();
  }
  std::string found(const service::Actor& actor, const StudentSearch& search) {
    const auto outcome = queries.students(actor, search);
    if (!outcome) return told(outcome);
    std::string text = std::to_string(outcome->total) + ":";
    for (const auto& line : outcome->lines) text += " " + line.student_no;
    return text;
  }
};

StudentSearch named(const std::string& text) {
  StudentSearch search;
  search.text = text;
  return search;
}

}  // namespace

TEST_CASE("students are found by the start of a number or a part of a name, in order of number") {
  QueryWorld world;
  CHECK(world.found(admin(), named("")) == "4: 20150001 20150002 20150003 P0001");
  CHECK(world.found(admin(), named("2015")) == "3: 20150001 20150002 20150003");
  CHECK(world.found(admin(), named("四")) == "1: 20150003");
  CHECK(world.found(admin(), named("5000")) == "0:");
  StudentSearch page = named("");
  page.offset = 1;
  page.limit = 2;
  CHECK(world.found(auditor(), page) == "4: 20150002 20150003");
  page.offset = 4;
  CHECK(world.found(auditor(), page) == "4:");
}

TEST_CASE("students are found by the status of an item or a document") {
  QueryWorld world;
  StudentSearch search;
  search.item = "finance";
  search.status = model::ItemStatus::Cleared;
  CHECK(world.found(staff("finance"), search) == "2: 20150001 20150002");
  search.item = "archive";
  search.status = model::ItemStatus::NotApplicable;
  CHECK(world.found(staff("archive"), search) == "3: 20150001 20150002 20150003");
  search = {};
  search.document = "diploma";
  search.document_status = model::DocumentStatus::Withheld;
  CHECK(world.found(staff("registrar"), search) == "4: 20150001 20150002 20150003 P0001");
  search.document = "degree";
  CHECK(world.found(admin(), search) == "not found: there is no document degree");
  search = {};
  search.item = "nothing";
  CHECK(world.found(admin(), search) == "not found: there is no item nothing");
}

TEST_CASE("nobody sees a student who is not theirs") {
  QueryWorld world;
  const auto sees = [&](const service::Actor& actor) {
    return told(world.queries.student(actor, "20150003"));
  };
  const std::string no = "not found: there is no student 20150003";
  CHECK(sees(admin()) == "done");
  CHECK(sees(auditor()) == "done");
  CHECK(sees(staff("library")) == "done");
  CHECK(sees(staff("college", "护理学院")) == "done");
  CHECK(sees(student("20150003")) == "done");
  CHECK(sees(student("20150001")) == no);
  CHECK(sees(student("")) == no);
  CHECK(sees(staff("college", "医学院")) == no);
  CHECK(sees(staff("college")) == no);
  CHECK(sees(staff("cafeteria")) == no);

  CHECK(world.found(staff("college", "护理学院"), named("")) == "1: 20150003");
  CHECK(world.found(staff("college", "新学院"), named("")) == "0:");
  CHECK(world.found(staff("college"), named("")) == "0:");
  CHECK(world.found(staff("cafeteria"), named("")) == "0:");
  CHECK(world.found(student("20150001"), named("")) == "forbidden: you may not do this");
  CHECK(told(world.queries.counts(student("20150001"))) == "forbidden: you may not do this");
  CHECK(told(world.queries.explain(staff("college", "医学院"), "20150003", "finance")) == no);
}

TEST_CASE("counts are those of the students that the actor may see") {
  QueryWorld world;
  const auto all = world.queries.counts(admin());
  REQUIRE(told(all) == "done");
  CHECK(all->students == 4);
  CHECK(all->all_clear == 0);
  const auto cleared_of = [](const service::Counts& counts, const std::string& id) {
    for (const auto& item : counts.items)
      if (item.id == id) return item.by_status[static_cast<std::size_t>(model::ItemStatus::Cleared)];
    return std::uint64_t{999};
  };
  CHECK(cleared_of(all.value(), "finance") == 2);
  const auto theirs = world.queries.counts(staff("college", "护理学院"));
  CHECK(theirs->students == 1);
  CHECK(cleared_of(theirs.value(), "finance") == 0);
  for (const auto& item : all->items) {
    std::uint64_t sum = 0;
    for (const auto count : item.by_status) sum += count;
    CHECK(sum <= all->students);
    CHECK_FALSE(item.title.empty());
  }
}

TEST_CASE("a student's page has what is open, whose it is and what can be done") {
  QueryWorld world;
  const auto view = world.queries.student(staff("college", "医学院"), "20150001");
  REQUIRE(told(view) == "done");
  CHECK(view->name == "张三");
  CHECK(view->attributes.size() == 2);
  CHECK(view->remaining == 3);
  REQUIRE(view->items.size() == 6);
  CHECK(view->items[0].id == "college_procedures");
  CHECK(view->items[0].mine);
  CHECK(view->items[0].status == model::ItemStatus::Waiting);
  CHECK(view->items[1].id == "finance");
  CHECK_FALSE(view->items[1].mine);
  CHECK(view->items[1].as_of == world.clock.now());
  CHECK(view->documents[0].in_the_way.size() == 3);
  CHECK_FALSE(view->documents[0].mine);
  CHECK(view->documents[1].mine);

  const auto own = world.queries.student(student("20150001"), "20150001");
  for (const auto& item : own->items) {
    CHECK_FALSE(item.mine);
    CHECK(item.declarable == (item.id == "survey"));
  }
}

TEST_CASE("lists tell who is late") {
  QueryWorld world;
  const auto lists = [&] { return world.queries.lists(staff("equipment")).value(); };
  REQUIRE(lists().size() == 1);
  CHECK(lists()[0].mine);
  CHECK(lists()[0].late);
  CHECK_FALSE(lists()[0].submitted);
  world.submit("equipment", {"20150001"});
  CHECK(lists()[0].submitted);
  CHECK(lists()[0].late);
  CHECK(lists()[0].students == 1);
  CHECK_FALSE(world.queries.lists(staff("library")).value()[0].mine);
  CHECK(told(world.queries.lists(student("20150001"))) == "forbidden: you may not do this");

  World early("2015-06-18T23:00:00+08:00");
  early.activate(smallEdition());
  CHECK_FALSE(early.queries.lists(admin()).value()[0].late);
}

TEST_CASE("the work of a department is what it registers, hands out and submits") {
  QueryWorld world;
  const auto ids = [](const std::vector<service::Work::Entry>& entries) {
    std::string text;
    for (const auto& entry : entries) text += (text.empty() ? "" : " ") + entry.id;
    return text;
  };
  CHECK(ids(world.queries.work(staff("college", "医学院")).items) == "college_procedures");
  CHECK(ids(world.queries.work(staff("college", "医学院")).documents) == "certificate");
  CHECK(ids(world.queries.work(staff("equipment")).lists) == "equipment");
  CHECK(world.queries.work(staff("registrar")).provider);
  CHECK_FALSE(world.queries.work(staff("equipment")).provider);
  CHECK(world.queries.work(admin()).items.empty());
}

TEST_CASE("the journal is for admins and auditors, filtered and page by page") {
  QueryWorld world;
  CHECK(told(world.queries.journal(staff("library"), {})) == "forbidden: you may not do this");
  CHECK(told(world.queries.journal(student("20150001"), {})) == "forbidden: you may not do this");
  service::JournalSearch search;
  search.kind = "student.added";
  search.limit = 3;
  const auto first = world.queries.journal(auditor(), search);
  REQUIRE(told(first) == "done");
  REQUIRE(first->size() == 3);
  search.before_seq = first->back().seq;
  CHECK(world.queries.journal(auditor(), search)->size() == 1);
  search = {};
  search.student_no = "20150001";
  search.item = "finance.tuition_due";
  CHECK(world.queries.journal(admin(), search)->size() == 1);
}

TEST_CASE("an explanation shows each rule with the values it read") {
  QueryWorld world;
  const auto why = world.queries.explain(student("20150001"), "20150001", "finance");
  REQUIRE(told(why) == "done");
  REQUIRE(why->rules.size() == 2);
  CHECK(why->rules.back().rule == "passes_when");
  CHECK(why->status == model::ItemStatus::Cleared);
  const auto read = std::find_if(why->inputs.begin(), why->inputs.end(),
                                 [](const auto& input) { return input.name == "finance.tuition_due"; });
  REQUIRE(read != why->inputs.end());
  CHECK(read->value == "0.00");
  CHECK(read->as_of.has_value());
  CHECK_FALSE(read->source.empty());
  CHECK_FALSE(read->stale);
  CHECK(world.queries.explain(admin(), "20150001", "diploma")->rules.size() == 2);
  CHECK(told(world.queries.explain(admin(), "20150001", "nothing")) == "not found: there is no item nothing");
}

TEST_CASE("before the first edition everything says so") {
  World world;
  CHECK(world.queries.edition().edition.empty());
  CHECK(told(world.queries.student(admin(), "U1")) == "not now: no edition is active yet");
  CHECK(told(world.queries.students(admin(), {})) == "not now: no edition is active yet");
  CHECK(told(world.queries.counts(admin())) == "not now: no edition is active yet");
  CHECK(told(world.queries.lists(admin())) == "not now: no edition is active yet");
  CHECK(world.queries.work(staff("library")).items.empty());
}
