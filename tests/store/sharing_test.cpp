#include "engine/store/sharing.h"

#include <map>
#include <random>
#include <set>

#include "tests/catch.h"
#include "tests/store/fixture.h"

using namespace lixiao::store;
using namespace lixiao::store::test;

namespace {
Student student(int i, const std::string& room, const std::string& class_code) {
  Student made;
  made.student_no = number(i);
  made.name = "李想";
  if (!room.empty()) made.attributes.set("room", room);
  made.attributes.set("class_code", class_code);
  return made;
}
std::set<std::string> sharing(Database& database, const std::string& attribute, const std::string& value) {
  return database.read([&](Reader& reader) {
    std::set<std::string> numbers;
    for (const Student& found : studentsSharing(reader, attribute, value)) {
      CHECK_FALSE(found.removed);
      numbers.insert(found.student_no);
    }
    return numbers;
  });
}
}  // namespace

TEST_CASE("Who shares a value is found as the roster changes, with a look-up and without", "[sharing]") {
  Fixture f;
  const unsigned seed = GENERATE(1U, 2U);
  std::mt19937 random(seed);
  std::map<std::string, std::pair<std::string, std::string>> present;  // number → room, class
  for (int step = 0; step < 60; ++step) {
    if (step == 20)
      f.database.write([](Transaction& transaction) {
        shareAttributes(transaction, {"class_code", "room"});
      });
    if (step == 40)
      f.database.write([](Transaction& transaction) { shareAttributes(transaction, {"room"}); });
    f.database.write([&](Transaction& transaction) {
      const int i = static_cast<int>(random() % 30);
      if (random() % 4 == 0) {
        removeStudents(transaction, {number(i)});
        present.erase(number(i));
        return;
      }
      const std::string room = random() % 5 == 0 ? "" : std::to_string(random() % 4);
      const std::string class_code = std::to_string(random() % 3);
      upsertStudents(transaction, {student(i, room, class_code)});
      present[number(i)] = {room, class_code};
    });
    for (const std::string value : {"0", "1", "2", "3", "none"}) {
      std::set<std::string> by_room, by_class;
      for (const auto& [student_no, of] : present) {
        if (of.first == value) by_room.insert(student_no);
        if (of.second == value) by_class.insert(student_no);
      }
      INFO("seed " << seed << ", step " << step << ", value " << value);
      REQUIRE(sharing(f.database, "room", value) == by_room);
      REQUIRE(sharing(f.database, "class_code", value) == by_class);
    }
  }
}
