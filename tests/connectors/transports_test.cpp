#include "tests/connectors/plugin_fixture.h"
#include "tests/connectors/sample_process.h"
#include "tests/connectors/shell.h"

namespace lixiao::connectors {
namespace {

using Options = std::map<std::string, std::string>;

/// Four source systems, each of which has a 3 for the student 001.
struct Peers {
  TemporaryFolder folder;
  SampleProcess finance = startFinance(folder);
  SampleProcess library = startLibrary(folder);
  std::string database = (folder.path() / "view.db").string();

  Peers() {
    shell("sqlite3 " + database +
          " \"CREATE TABLE view(no TEXT, n TEXT); INSERT INTO view VALUES('001','3')\"");
    folder.write("drop.csv", "no,n\n001,3\nTOTAL,1\n");
  }
  static SampleProcess startFinance(const TemporaryFolder& folder) {
    folder.write("finance.csv", "student_no,tuition_due,dorm_due\n001,3,3\n");
    return SampleProcess("lixiao-sample-finance", {"--data", folder.path().string()}, 1);
  }
  static SampleProcess startLibrary(const TemporaryFolder& folder) {
    folder.write("library.csv", "student_no,name,loans,fines\n001,张三,3,3\n");
    return SampleProcess("lixiao-sample-library", {"--data", folder.path().string()}, 2);
  }

  Options settings(const std::string& transport) const {
    if (transport == "http")
      return {{"url", "http://127.0.0.1:" + std::to_string(finance.port()) + "/arrears"}};
    if (transport == "koha") return {{"url", "http://127.0.0.1:" + std::to_string(library.controlPort())}};
    if (transport == "sql") return {{"database", database}, {"view", "view"}, {"student_no_field", "no"}};
    if (transport == "file")
      return {{"folder", folder.path().string()}, {"file_name", "drop.csv"}, {"student_no_field", "no"}};
    return {{"host", "127.0.0.1"}, {"port", std::to_string(library.port())}};
  }
};

/// Where a transport has the 3, as a count and as an amount.
std::string whereOf(const std::string& transport, bool amount) {
  if (transport == "http") return "tuition_due";
  if (transport == "sip2") return amount ? "BV" : "charged";
  return "n";
}

Options prefixed(const std::string& prefix, const Options& options) {
  Options result;
  for (const auto& [key, value] : options) result[prefix + key] = value;
  return result;
}

}  // namespace

TEST_CASE("every kind of connector reaches its source over every transport, by settings alone") {
  const Peers peers;
  for (const std::string transport : {"http", "sql", "file", "sip2"}) {
    CAPTURE(transport);
    Options common = peers.settings(transport);
    common["transport"] = transport;

    Options finance = common;
    finance.insert({{"amount_unit", "yuan"},
                    {"tuition_due_field", whereOf(transport, true)},
                    {"dorm_due_field", "none"}});
    CHECK(factsOf(makeConnector("finance", finance)->fetch(students({"001"}), {})) ==
          std::map<std::string, model::Value>{{"001 finance.tuition_due", number(300)}});

    Options library = common;
    library.insert({{"amount_unit", "yuan"},
                    {"loans_field", whereOf(transport, false)},
                    {"fines_field", whereOf(transport, true)}});
    CHECK(factsOf(makeConnector("library", library)->fetch(students({"001"}), {})) ==
          std::map<std::string, model::Value>{{"001 library.loans", number(3)},
                                              {"001 library.fines", number(300)}});

    Options housing = common;
    housing.insert({{"amount_unit", "yuan"}, {"dorm_due_field", whereOf(transport, true)}});
    housing.merge(prefixed("room_", common));
    housing.insert({{"room_checked_out_field", whereOf(transport, false)}, {"room_yes_words", "3"}});
    CHECK(factsOf(makeConnector("housing", housing)->fetch(students({"001"}), {})) ==
          std::map<std::string, model::Value>{{"001 housing.dorm_due", number(300)},
                                              {"001 housing.checked_out", model::Value(true)}});
  }
}

TEST_CASE("a source that knows none of twenty students has lost its list, over every transport") {
  const Peers peers;
  std::vector<StudentRef> strangers;
  for (int i = 0; i < 20; ++i) strangers.push_back({"n" + std::to_string(i)});
  for (const std::string transport : {"http", "sql", "file", "sip2", "koha"}) {
    CAPTURE(transport);
    Options settings = peers.settings(transport);
    settings.insert({{"transport", transport}, {"amount_unit", "yuan"}, {"fines_field", "none"}});
    settings["loans_field"] = transport == "koha" ? "checkouts" : whereOf(transport, false);
    const auto connector = makeConnector("library", settings);
    const FetchResult lost = connector->fetch(strangers, {});
    REQUIRE(lost.failure() != nullptr);
    CHECK(lost.failure()->kind == FailureKind::Malformed);
    CHECK_THAT(lost.failure()->text, Catch::Matchers::Contains("knows none of 20 students"));
    auto with_one = strangers;
    with_one.push_back({"001"});
    CHECK(connector->fetch(with_one, {}).delivery()->unknown_students.size() == 20);
  }
}

}  // namespace lixiao::connectors
