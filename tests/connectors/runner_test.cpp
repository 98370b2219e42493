#include "connectors/runner.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "connectors/checked_fetch.h"
#include "tests/catch.h"

namespace lixiao::connectors {
namespace {

using namespace std::chrono_literals;

class ManualClock final : public model::Clock {
 public:
  model::Instant now() const override {
    std::lock_guard lock(mutex_);
    return now_;
  }
  void advance(std::chrono::milliseconds by) {
    std::lock_guard lock(mutex_);
    now_ += by;
  }

 private:
  mutable std::mutex mutex_;
  model::Instant now_ = *model::parseInstant("2015-06-24T01:00:00Z");
};

/// Answers as it was told, one answer a fetch, then with zero for everybody.
class ToldConnector final : public Connector {
 public:
  std::deque<FetchResult> answers;
  std::atomic<unsigned> fetches = 0;

  FetchResult fetch(const std::vector<StudentRef>& students, const std::stop_token&) override {
    ++fetches;
    if (!answers.empty()) {
      FetchResult next = answers.front();
      answers.pop_front();
      return next;
    }
    return everybody(students);
  }
  static Delivery everybody(const std::vector<StudentRef>& students) {
    Delivery delivery;
    for (const StudentRef& student : students) {
      delivery.facts.push_back({student.student_no, "library.loans", model::Value(std::int64_t{0})});
    }
    return delivery;
  }
};

/// Waits until it is stopped.
class BlockedConnector final : public Connector {
 public:
  FetchResult fetch(const std::vector<StudentRef>&, const std::stop_token& stop) override {
    std::unique_lock lock(mutex_);
    entered_ = true;
    changed_.notify_all();
    changed_.wait(lock, stop, [] { return false; });
    return Failure{FailureKind::Unreachable, "stopped"};
  }
  void awaitFetch() {
    std::unique_lock lock(mutex_);
    REQUIRE(changed_.wait_for(lock, 10s, [this] { return entered_; }));
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool entered_ = false;
};

/// A runner of one source, with what it delivered and how its attempts went.
class World {
 public:
  ManualClock clock;
  std::vector<StudentRef> asked{{"001"}, {"002"}};
  std::function<void()> on_ask = [] {}, on_deliver = [] {};
  model::Value known;              ///< what is known of everybody
  ToldConnector* aside = nullptr;  ///< asked about single students

  explicit World(std::deque<FetchResult> answers = {}, bool paused = false, bool doubted = false,
                 std::vector<Poll> before = {}) {
    auto connector = std::make_unique<ToldConnector>();
    connector->answers = std::move(answers);
    std::vector<Source> sources;
    auto beside = std::make_unique<ToldConnector>();
    aside = beside.get();
    sources.push_back({"books",
                       "library",
                       {"library.loans"},
                       {10min, 10s, 1min},
                       {50, 2},
                       paused,
                       doubted,
                       std::move(before),
                       std::move(connector),
                       std::move(beside)});
    Callbacks callbacks;
    callbacks.students = [this](const std::string&) {
      on_ask();
      return Asked{asked, 7};
    };
    callbacks.deliver = [this](const std::string& source, const Delivery& delivery, std::int64_t epoch) {
      CHECK(source == "books");
      CHECK(epoch == 7);
      on_deliver();
      std::lock_guard lock(mutex_);
      delivered_.push_back(delivery);
    };
    callbacks.known = [this](const Delivery& delivery) {
      return std::vector<model::Value>(delivery.facts.size(), known);
    };
    callbacks.attempted = [this](const Health& health, const Poll&) {
      std::lock_guard lock(mutex_);
      attempts_.push_back(health);
      changed_.notify_all();
    };
    runner_ = std::make_unique<Runner>(std::move(sources), clock, std::move(callbacks), 7);
  }
  Runner& runner() { return *runner_; }

