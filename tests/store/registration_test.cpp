#include "engine/store/registration.h"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <thread>

#include "engine/store/shared_registration.h"
#include "tests/catch.h"
#include "tests/store/fixture.h"

using namespace lixiao::store;
using namespace lixiao::store::test;
using lixiao::model::Registration;
using lixiao::model::RegistrationResult;

namespace {
RegistrationWish wish(int i, const std::string& item, RegistrationResult result, Expected expected) {
  return {number(i), item, Registration{result, "备注", {}, at(5), "clerk"}, expected};
}
RegistrationOutcome put(Database& database, const RegistrationWish& wanted) {
  return database.write([&](Transaction& transaction) { return putRegistration(transaction, wanted); });
}
std::optional<RegistrationRow> find(Database& database, int i, const std::string& item) {
  return database.read([&](Reader& reader) { return findRegistration(reader, number(i), item); });
}
constexpr auto kCleared = RegistrationResult::Cleared;
constexpr auto kRefused = RegistrationResult::Refused;
}  // namespace

TEST_CASE("A registration comes back as it was, with every result with a last day, a condition, an amount",
          "[registration]") {
  Fixture f;
  for (int i = 0; i < 6; ++i) {
    RegistrationWish wanted = wish(i, "library", static_cast<RegistrationResult>(i), Expected::nothing());
    if (i % 2 == 0) wanted.registration.until = lixiao::model::dateOf(16604 + i);
    if (i % 3 == 0) wanted.registration.condition = "补交照片";
    if (i % 3 == 1) wanted.registration.amount = std::int64_t{i} * 100'000'000'000;
    const RegistrationOutcome outcome = put(f.database, wanted);
    REQUIRE(outcome.done);
    CHECK_FALSE(outcome.before);
    CHECK(find(f.database, i, "library") == outcome.current);
    CHECK(outcome.current->registration == wanted.registration);
  }
  put(f.database, wish(1, "finance", kCleared, Expected::anything()));
  const auto rows = f.database.read([](Reader& reader) { return registrationsOf(reader, number(1)); });
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].item == "finance");
}

TEST_CASE("Who was slower gets what is there, and nothing is changed", "[registration]") {
  Fixture f;
  const auto first = put(f.database, wish(1, "library", kCleared, Expected::nothing()));
  REQUIRE(first.done);
  const auto slower = put(f.database, wish(1, "library", kRefused, Expected::nothing()));
  CHECK_FALSE(slower.done);
  CHECK(slower.current == first.current);
  const auto second = put(f.database, wish(1, "library", kRefused, Expected::at(first.current->revision)));
  REQUIRE(second.done);
  CHECK(second.before == first.current);
  const auto stale = put(f.database, wish(1, "library", kCleared, Expected::at(first.current->revision)));
  CHECK_FALSE(stale.done);
  CHECK(stale.current == second.current);
  CHECK_FALSE(put(f.database, wish(2, "library", kCleared, Expected::at(1))).done);
  CHECK(find(f.database, 2, "library") == std::nullopt);
}

TEST_CASE("A revoked registration's revision is never met again", "[registration]") {
  Fixture f;
  const auto revoke = [&](Expected expected) {
    return f.database.write([&](Transaction& transaction) {
      return removeRegistration(transaction, number(1), "library", expected);
    });
  };
  const auto first = put(f.database, wish(1, "library", kCleared, Expected::nothing()));
  CHECK_FALSE(revoke(Expected::at(first.current->revision + 1)).done);
  CHECK_FALSE(revoke(Expected::nothing()).done);
  const auto revoked = revoke(Expected::at(first.current->revision));
  CHECK(revoked.done);
  CHECK(revoked.before == first.current);
  CHECK(find(f.database, 1, "library") == std::nullopt);
  CHECK(revoke(Expected::anything()).done);
  const auto again = put(f.database, wish(1, "library", kCleared, Expected::nothing()));
  CHECK(again.current->revision > first.current->revision);
  CHECK_FALSE(put(f.database, wish(1, "library", kRefused, Expected::at(first.current->revision))).done);
}

