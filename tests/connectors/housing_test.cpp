#include "tests/connectors/fault_table.h"

namespace lixiao::connectors {
namespace {

struct HousingWorld {
  TemporaryFolder folder;
  SampleProcess finance = startFinance(folder);
  SampleProcess housing = startHousing(folder);

  static SampleProcess startFinance(const TemporaryFolder& folder) {
    folder.write("finance.csv",
                 "student_no,tuition_due,dorm_due\n001,300.00,0.00\n002,0.00,12.50\n003,0,0\n");
    return SampleProcess("lixiao-sample-finance", {"--data", folder.path().string()}, 1);
  }
  static SampleProcess startHousing(const TemporaryFolder& folder) {
    folder.write("housing.csv", "student_no,dorm_due,checked_out\n001,0.00,1\n002,12.50,0\n004,0.00,1\n");
    return SampleProcess(
        "lixiao-sample-housing",
        {"--data", folder.path().string(), "--database", (folder.path() / "h?#%.db").string()}, 1);
  }

  std::unique_ptr<Connector> connector(const std::map<std::string, std::string>& more = {}) const {
    std::map<std::string, std::string> settings{
        {"url", "http://127.0.0.1:" + std::to_string(finance.port()) + "/arrears"},
        {"amount_unit", "yuan"},
        {"answer_timeout", "400ms"},
        {"poll_timeout", "2s"},
        {"room_database", (folder.path() / "h?#%.db").string()},
        {"room_view", "room_check_out"}};
    for (const auto& [key, value] : more) settings[key] = value;
    return makeConnector("housing", settings);
  }
};

const auto kTwo = students({"001", "002"});

}  // namespace

TEST_CASE("housing: dues come from finance and check-out from the view") {
  HousingWorld world;
  const FetchResult result = world.connector()->fetch(students({"001", "002", "003", "004", "nobody"}), {});
  auto facts = factsOf(result);
  CHECK(facts.size() == 10);
  CHECK(facts["001 housing.dorm_due"] == number(0));
  CHECK(facts["001 housing.checked_out"] == model::Value(true));
  CHECK(facts["002 housing.dorm_due"] == number(1250));
  CHECK(facts["002 housing.checked_out"] == model::Value(false));
  CHECK(facts["003 housing.dorm_due"] == number(0));
  CHECK_FALSE(facts["003 housing.checked_out"].known());
  CHECK_FALSE(facts["004 housing.dorm_due"].known());
  CHECK(facts["004 housing.checked_out"] == model::Value(true));
  CHECK(result.delivery()->unknown_students == std::vector<std::string>{"003", "004", "nobody"});
}

TEST_CASE("housing: a check-out at the source is seen at the next poll") {
  HousingWorld world;
  const auto connector = world.connector();
  REQUIRE(world.housing.post("/check-out?student_no=002") == 200);
  CHECK(world.housing.post("/check-out?student_no=nobody") == 404);
  CHECK(factsOf(connector->fetch(kTwo, {}))["002 housing.checked_out"] == model::Value(true));
}

TEST_CASE("housing: faults of the view deliver nothing, not even the dues") {
  HousingWorld world;
  const auto connector = world.connector({{"poll_timeout", "600ms"}});
  const std::vector<FaultRow> rows = {
      {"lock", FailureKind::Unreachable, "did not answer in time"},
      {"silence", FailureKind::Unreachable, "did not answer in time"},
      {"missing-view", FailureKind::Config, "the view cannot be read"},
      {"empty", FailureKind::Malformed, "the view is empty"},
      {"duplicate", FailureKind::Malformed, "twice in the view"},
      {"wrong-value", FailureKind::Malformed, "neither one of yes_words"},
  };
  for (const FaultRow& row : rows) checkFault(row, world.housing, *connector, kTwo);
}

TEST_CASE("housing: faults of the finance interface deliver nothing, not even the check-outs") {
  HousingWorld world;
  const auto connector = world.connector();
  checkFault({"503", FailureKind::Unreachable, "finance interface"}, world.finance, *connector, kTwo);
  checkFault({"wrong-unit", FailureKind::Malformed, "another unit"}, world.finance, *connector, kTwo);
  checkFault({"negative", FailureKind::Malformed, "a negative amount"}, world.finance, *connector, kTwo);
}

TEST_CASE("housing: a check-out that is not said is unknown") {
  HousingWorld world;
  world.housing.fault("not-said");
  const FetchResult result = world.connector()->fetch(kTwo, {});
  CHECK_FALSE(factsOf(result)["001 housing.checked_out"].known());
  CHECK(result.delivery()->unknown_students.empty());
}

TEST_CASE("housing: a file that is missing or no database is named") {
  HousingWorld world;
  const FetchResult absent = world.connector({{"room_database", "/nowhere/h.db"}})->fetch(kTwo, {});
  REQUIRE(absent.failure() != nullptr);
  CHECK(absent.failure()->kind == FailureKind::Config);
  CHECK_FALSE(std::filesystem::exists("/nowhere/h.db"));
  const std::string text = world.folder.write("text.db", std::string(8192, 'x'));
  const FetchResult no_database = world.connector({{"room_database", text}})->fetch(kTwo, {});
  REQUIRE(no_database.failure() != nullptr);
  CHECK(no_database.failure()->kind == FailureKind::Malformed);
}

}  // namespace lixiao::connectors