  /// The health after the attempt with that number, the first being 1.
  Health attempt(std::size_t number) {
    std::unique_lock lock(mutex_);
    REQUIRE(changed_.wait_for(lock, 10s, [&] { return attempts_.size() >= number; }));
    REQUIRE(attempts_.size() == number);
    return attempts_.back();
  }
  void later(std::chrono::milliseconds by) {
    clock.advance(by);
    runner_->clockMoved();
  }
  FetchResult answer(bool anyway = false) {
    std::promise<FetchResult> told;
    CHECK(runner_->ask(
        "books", "001", [&](const FetchResult& result) { told.set_value(result); }, anyway));
    auto answer = told.get_future();
    REQUIRE(answer.wait_for(10s) == std::future_status::ready);
    return answer.get();
  }
  std::vector<Delivery> delivered() {
    std::lock_guard lock(mutex_);
    return delivered_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Health> attempts_;
  std::vector<Delivery> delivered_;
  std::unique_ptr<Runner> runner_;
};

FetchResult failure(FailureKind kind, const char* text) {
  return Failure{kind, text};
}

}  // namespace

TEST_CASE("waiting doubles with each failure up to its bound, and jitter takes at most half of it") {
  const Schedule schedule{10min, 10s, 1min};
  CHECK(schedule.wait(0, 0.9) == 10min);
  CHECK(schedule.wait(1, 0) == 10s);
  CHECK(schedule.wait(2, 0) == 20s);
  CHECK(schedule.wait(3, 0) == 40s);
  CHECK(schedule.wait(4, 0) == 1min);
  CHECK(schedule.wait(4'000'000'000u, 0) == 1min);
  CHECK(schedule.wait(2, 0.5) == 15s);
  CHECK(schedule.wait(2, 0.999) > 10s);
}

TEST_CASE("a source is asked at the start and again after its interval") {
  World world;
  world.runner().start();
  const Health first = world.attempt(1);
  CHECK(first.last_success == model::parseInstant("2015-06-24T01:00:00Z"));
  CHECK(first.next == model::parseInstant("2015-06-24T01:10:00Z"));
  CHECK(first.students_asked == 2);
  CHECK(first.facts_delivered == 2);
  CHECK(first.unknown_students == 0);
  CHECK_FALSE(first.running);
  world.later(10min);
  CHECK(world.attempt(2).last_success == model::parseInstant("2015-06-24T01:10:00Z"));
  const auto delivered = world.delivered();
  REQUIRE(delivered.size() == 2);
  CHECK(delivered[1].as_of == *model::parseInstant("2015-06-24T01:10:00Z"));
  CHECK(delivered[1].facts.size() == 2);
}

TEST_CASE("failures deliver nothing, wait longer and longer, and end with a success") {
  World world({failure(FailureKind::Unreachable, "down"), failure(FailureKind::Malformed, "nonsense")});
  world.runner().start();
  const Health first = world.attempt(1);
  CHECK(first.consecutive_failures == 1);
  CHECK(first.last_error == Failure{FailureKind::Unreachable, "down"});
  CHECK_FALSE(first.last_success);
  REQUIRE(first.next);
  CHECK(*first.next > world.clock.now() + 5s);
  CHECK(*first.next <= world.clock.now() + 10s);
  world.later(10s);
  const Health second = world.attempt(2);
  CHECK(second.consecutive_failures == 2);
  CHECK(*second.next > world.clock.now() + 10s);
  CHECK(*second.next <= world.clock.now() + 20s);
  CHECK(world.delivered().empty());
  world.later(20s);
  const Health third = world.attempt(3);
  CHECK(third.consecutive_failures == 0);
  CHECK_FALSE(third.last_error);
  CHECK(world.delivered().size() == 1);
}

TEST_CASE("the polls before a restart are still told, and when the source was well") {
  const auto began = [](int minute) {
    return *model::parseInstant("2015-06-24T00:0" + std::to_string(minute) + ":00Z");
  };
  const Poll well{began(1), 3s, 9, 18, 1, {}, {}};
  const Poll failed{began(2), 1s, 9, 0, 0, Failure{FailureKind::Malformed, "nonsense", "<html>"}, {}};
  const Poll held{began(3), 1s, 9, 18, 0, {}, Fall{"library.loans", Fall::Of::Open, 40, 3}};
  World world({}, false, false, {held, failed, well});
  const Health before = world.runner().health()[0];
  CHECK(before.last_success == began(1));
  CHECK(before.students_asked == 9);
  CHECK(before.last_attempt == began(3));
  CHECK_FALSE(before.held);
  CHECK(before.consecutive_failures == 0);
  world.runner().start();
  world.attempt(1);
  const auto polls = world.runner().polls("books");
  REQUIRE(polls.size() == 4);
  CHECK(polls[0].began == world.clock.now());
  CHECK(polls[1].held == held.held);
  CHECK(polls[2].failure == failed.failure);
  CHECK(polls[3].facts_delivered == 18);
}

TEST_CASE("a paused source is asked only on demand, and at once when resumed") {
  World world({}, true);
  world.runner().start();
  CHECK_FALSE(world.runner().health()[0].next);
  CHECK(world.runner().pollNow("books"));
  const Health asked = world.attempt(1);
  CHECK(asked.paused);
  CHECK_FALSE(asked.next);
  CHECK(world.runner().pause("books", false));
  CHECK(world.attempt(2).next == world.clock.now() + 10min);
  CHECK_FALSE(world.runner().pause("nothing", true));
  CHECK_FALSE(world.runner().pollNow("nothing"));
}

TEST_CASE("a pause drops the answer of the poll under way, but not of one that was asked for while paused") {
  World world;
  world.on_ask = [&] { world.runner().pause("books", true); };
  world.runner().start();
  const auto idle = [&] {
    const Health health = world.runner().health()[0];
    return health.paused && !health.running;
  };
  for (const auto end = std::chrono::steady_clock::now() + 10s; !idle();) {
    REQUIRE(std::chrono::steady_clock::now() < end);
    std::this_thread::sleep_for(1ms);
  }
  CHECK(world.delivered().empty());
  CHECK(world.runner().polls("books").empty());
  CHECK(world.runner().pollNow("books"));
  CHECK(world.attempt(1).last_success);
  CHECK(world.delivered().size() == 1);
}

TEST_CASE("a pause that was taken back at once drops the answer, too, and the source is asked again") {
  World world;
  std::atomic<int> questions = 0;
  world.on_ask = [&] {
    if (++questions > 1) return;
    world.runner().pause("books", true);
    world.runner().pause("books", false);
  };
  world.runner().start();
  CHECK(world.attempt(1).last_success);
  CHECK(world.delivered().size() == 1);
  CHECK(world.runner().polls("books").size() == 1);
  CHECK(questions == 2);
}

TEST_CASE("a clock that steps back makes no wait longer") {
  World world;
  world.runner().start();
  world.attempt(1);
  world.later(-1h);
  CHECK(world.runner().health()[0].next == world.clock.now() + 10min);
  world.later(10min);
  CHECK(world.attempt(2).consecutive_failures == 0);
}

TEST_CASE("facts that cannot be stored are a failure of ours and are fetched again") {
  World world;
  bool broken = true;
  world.on_deliver = [&] {
    if (std::exchange(broken, false)) throw std::runtime_error("database is locked");
  };
  world.runner().start();
  CHECK(world.attempt(1).last_error == Failure{FailureKind::Internal, "database is locked"});
  world.later(10s);
  CHECK(world.attempt(2).consecutive_failures == 0);
  CHECK(world.delivered().size() == 1);
}

TEST_CASE("a connector that delivers only a part is not believed") {
  Delivery part = ToldConnector::everybody({{"001"}});
  Delivery twice = ToldConnector::everybody({{"001"}, {"001"}});
  Delivery stranger = ToldConnector::everybody({{"001"}, {"003"}});
  Delivery other_fact = ToldConnector::everybody({{"001"}, {"002"}});
  other_fact.facts[0].fact = "library.fines";
  Delivery unknown_stranger = ToldConnector::everybody({{"001"}, {"002"}});
  unknown_stranger.unknown_students = {"003"};
  const auto wrong = GENERATE_COPY(part, twice, stranger, other_fact, unknown_stranger);
  World world({wrong});
  world.runner().start();
  const Health health = world.attempt(1);
  REQUIRE(health.last_error);
  CHECK(health.last_error->kind == FailureKind::Internal);
  CHECK(world.delivered().empty());
}

TEST_CASE("with nobody to ask about the source is left in peace") {
  World world({failure(FailureKind::Unreachable, "would be asked")});
  world.asked.clear();
  world.runner().start();
  CHECK(world.attempt(1).students_asked == 0);
  CHECK(world.delivered().empty());
}

TEST_CASE("stopping does not wait for a source and calls nobody any more") {
  ManualClock clock;
  auto connector = std::make_unique<BlockedConnector>();
  BlockedConnector& blocked = *connector;
  std::vector<Source> sources;
  auto aside = std::make_unique<BlockedConnector>();
  BlockedConnector& blocked_aside = *aside;
  sources.push_back({"books",
                     "library",
                     {"library.loans"},
                     {},
                     {},
                     false,
                     false,
                     {},
                     std::move(connector),
                     std::move(aside)});
  Callbacks callbacks;
  callbacks.students = [](const std::string&) { return Asked{{{"001"}}}; };
  callbacks.deliver = [](const std::string&, const Delivery&, std::int64_t) {
    FAIL("delivered after the stop");
  };
  callbacks.attempted = [](const Health&, const Poll&) { FAIL("reported after the stop"); };
  Runner runner(std::move(sources), clock, std::move(callbacks), 1);
  runner.start();
  blocked.awaitFetch();
  CHECK(runner.ask("books", "001", [](const FetchResult&) { FAIL("answered after the stop"); }));
  blocked_aside.awaitFetch();
  CHECK(runner.health()[0].running);
  const auto before = std::chrono::steady_clock::now();
  runner.stop();
  CHECK(std::chrono::steady_clock::now() - before < 1s);
}

TEST_CASE("a poll that falls too far is held until an admin releases it") {
  World world;
  world.known = model::Value(std::int64_t{1});  // and now nobody has a loan
  world.runner().start();
  const Health health = world.attempt(1);
  REQUIRE(health.held);
  CHECK(health.held->held == Fall{"library.loans", Fall::Of::Open, 2, 0});
  CHECK_FALSE(health.last_error);
  CHECK_FALSE(health.last_success);
  CHECK(world.delivered().empty());
  CHECK(health.doubted);
  CHECK_FALSE(world.runner().release("books", health.held->began - 1ms));
  CHECK(world.delivered().empty());
  CHECK(world.runner().release("books", health.held->began));
  CHECK(world.delivered().size() == 1);
  const Health after = world.runner().health()[0];
  CHECK_FALSE(after.held);
  CHECK_FALSE(after.doubted);
  CHECK(after.last_success == model::parseInstant("2015-06-24T01:00:00Z"));
  const auto polls = world.runner().polls("books");
  REQUIRE(polls.size() == 1);
  CHECK_FALSE(polls[0].held);
  CHECK_FALSE(world.runner().release("books", health.held->began));
  CHECK(world.delivered().size() == 1);
}

TEST_CASE("a held poll is overtaken by the next, and can be discarded") {
  World world;
  world.known = model::Value(std::int64_t{1});
  world.runner().start();
  const Health first = world.attempt(1);
  REQUIRE(first.held);
  bool recorded = false;
  const auto record = [&] { recorded = true; };
  CHECK_FALSE(world.runner().discard("books", first.held->began - 1ms, record));
  CHECK_FALSE(recorded);
  const auto fails = [] { throw std::runtime_error("disk full"); };
  CHECK_THROWS_WITH(world.runner().discard("books", first.held->began, fails), "disk full");
  CHECK(world.runner().health()[0].held);
  CHECK(world.runner().discard("books", first.held->began, record));  // which asks anew
  CHECK(recorded);
  CHECK(world.runner().health()[0].doubted);
  const Health second = world.attempt(2);
  REQUIRE(second.held);
  world.known = model::Value(std::int64_t{0});
  world.later(10min);
  const Health third = world.attempt(3);
  CHECK_FALSE(third.held);
  CHECK_FALSE(third.doubted);
  CHECK(world.delivered().size() == 1);
  CHECK_FALSE(world.runner().release("books", second.held->began));
}

TEST_CASE("a source that was doubted before a restart is doubted until a poll of somebody is applied") {
  World world({failure(FailureKind::Unreachable, "down")}, false, true);
  CHECK(world.runner().health()[0].doubted);
  world.runner().start();
  CHECK(world.attempt(1).doubted);
  const auto all = std::exchange(world.asked, {});
  world.later(10s);
  CHECK(world.attempt(2).doubted);
  world.asked = all;
  world.later(10min);
  CHECK_FALSE(world.attempt(3).doubted);
}

TEST_CASE("a held poll that cannot be stored is still held") {
  World world;
  world.known = model::Value(std::int64_t{1});
  world.runner().start();
  const Health health = world.attempt(1);
  REQUIRE(health.held);
  world.on_deliver = [] { throw std::runtime_error("disk full"); };
  CHECK_THROWS_WITH(world.runner().release("books", health.held->began), "disk full");
  CHECK(world.runner().health()[0].doubted);
  world.on_deliver = [] {};
  CHECK(world.runner().release("books", health.held->began));
}

TEST_CASE("after many failures one student is asked first, and everybody when the source answers") {
  std::deque<FetchResult> answers(kFailuresUntilProbing, failure(FailureKind::Unreachable, "down"));
  answers.push_back(failure(FailureKind::Unreachable, "still down"));  // one student, and nobody else
  answers.push_back(ToldConnector::everybody({{"001"}}));              // one student,
  answers.push_back(ToldConnector::everybody({{"001"}, {"002"}}));     // then everybody
  World world(std::move(answers));
  world.runner().start();
  for (std::size_t i = 1; i <= kFailuresUntilProbing; ++i) {
    CHECK(world.attempt(i).consecutive_failures == i);
    world.later(1min);
  }
  CHECK(world.attempt(kFailuresUntilProbing + 1).last_error->text == "still down");
  world.later(1min);
  const Health health = world.attempt(kFailuresUntilProbing + 2);
  CHECK(health.consecutive_failures == 0);
  CHECK(health.students_asked == 2);
  const std::vector<Poll> polls = world.runner().polls("books");
  REQUIRE(polls.size() == kFailuresUntilProbing + 2);
  CHECK(polls[0].students_asked == 2);
  CHECK(polls[1].students_asked == 1);
  CHECK(polls[2].students_asked == 2);
  CHECK(world.delivered().size() == 1);
}

TEST_CASE("one student is asked about beside the polls, also of a paused source, and nothing is delivered") {
  World world({}, true);
  world.runner().start();
  const FetchResult result = world.answer();
  REQUIRE(result.delivery());
  CHECK(result.delivery()->facts.size() == 1);
  CHECK(result.delivery()->as_of == world.clock.now());
  CHECK(world.delivered().empty());
  CHECK_FALSE(world.runner().ask("nothing", "001", [](const FetchResult&) {}));
}

TEST_CASE("nobody waits for a source that was not reached again and again, but it can be tried") {
  World world({}, true);
  world.aside->answers.assign(kFailuresUntilProbing, failure(FailureKind::Unreachable, "down"));
  world.runner().start();
  for (unsigned i = 0; i < 2 * kFailuresUntilProbing; ++i)
    CHECK(world.answer().failure()->kind == FailureKind::Unreachable);
  CHECK(world.aside->fetches == kFailuresUntilProbing);
  CHECK(world.answer(true).delivery());
  CHECK(world.answer().delivery());
}

TEST_CASE("while a source is probed questions about one student get its last failure") {
  World world(std::deque<FetchResult>(kFailuresUntilProbing, failure(FailureKind::Malformed, "nonsense")));
  world.runner().start();
  for (std::size_t i = 1; i <= kFailuresUntilProbing; ++i) {
    CHECK(world.aside->fetches == 0);
    world.attempt(i);
    if (i < kFailuresUntilProbing) world.later(1min);
  }
  CHECK(world.answer().failure()->text == "nonsense");
  CHECK(world.aside->fetches == 0);
  CHECK(world.answer(true).delivery());
}

TEST_CASE("a connector that throws anything fails its attempt and no more") {
  class Throwing final : public Connector {
    FetchResult fetch(const std::vector<StudentRef>&, const std::stop_token&) override { throw 42; }
  };
  ManualClock clock;
  Throwing throwing;
  const FetchResult result = checkedFetch(throwing, {"library.loans"}, {{"001"}}, clock, {});
  REQUIRE(result.failure());
  CHECK(result.failure()->kind == FailureKind::Internal);
}

}  // namespace lixiao::connectors