TEST_CASE("A batch gives one outcome for each wish, in their order", "[registration]") {
  Fixture f;
  put(f.database, wish(5, "library", kRefused, Expected::nothing()));
  std::vector<RegistrationWish> wishes;
  for (int i = 9; i >= 1; --i)
    wishes.push_back(wish(i, i % 2 == 0 ? "finance" : "library", kCleared, Expected::nothing()));
  const auto outcomes =
      f.database.write([&](Transaction& transaction) { return putRegistrations(transaction, wishes); });
  REQUIRE(outcomes.size() == 9);
  for (std::size_t k = 0; k < 9; ++k) {
    const int i = 9 - static_cast<int>(k);
    CHECK(outcomes[k].done == (i != 5));
    REQUIRE(outcomes[k].current);
    CHECK(outcomes[k].current->student_no == number(i));
    CHECK(find(f.database, i, wishes[k].item) == outcomes[k].current);
  }
  wishes.push_back(wishes.front());
  CHECK_THROWS_AS(f.database.write(
                      [&](Transaction& transaction) { return putRegistrations(transaction, wishes).size(); }),
                  std::invalid_argument);
}

TEST_CASE("Every registration is read once, by item and number", "[registration]") {
  Fixture f;
  std::vector<RegistrationWish> wishes;
  for (int i = 1; i <= 9000; ++i) wishes.push_back(wish(i, "library", kCleared, Expected::nothing()));
  for (int i = 1; i <= 3; ++i) wishes.push_back(wish(i, "archive", kCleared, Expected::nothing()));
  f.database.write([&](Transaction& transaction) {
    for (const auto& outcome : putRegistrations(transaction, wishes)) REQUIRE(outcome.done);
  });
  std::vector<std::pair<std::string, std::string>> keys;
  f.database.read([&](Reader& reader) {
    forEachRegistration(reader, [&](std::vector<RegistrationRow>& block) {
      for (const RegistrationRow& row : block) keys.emplace_back(row.item, row.student_no);
    });
  });
  CHECK(keys.size() == 9003);
  CHECK(std::is_sorted(keys.begin(), keys.end()));
  CHECK(std::adjacent_find(keys.begin(), keys.end()) == keys.end());
}

TEST_CASE("A registration on a value is one for the value, beside those of students", "[registration]") {
  Fixture f;
  const auto put = [&](const std::string& value, RegistrationResult result, Expected expected) {
    return f.database.write([&](Transaction& transaction) {
      return putSharedRegistration(transaction, "room", value,
                                   Registration{result, "钥匙", {}, at(5), "clerk", "补锁", 1200}, expected);
    });
  };
  const auto find = [&](const std::string& value) {
    return f.database.read([&](Reader& reader) { return findSharedRegistration(reader, "room", value); });
  };
  const auto first = put("3-204", kCleared, Expected::nothing());
  REQUIRE(first.done);
  CHECK(find("3-204") == first.current);
  CHECK(first.current->registration.condition == "补锁");
  CHECK(first.current->registration.amount == 1200);
  const auto slower = put("3-204", kRefused, Expected::nothing());
  CHECK_FALSE(slower.done);
  CHECK(slower.current == first.current);
  const auto second = put("3-204", kRefused, Expected::at(first.current->revision));
  REQUIRE(second.done);
  CHECK(second.before == first.current);
  put("3-101", kCleared, Expected::anything());
  const auto own = ::find(f.database, 1, "room");
  CHECK_FALSE(own);

  const auto all = f.database.read([](Reader& reader) { return sharedRegistrations(reader, "room"); });
  REQUIRE(all.size() == 2);
  CHECK(all[0].value == "3-101");
  const auto revoke = [&](Expected expected) {
    return f.database.write([&](Transaction& transaction) {
      return removeSharedRegistration(transaction, "room", "3-204", expected);
    });
  };
  CHECK_FALSE(revoke(Expected::at(first.current->revision)).done);
  CHECK(revoke(Expected::at(second.current->revision)).before == second.current);
  CHECK_FALSE(find("3-204"));
  CHECK(put("3-204", kCleared, Expected::nothing()).current->revision > second.current->revision);
}

TEST_CASE("Of many who register the same item at once exactly one is first", "[registration]") {
  Fixture f;
  for (int round = 0; round < 20; ++round) {
    std::atomic<int> done = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back(
          [&] { done += put(f.database, wish(round, "library", kCleared, Expected::nothing())).done; });
    for (std::thread& thread : threads) thread.join();
    CHECK(done == 1);
  }
}
