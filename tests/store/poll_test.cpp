#include "engine/store/poll.h"

#include "tests/catch.h"
#include "tests/store/fixture.h"

using namespace lixiao::store;
using namespace lixiao::store::test;

namespace {
PollRecord poll(const std::string& source, int minute) {
  PollRecord poll;
  poll.source = source;
  poll.began = at(minute * 60'000);
  poll.took = 1234;
  poll.as_of = at(minute * 60'000 - 5);
  poll.students_asked = 12'000, poll.facts_delivered = 24'000, poll.unknown_students = 3;
  return poll;
}
void put(Database& database, const PollRecord& poll) {
  database.write([&](Transaction& transaction) { putPoll(transaction, poll, 3); });
}
std::vector<PollRecord> read(Database& database, const std::string& source) {
  return database.read([&](Reader& reader) { return pollsOf(reader, source); });
}
}  // namespace

TEST_CASE("Of each source the last polls are kept, the latest first", "[poll]") {
  Fixture f;
  PollRecord failed = poll("library", 4);
  failed.as_of.reset();
  failed.error_kind = "malformed", failed.error = "the rows are not a list", failed.answer = "<html>维护中";
  PollRecord held = poll("library", 3);
  held.held_fact = "library.loans", held.held_of = "open", held.held_before = 40, held.held_after = 3;
  for (const int minute : {1, 2}) put(f.database, poll("library", minute));
  put(f.database, poll("finance", 1));
  put(f.database, failed);
  put(f.database, held);  // a clock that was set back
  CHECK(read(f.database, "library") == std::vector{failed, held, poll("library", 2)});
  CHECK(read(f.database, "finance") == std::vector{poll("finance", 1)});
  CHECK(read(f.database, "housing").empty());
  put(f.database, poll("library", 3));  // released
  CHECK(read(f.database, "library") == std::vector{failed, poll("library", 3), poll("library", 2)});
}
