#include <Poco/Net/ServerSocket.h>

#include "tests/connectors/fault_table.h"

namespace lixiao::connectors {
namespace {

struct FinanceWorld {
  TemporaryFolder folder;
  SampleProcess system = start(folder);

  static SampleProcess start(const TemporaryFolder& folder) {
    folder.write("finance.csv",
                 "\xEF\xBB\xBFstudent_no,tuition_due,dorm_due\r\n"
                 "001,300.00,0.00\r\n002,0.00,12.5\r\n003,0,0\r\n004,99999.99,0.01\r\n005,0,0\r\n");
    return SampleProcess("lixiao-sample-finance", {"--data", folder.path().string()}, 1);
  }

  std::unique_ptr<Connector> connector(const std::map<std::string, std::string>& more = {}) const {
    std::map<std::string, std::string> settings{
        {"url", "http://127.0.0.1:" + std::to_string(system.port()) + "/arrears"},
        {"amount_unit", "yuan"},
        {"page_size", "2"},
        {"answer_timeout", "400ms"}};
    for (const auto& [key, value] : more) settings[key] = value;
    return makeConnector("finance", settings);
  }
};

const auto kFive = students({"001", "002", "003", "004", "005"});

}  // namespace

TEST_CASE("finance: dues of several pages arrive in fen, and strangers are told apart from zero") {
  FinanceWorld world;
  const FetchResult result = world.connector()->fetch(students({"001", "002", "nobody", "003", "004"}), {});
  auto facts = factsOf(result);
  CHECK(facts.size() == 10);
  CHECK(facts["001 finance.tuition_due"] == number(30000));
  CHECK(facts["002 finance.dorm_due"] == number(1250));
  CHECK(facts["003 finance.tuition_due"] == number(0));
  CHECK(facts["004 finance.tuition_due"] == number(9999999));
  CHECK_FALSE(facts["nobody finance.tuition_due"].known());
  CHECK(result.delivery()->unknown_students == std::vector<std::string>{"nobody"});
}

TEST_CASE("finance: paying and owing at the source is seen at the next poll") {
  FinanceWorld world;
  const auto connector = world.connector();
  REQUIRE(world.system.post("/pay?student_no=001") == 200);
  REQUIRE(world.system.post("/owe?student_no=002&amount=45.60") == 200);
  CHECK(world.system.post("/pay?student_no=nobody") == 404);
  auto facts = factsOf(connector->fetch(kFive, {}));
  CHECK(facts["001 finance.tuition_due"] == number(0));
  CHECK(facts["002 finance.tuition_due"] == number(4560));
}

TEST_CASE("finance: every fault delivers nothing, is named rightly, and is over when the source recovers") {
  FinanceWorld world;
  const auto connector = world.connector();
  const std::vector<FaultRow> rows = {
      {"refuse", FailureKind::Unreachable, "finance interface: "},
      {"silence", FailureKind::Unreachable, "no complete answer in time"},
      {"drip", FailureKind::Unreachable, "no complete answer in time"},
      {"reset", FailureKind::Unreachable, "finance interface: "},
      {"503", FailureKind::Unreachable, "status 503"},
      {"forbidden", FailureKind::Refused, "status 403"},
      {"html", FailureKind::Malformed, "not application/json"},
      {"redirect", FailureKind::Malformed, "a redirect"},
      {"bad-length", FailureKind::Malformed, "header cannot be read"},
      {"negative-length", FailureKind::Malformed, "less than nothing"},
      {"bad-chunk", FailureKind::Malformed, "in chunks without a length"},
      {"long-header", FailureKind::Malformed, "not HTTP"},
      {"many-headers", FailureKind::Malformed, "not HTTP"},
      {"empty", FailureKind::Malformed, "2 students are not answered"},
      {"cut", FailureKind::Malformed, "not complete JSON"},
      {"same-key-twice", FailureKind::Malformed, "a key twice"},
      {"wrong-unit", FailureKind::Malformed, "another unit"},
      {"negative", FailureKind::Malformed, "a negative amount"},
      {"three-decimals", FailureKind::Malformed, "more than two decimals"},
      {"lists", FailureKind::Malformed, "neither a text nor a number"},
      {"not-a-number", FailureKind::Malformed, "not a plain decimal number"},
      {"duplicate", FailureKind::Malformed, "answered twice"},
      {"missing", FailureKind::Malformed, "1 students are not answered"},
      {"stranger", FailureKind::Malformed, "not asked about"},
  };
  for (const FaultRow& row : rows) checkFault(row, world.system, *connector, kFive);
}

TEST_CASE("finance: what came in place of an answer is shown with the failure") {
  FinanceWorld world;
  const auto connector = world.connector();
  const std::map<std::string, std::string> said{
      {"503", "maintenance"}, {"html", "统一身份认证"}, {"forbidden", "{}"}};
  for (const auto& [fault, answer] : said) {
    CAPTURE(fault);
    world.system.fault(fault);
    const FetchResult result = connector->fetch(kFive, {});
    REQUIRE(result.failure() != nullptr);
    CHECK_THAT(result.failure()->answer, Catch::Matchers::Contains(answer));
  }
}

TEST_CASE("finance: a student the source disowns is unknown, and the others are delivered") {
  FinanceWorld world;
  world.system.fault("unknown");
  const FetchResult result = world.connector()->fetch(students({"001", "002"}), {});
  auto facts = factsOf(result);
  CHECK_FALSE(facts["001 finance.tuition_due"].known());
  CHECK(facts["002 finance.dorm_due"] == number(1250));
  CHECK(result.delivery()->unknown_students == std::vector<std::string>{"001"});
}

TEST_CASE("finance: several rows of one student are added up where the settings say so, and no row twice") {
  FinanceWorld world;
  const auto connector = world.connector({{"rows_per_student", "many"}});
  const auto asked = students({"001", "002", "nobody"});
  world.system.fault("many-rows");
  const FetchResult result = connector->fetch(asked, {});
  auto facts = factsOf(result);
  CHECK(facts["001 finance.tuition_due"] == number(60000));
  CHECK(facts["001 finance.dorm_due"] == number(700));
  CHECK(facts["002 finance.dorm_due"] == number(1250));
  CHECK(result.delivery()->unknown_students == std::vector<std::string>{"nobody"});
  CHECK(world.connector()->fetch(asked, {}).failure() != nullptr);
  const auto by_number = world.connector({{"rows_per_student", "many"}, {"page_size", "1"}});
  for (const char* fault : {"duplicate", "stranger"}) {
    world.system.fault(fault);
    CHECK(by_number->fetch(asked, {}).failure() != nullptr);
  }
}

TEST_CASE("finance: the unknown may be told by number, as rows may") {
  FinanceWorld world;
  world.system.fault("numbers");
  const FetchResult result = world.connector()->fetch(students({"001", "900"}), {});
  CHECK(factsOf(result)["001 finance.tuition_due"] == number(30000));
  CHECK(result.delivery()->unknown_students == std::vector<std::string>{"900"});
}

TEST_CASE("finance: the unit of the settings must be the unit of the answer") {
  FinanceWorld world;
  const FetchResult result = world.connector({{"amount_unit", "fen"}})->fetch(kFive, {});
  REQUIRE(result.failure() != nullptr);
  CHECK(result.failure()->kind == FailureKind::Malformed);
  CHECK_THAT(result.failure()->answer, Catch::Matchers::Contains("\"unit\":\"yuan\""));
}

TEST_CASE("finance: a token that is not there is a fault of the settings and the source is not asked") {
  FinanceWorld world;
  using Row = std::pair<const char*, const char*>;
  const auto [key, value] = GENERATE(Row("token_file", "/nowhere/token"), Row("token_env", "LIXIAO_NOWHERE"));
  const FetchResult result = world.connector({{key, value}})->fetch(kFive, {});
  REQUIRE(result.failure() != nullptr);
  CHECK(result.failure()->kind == FailureKind::Config);
  CHECK_THAT(result.failure()->text, Catch::Matchers::Contains(value));
}

TEST_CASE("finance: a source that is down is unreachable, and found again on the same connector") {
  TemporaryFolder folder;
  folder.write("finance.csv", "student_no,tuition_due,dorm_due\n001,1.00,0\n");
  SampleProcess first("lixiao-sample-finance", {"--data", folder.path().string()}, 1);
  const std::string port = std::to_string(first.port());
  const auto connector =
      makeConnector("finance", {{"url", "http://127.0.0.1:" + port + "/arrears"}, {"amount_unit", "yuan"}});
  CHECK(factsOf(connector->fetch(students({"001"}), {})).size() == 2);
  CHECK(first.stop() == 0);
  const FetchResult down = connector->fetch(students({"001"}), {});
  REQUIRE(down.failure() != nullptr);
  CHECK(down.failure()->kind == FailureKind::Unreachable);
  SampleProcess second("lixiao-sample-finance", {"--data", folder.path().string(), "--port", port}, 1);
  CHECK(factsOf(connector->fetch(students({"001"}), {})).size() == 2);
}

TEST_CASE("a sample system refuses bad arguments and bad data") {
  TemporaryFolder folder;
  CHECK_THROWS(SampleProcess("lixiao-sample-finance", {"--data", folder.path().string()}, 1));
  folder.write("finance.csv", "student_no,tuition_due\n001,1.00\n");
  CHECK_THROWS(SampleProcess("lixiao-sample-finance", {"--data", folder.path().string()}, 1));
  CHECK_THROWS(SampleProcess("lixiao-sample-finance", {"--dta", folder.path().string()}, 1));
}

}  // namespace lixiao::connectors
