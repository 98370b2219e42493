#include "engine/service/statistics.h"

#include <algorithm>
#include <map>

#include "engine/service/statistics_samples.h"
#include "engine/store/statistic_sample.h"
#include "tests/catch.h"
#include "tests/service/wide_edition.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service::test;
using model::ItemStatus;
using service::Commands;
using service::StatisticsLine;
using service::StatisticsView;

namespace {

constexpr auto kApply = Commands::Run::Apply;

const StatisticsLine& line(const std::vector<StatisticsLine>& lines, const std::string& id) {
  const auto found =
      std::find_if(lines.begin(), lines.end(), [&](const auto& each) { return each.id == id; });
  REQUIRE(found != lines.end());
  return *found;
}

/// `0 1 2 0 3`: not applicable, waiting, action required, deferred, cleared.
std::string text(const service::PairCounts& pairs) {
  std::string all;
  for (const auto count : pairs.by_status) all += (all.empty() ? "" : " ") + std::to_string(count);
  return all;
}

struct Office : World {
  Office() {
    activate(smallEdition());
    addStudents({undergraduate("101"), undergraduate("102", "护理学院"), postgraduate("201")});
    payEverything({"101", "102", "201"});
    board.rebuild();
  }
  StatisticsView count(const service::Actor& actor, const std::string& by = "department",
                       const std::string& item = {}) {
    board.follow();
    const auto view = statistics.count(actor, {by, item});
    REQUIRE(told(view) == "done");
    return *view.value();
  }
  void clear(const std::string& student_no, const std::string& item, const service::Actor& actor) {
    const auto done = commands.registerResults(actor, {cleared(student_no, item, "已核对")}, false, kApply);
    REQUIRE(told(done) == "done");
    REQUIRE(done->applied);
  }
};

/// Every pair counted one student at a time.
std::map<std::string, std::map<ItemStatus, std::uint64_t>> oneByOne(World& world,
                                                                    const std::vector<std::string>& numbers) {
  std::map<std::string, std::map<ItemStatus, std::uint64_t>> counts;
  for (const std::string& number : numbers) {
    const auto view = world.queries.student(admin(), number);
    for (const auto& items : {view->items, view->not_applicable})
      for (const service::ItemView& item : items) ++counts[item.id][item.status];
  }
  return counts;
}

}  // namespace

TEST_CASE("the counts of every item are those of the students' own pages") {
  Office office;
  office.clear("101", "college_procedures", staff("college", "医学院"));
  office.submit("equipment", {"102"});
  const StatisticsView view = office.count(admin());
  CHECK(view.students == 3);
  for (const auto& [item, counts] : oneByOne(office, {"101", "102", "201"}))
    for (const auto& [status, count] : counts) {
      INFO(item << " " << model::word(status));
      CHECK(line(view.items, item).pairs.of(status) == count);
    }
  CHECK(view.total.applying() == view.total.cleared() + view.total.open());
}

TEST_CASE("what a rule or a list clears needed no visit, an override did") {
  Office office;
  office.submit("equipment", {"102"});
  const StatisticsLine before = line(office.count(admin()).items, "library");
  CHECK(before.pairs.without_visit == 3);
  CHECK(line(office.count(admin()).items, "equipment").pairs.without_visit ==
        line(office.count(admin()).items, "equipment").pairs.cleared());

  Commands::Delivery books{"library", {"library.loans"}, {}, {}, office.clock.now()};
  books.facts.push_back({"101", "library.loans", model::Value(std::int64_t{2})});
  REQUIRE(told(office.commands.recordDelivery(books)) == "done");
  office.clear("101", "library", staff("library"));
  office.clear("102", "equipment", staff("equipment"));
  const StatisticsView after = office.count(admin());
  CHECK(line(after.items, "library").pairs.cleared() == 3);
  CHECK(line(after.items, "library").pairs.without_visit == 2);
  const StatisticsLine& equipment = line(after.items, "equipment");
  CHECK(equipment.pairs.without_visit + 1 == equipment.pairs.cleared());
}

TEST_CASE("counts by an attribute add up to the whole, and each leads to its students") {
  Office office;
  const StatisticsView view = office.count(admin(), "college");
  REQUIRE(view.lines.size() == 2);
  service::PairCounts sum;
  std::uint64_t students = 0;
  for (const StatisticsLine& each : view.lines) {
    sum += each.pairs;
    students += each.students;
    service::StudentSearch search;
    search.by = "college";
    search.value = each.id;
    CHECK(office.queries.students(admin(), search)->total == each.students);
  }
  CHECK(text(sum) == text(view.total));
  CHECK(students == 3);

  const StatisticsView one = office.count(admin(), "college", "library");
  for (const StatisticsLine& each : one.lines)
    for (const ItemStatus status : {ItemStatus::Waiting, ItemStatus::ActionRequired, ItemStatus::Cleared}) {
      service::StudentSearch search;
      search.item = "library";
      search.status = status;
      search.by = "college";
      search.value = each.id;
      CHECK(office.queries.students(admin(), search)->total == each.pairs.of(status));
    }
}

