#include <stdexcept>

#include "engine/store/account.h"
#include "engine/store/activation.h"
#include "engine/store/collection.h"
#include "engine/store/login_throttle.h"
#include "engine/store/student_list.h"
#include "engine/store/web_session.h"
#include "tests/catch.h"
#include "tests/store/fixture.h"

using namespace lixiao::store;
using namespace lixiao::store::test;

namespace {
using Numbers = std::vector<std::string>;

ListChanges submit(Database& database, const std::vector<ListMember>& members, int time = 1) {
  return database.write(
      [&](Transaction& transaction) { return submitList(transaction, "hukou", members, at(time), "clerk"); });
}
}  // namespace

TEST_CASE("An empty list counts as submitted, one that never came does not", "[list]") {
  Fixture f;
  CHECK(f.database.read([](Reader& reader) { return listSubmission(reader, "hukou"); }) == std::nullopt);
  CHECK(submit(f.database, {}).first);
  CHECK(f.database.read([](Reader& reader) { return listSubmission(reader, "hukou"); }) ==
        ListSubmission{"hukou", at(1), "clerk", 0});
  CHECK_FALSE(submit(f.database, {}).first);
}

TEST_CASE("A list is replaced whole and the difference told", "[list]") {
  Fixture f;
  submit(f.database, {{"3", "丙", ""}, {"1", "甲", ""}, {"2", "乙", "旧"}});
  const ListChanges changes = submit(f.database, {{"4", "丁", ""}, {"2", "乙", "新"}, {"3", "丙", ""}}, 2);
  CHECK(changes.added == Numbers{"4"});
  CHECK(changes.removed == Numbers{"1"});
  CHECK(changes.changed == Numbers{"2"});
  f.database.read([](Reader& reader) {
    CHECK(listMembers(reader, "hukou") ==
          std::vector<ListMember>{{"2", "乙", "新"}, {"3", "丙", ""}, {"4", "丁", ""}});
    CHECK(listingsOf(reader, "2") == std::vector<Listing>{{"hukou", {"2", "乙", "新"}}});
    CHECK(listingsOf(reader, "1").empty());
    CHECK(listMembers(reader, "other").empty());
    CHECK(listSubmissions(reader) == std::vector<ListSubmission>{{"hukou", at(2), "clerk", 3}});
  });
  CHECK_THROWS_AS(submit(f.database, {{"9", "", ""}, {"9", "", ""}}), std::invalid_argument);
  CHECK(f.database.read([](Reader& reader) { return listMembers(reader, "hukou").size(); }) == 3);
}

TEST_CASE("A document is handed out once, until it comes back", "[collection]") {
  Fixture f;
  const Collection made{"diploma", "1", at(7), "office", Recipient::Proxy, "李四", R"({"all_cleared":true})",
                        "abc"};
  const auto hand = [&](const Collection& wanted) {
    return f.database.write([&](Transaction& transaction) { return recordCollection(transaction, wanted); });
  };
  CHECK(hand(made) == std::nullopt);
  Collection second = made;
  second.by = "another office";
  CHECK(hand(second) == made);
  f.database.read([&](Reader& reader) {
    CHECK(findCollection(reader, "diploma", "1") == made);
    CHECK(collectionsOf(reader, "1").size() == 1);
    int rows = 0;
    forEachCollection(reader,
                      [&](std::vector<Collection>& block) { rows += static_cast<int>(block.size()); });
    CHECK(rows == 1);
  });
  const auto giveBack = [](Transaction& transaction) {
    return removeCollection(transaction, "diploma", "1");
  };
  CHECK(f.database.write(giveBack) == made);
  CHECK(f.database.write(giveBack) == std::nullopt);
  second.recipient = Recipient::Self;
  CHECK(hand(second) == std::nullopt);
  CHECK(f.database.read([](Reader& reader) { return findCollection(reader, "diploma", "1"); }) == second);
}

TEST_CASE("The newest edition is active and its files come back byte for byte", "[activation]") {
  Fixture f;
  const auto add = [&](const Activation& wanted) {
    return f.database.write([&](Transaction& transaction) { return addActivation(transaction, wanted); });
  };
  CHECK(f.database.read(activeEdition) == std::nullopt);
  Activation first{0,     "2015",
                   "d1",  {{"edition.yaml", "title: 离校 # 注\r\n\t\"x\"\n"}, {"colleges/a.yaml", ""}},
                   at(1), "admin"};
  first.id = add(first);
  CHECK(f.database.read(activeEdition) == first);
  Activation second{0, "2015", "d2", {}, at(2), "admin"};
  second.id = add(second);
  CHECK(second.id > first.id);
  CHECK(f.database.read(activeEdition) == second);
  f.database.read([&](Reader& reader) {
    CHECK(activationByDigest(reader, "d1") == first);
    CHECK(activationByDigest(reader, "d3") == std::nullopt);
    const auto all = activations(reader);
    REQUIRE(all.size() == 2);
    CHECK(all[0] == second);
    CHECK(all[1].files.empty());
  });
  CHECK_THROWS_AS(add({0, "2015", "d4", {{"bad.yaml", "\xC4\xE3"}}, at(3), "admin"}), std::invalid_argument);
  CHECK(f.database.read(activeEdition) == second);
}

