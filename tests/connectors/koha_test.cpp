#include "tests/connectors/answering_server.h"
#include "tests/connectors/fault_table.h"

namespace lixiao::connectors {
namespace {

struct Koha {
  TemporaryFolder folder;
  SampleProcess system = start(folder);

  static SampleProcess start(const TemporaryFolder& folder) {
    folder.write("library.csv",
                 "student_no,name,loans,fines\n001,张三,2,3.50\n002,李四,0,0.00\n003,王五,205,0\n");
    return SampleProcess("lixiao-sample-library", {"--data", folder.path().string()}, 2);
  }
  std::unique_ptr<Connector> connector(const std::map<std::string, std::string>& more = {}) const {
    std::map<std::string, std::string> settings{
        {"transport", "koha"},
        {"url", "http://127.0.0.1:" + std::to_string(system.controlPort())},
        {"amount_unit", "yuan"},
        {"connections", "3"},
        {"answer_timeout", "400ms"}};
    for (const auto& [key, value] : more) settings[key] = value;
    return makeConnector("library", settings);
  }
};

const auto kTwo = students({"001", "002"});

}  // namespace

TEST_CASE("koha: checkouts of all pages are counted, and a credit hides no debt") {
  const Koha koha;
  const FetchResult result = koha.connector()->fetch(students({"001", "002", "003", "nobody"}), {});
  auto facts = factsOf(result);
  CHECK(facts["001 library.loans"] == number(2));
  CHECK(facts["001 library.fines"] == number(350));
  CHECK(facts["002 library.fines"] == number(0));
  CHECK(facts["003 library.loans"] == number(205));
  CHECK(result.delivery()->unknown_students == std::vector<std::string>{"nobody"});
  auto net = factsOf(koha.connector({{"fines_field", "balance"}})->fetch(kTwo, {}));
  CHECK(net["001 library.fines"] == number(250));
  CHECK(net["002 library.fines"] == number(0));
}

TEST_CASE("koha: every fault delivers nothing and is over when Koha recovers") {
  const Koha koha;
  const auto connector = koha.connector();
  const std::vector<FaultRow> rows = {
      {"503", FailureKind::Unreachable, "status 503"},
      {"html", FailureKind::Malformed, "not application/json"},
      {"silence", FailureKind::Unreachable, "no complete answer in time"},
      {"negative", FailureKind::Malformed, "a negative amount"},
  };
  for (const FaultRow& row : rows) checkFault(row, koha.system, *connector, kTwo);
}

TEST_CASE("koha: a failure over one patron has the answer and names the student") {
  struct Row {
    std::string patrons, account;
    const char *text, *answer;
  };
  const std::vector<Row> rows = {
      {R"([{"patron_id": 7, "cardnumber": "002"}])", "{}", "about another patron", "\"002\""},
      {R"([{"patron_id": 7, "cardnumber": "001"}])", R"({"balance": 0})",
       "without \"/outstanding_debits/total\"", "{\"balance\": 0}"},
  };
  for (const Row& row : rows) {
    const AnsweringServer server("\r\n\r\n", [&](const std::string& question) {
      const bool account = question.find("/account") != std::string::npos;
      const bool checkouts = question.find("/checkouts") != std::string::npos;
      return httpAnswer("200 OK", account ? row.account : checkouts ? "[]" : row.patrons);
    });
    const FetchResult result = makeConnector("library", {{"transport", "koha"},
                                                         {"url", "http://127.0.0.1:" + server.port()},
                                                         {"amount_unit", "yuan"}})
                                   ->fetch(students({"001"}), {});
    REQUIRE(result.failure());
    CHECK_THAT(result.failure()->text,
               Catch::Matchers::Contains(row.text) && Catch::Matchers::Contains(", asked about student 001"));
    CHECK_THAT(result.failure()->answer, Catch::Matchers::Contains(row.answer));
  }
}

}  // namespace lixiao::connectors