TEST_CASE("a department counts its own items, and of its own students when it has a part of them") {
  Office office;
  const StatisticsView library = office.count(staff("library"));
  REQUIRE(library.items.size() == 1);
  CHECK(library.items[0].id == "library");
  CHECK(library.students == 3);
  const StatisticsView college = office.count(staff("college", "护理学院"));
  CHECK(college.students == 1);
  CHECK(college.days.empty());
  CHECK(told(office.statistics.count(student("101"), {})) == "forbidden: you may not do this");
  CHECK(told(office.statistics.count(admin(), {"shoe_size", {}})) ==
        "not found: students cannot be counted by shoe_size");
  CHECK(told(office.statistics.count(admin(), {"department", "swimming"})) ==
        "not found: there is no item swimming");
}

TEST_CASE("the oldest work is that of the student who came first, once the item has opened") {
  Office office;
  const model::Instant first = office.clock.now();
  office.clock.advance(std::chrono::hours(24));
  office.addStudents({undergraduate("103")});
  const StatisticsView view = office.count(admin());
  const auto college = std::find_if(view.oldest.begin(), view.oldest.end(),
                                    [](const auto& work) { return work.department == "college"; });
  REQUIRE(college != view.oldest.end());
  CHECK(college->since == first);
  CHECK(college->pairs == line(view.items, "college_procedures").pairs.of(ItemStatus::Waiting));
  office.clear("101", "college_procedures", staff("college", "医学院"));
  office.clear("102", "college_procedures", staff("college", "护理学院"));
  office.clear("201", "college_procedures", staff("college", "医学院"));
  const StatisticsView later = office.count(admin());
  const auto now = std::find_if(later.oldest.begin(), later.oldest.end(),
                                [](const auto& work) { return work.department == "college"; });
  REQUIRE(now != later.oldest.end());
  CHECK(now->student_no == "103");
}

TEST_CASE("counts are kept once an hour while something changes, and at the end of the day") {
  Office office;
  office.board.start();
  CHECK(office.statistics.keep());
  CHECK_FALSE(office.statistics.keep());
  office.clear("101", "college_procedures", staff("college", "医学院"));
  office.clock.advance(std::chrono::minutes(30));
  CHECK_FALSE(office.statistics.keep());
  office.clock.advance(std::chrono::minutes(30));
  CHECK(office.statistics.keep());
  office.clock.advance(std::chrono::hours(2));
  CHECK_FALSE(office.statistics.keep());  // nothing changed
  office.clock.advance(std::chrono::hours(24));
  CHECK(office.statistics.keep());  // another day

  const StatisticsView view = office.count(admin());
  REQUIRE(view.days.size() == 2);
  CHECK(view.days[0].day < view.days[1].day);
  CHECK(text({view.days[1].by_status, 0}) == text(view.total));
  std::uint64_t first = 0, second = 0;
  for (const auto count : view.days[0].by_status) first += count;
  for (const auto count : view.days[1].by_status) second += count;
  CHECK(first == second);
}

TEST_CASE("old samples but the last of their day are forgotten") {
  const auto zone = *workflow::TimeZone::find("Asia/Shanghai");
  const model::Instant start = *model::parseInstant("2015-06-01T08:00:00+08:00");
  std::vector<model::Instant> times;
  for (int hour = 0; hour < 72; ++hour) times.push_back(start + std::chrono::hours(hour));
  const auto gone = service::outlived(zone, times, start + std::chrono::hours(24 * 15 + 1));
  CHECK(gone.size() == 24);  // the first day but its last, and what of the second is older
  const auto last = service::lastOfDays(zone, times, *model::parseDate("2015-06-03"));
  REQUIRE(last.size() == 2);
  CHECK(last[0].second == start + std::chrono::hours(15));
}

TEST_CASE("the same question is answered from memory until something changes") {
  Office office;
  const auto first = office.statistics.count(admin(), {});
  CHECK(office.statistics.count(admin(), {}).value() == first.value());
  const std::string version = office.statistics.version();
  office.clear("101", "college_procedures", staff("college", "医学院"));
  office.board.follow();
  CHECK(office.statistics.version() != version);
  CHECK(office.statistics.count(admin(), {}).value() != first.value());
}