TEST_CASE("Accounts are added once, changed, and keep the day they were made", "[account]") {
  Fixture f;
  const Account clerk{"lib1", "张三", "department", "library", "", "", "$argon2id$", false, at(5)};
  f.database.write([&](Transaction& transaction) {
    CHECK(addAccount(transaction, clerk));
    CHECK_FALSE(addAccount(transaction, {"lib1", "other", "admin", "", "", "", "", false, at(6)}));
    CHECK(
        addAccount(transaction, {"5120719001", "王小明", "student", "", "", "5120719001", "", false, at(6)}));
  });
  CHECK(f.database.read([](Reader& reader) { return findAccount(reader, "lib1"); }) == clerk);
  Account changed = clerk;
  changed.disabled = true;
  changed.scope_value = "医学院";
  changed.created = at(99);
  f.database.write([&](Transaction& transaction) { putAccount(transaction, changed); });
  changed.created = clerk.created;
  f.database.read([&](Reader& reader) {
    CHECK(findAccount(reader, "lib1") == changed);
    CHECK(findAccount(reader, "LIB1") == std::nullopt);
    CHECK(accounts(reader).size() == 2);
  });
}

TEST_CASE("Sessions are found by their hash, touched, ended and forgotten when they expire", "[session]") {
  Fixture f;
  f.database.write([](Transaction& transaction) {
    putAccount(transaction, {"a", "", "admin", "", "", "", "", false, at(0)});
    putAccount(transaction, {"b", "", "admin", "", "", "", "", false, at(0)});
    for (const char* hash : {"h1", "h2", "h3"})
      addWebSession(transaction, {hash, "a", std::string("csrf ") + hash, at(1), at(1), at(100)});
    addWebSession(transaction, {"h4", "b", "c", at(1), at(1), at(50)});
  });
  CHECK_THROWS_AS(f.database.write([](Transaction& transaction) {
    addWebSession(transaction, {"h5", "nobody", "c", at(1), at(1), at(50)});
  }),
                  StoreError);
  f.database.write([](Transaction& transaction) {
    CHECK(touchWebSession(transaction, "h2", at(20), at(120)));
    CHECK_FALSE(touchWebSession(transaction, "none", at(20), at(120)));
    CHECK(findWebSession(transaction, "h2") == WebSession{"h2", "a", "csrf h2", at(1), at(20), at(120)});
    CHECK(findWebSession(transaction, "none") == std::nullopt);
    CHECK(webSessionsOf(transaction, "a").size() == 3);
    removeWebSession(transaction, "h3");
    CHECK(removeExpiredWebSessions(transaction, at(50)) == 1);
    CHECK(removeExpiredWebSessions(transaction, at(50)) == 0);
    CHECK(removeWebSessionsOf(transaction, "a", "h1") == 1);
    CHECK(webSessionsOf(transaction, "a").size() == 1);
    CHECK(removeWebSessionsOf(transaction, "a") == 1);
  });
}

TEST_CASE("Failed sign-ins are counted in a window", "[session]") {
  Fixture f;
  const std::chrono::milliseconds hour = std::chrono::hours{1};
  f.database.write([&](Transaction& transaction) {
    CHECK(loginFailures(transaction, "login:a") == LoginFailures{});
    CHECK(addLoginFailure(transaction, "login:a", at(1000), hour).count == 1);
    CHECK(addLoginFailure(transaction, "login:a", at(2000), hour) == LoginFailures{2, at(1000), at(2000)});
    CHECK(addLoginFailure(transaction, "login:b", at(2000), hour).count == 1);
    CHECK(addLoginFailure(transaction, "login:a", at(1000 + hour.count()), hour).count == 1);
    clearLoginFailures(transaction, "login:a");
    CHECK(loginFailures(transaction, "login:a").count == 0);
    CHECK(removeOldLoginFailures(transaction, at(2000)) == 0);
    CHECK(removeOldLoginFailures(transaction, at(2001)) == 1);
  });
}
