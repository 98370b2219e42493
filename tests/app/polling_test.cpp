#include "app/folder.h"
#include "app/rechecks.h"
#include "app/whole_rounds.h"
#include "tests/catch.h"

namespace lixiao::app {
namespace {

using namespace std::chrono_literals;

struct SetClock final : model::Clock {
  model::Instant at = *model::parseInstant("2015-06-24T01:00:00Z");
  model::Instant now() const override { return at; }
};

}  // namespace

TEST_CASE("everybody is asked about again and again until the answer has been applied") {
  SetClock clock;
  WholeRounds rounds(clock);
  CHECK(rounds.begin("finance", 6h));
  CHECK(rounds.begin("finance", 6h));  // the first failed
  rounds.done("finance");
  CHECK(rounds.begin("library", 6h));
  clock.at += 5h;
  CHECK_FALSE(rounds.begin("finance", 6h));
  rounds.done("finance");  // which was not about everybody
  clock.at += 1h;
  CHECK(rounds.begin("finance", 6h));
}

TEST_CASE("a round comes twice in the shortest max_age of the source's facts") {
  const auto every = [](const std::string& max_age) {
    const std::string folder = LIXIAO_SOURCE_DIR "/workflows/2015";
    auto files = readYear(folder).files;
    for (workflow::SourceFile& file : files) {
      const std::string declared = "finance.dorm_due:    { type: money, currency: CNY, max_age: ";
      const auto at = file.text.find(declared);
      if (at != std::string::npos) file.text.replace(at + declared.size(), 3, max_age);
    }
    const auto loaded = workflow::load(files);
    REQUIRE(loaded.workflow);
    return wholeRoundEvery(*loaded.workflow, {"finance.tuition_due", "finance.dorm_due", "finance.other"});
  };
  CHECK(every("24h") == 6h);
  CHECK(every("4h") == 2h);
}

TEST_CASE("a clock that steps back holds up neither rounds nor students") {
  SetClock clock;
  WholeRounds rounds(clock);
  Rechecks rechecks(clock);
  CHECK(rounds.begin("finance", 6h));
  rounds.done("finance");
  CHECK(rechecks.begin("101", {{"finance", web::Recheck::State::Asked}}));
  clock.at += 59s;
  CHECK_FALSE(rechecks.begin("101", {{"finance", web::Recheck::State::Asked}}));
  clock.at -= 10h;
  CHECK(rounds.begin("finance", 6h));
  CHECK(rechecks.begin("101", {{"finance", web::Recheck::State::Asked}}));
}

}  // namespace lixiao::app
