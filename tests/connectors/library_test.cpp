#include "tests/connectors/fault_table.h"

namespace lixiao::connectors {
namespace {

struct LibraryWorld {
  TemporaryFolder folder;
  SampleProcess system;

  explicit LibraryWorld(const std::string& encoding = "UTF-8") : system(start(folder, encoding)) {}

  static SampleProcess start(const TemporaryFolder& folder, const std::string& encoding) {
    folder.write("password", "s3cr3t\n");
    folder.write("library.csv",
                 "student_no,name,loans,fines\n"
                 "001,张伟,2,1.50\n002,欧阳娜娜,0,0.00\n003,亅,26,0.00\n");
    return SampleProcess("lixiao-sample-library", {"--data", folder.path().string(), "--encoding", encoding},
                         2);
  }

  std::unique_ptr<Connector> connector(const std::map<std::string, std::string>& more = {}) const {
    std::map<std::string, std::string> settings{
        {"host", "127.0.0.1"},      {"port", std::to_string(system.port())},
        {"amount_unit", "yuan"},    {"user", "lixiao"},
        {"institution", "lixiao"},  {"password_file", (folder.path() / "password").string()},
        {"answer_timeout", "400ms"}};
    for (const auto& [key, value] : more) settings[key] = value;
    return makeConnector("library", settings);
  }
};

const auto kThree = students({"001", "002", "003"});

}  // namespace

TEST_CASE("library: loans are the charged items and fines come in fen") {
  const auto connection = GENERATE(as<std::string>(), "shared", "per_patron");
  const auto encoding = GENERATE(as<std::string>(), "UTF-8", "GB18030");
  CAPTURE(connection, encoding);
  LibraryWorld world(encoding);
  const auto connector = world.connector({{"connection", connection}, {"encoding", encoding}});
  const FetchResult result = connector->fetch(students({"001", "002", "nobody", "003"}), {});
  auto facts = factsOf(result);
  CHECK(facts.size() == 8);
  CHECK(facts["001 library.loans"] == number(2));
  CHECK(facts["001 library.fines"] == number(150));
  CHECK(facts["002 library.loans"] == number(0));
  CHECK(facts["003 library.loans"] == number(26));
  CHECK_FALSE(facts["nobody library.loans"].known());
  CHECK_FALSE(facts["nobody library.fines"].known());
  CHECK(result.delivery()->unknown_students == std::vector<std::string>{"nobody"});
}

TEST_CASE("library: more students than there are sequence numbers are answered on one connection") {
  LibraryWorld world;
  std::vector<StudentRef> many(25, StudentRef{"001"});
  for (std::size_t i = 0; i < many.size(); ++i) many[i].student_no = "stranger" + std::to_string(i);
  CHECK(world.connector()->fetch(many, {}).delivery()->unknown_students.size() == 25);
}

TEST_CASE("library: books returned and lent at the source are seen at the next poll") {
  LibraryWorld world;
  const auto connector = world.connector();
  REQUIRE(world.system.post("/return?student_no=001") == 200);
  REQUIRE(world.system.post("/lend?student_no=002") == 200);
  auto facts = factsOf(connector->fetch(kThree, {}));
  CHECK(facts["001 library.loans"] == number(0));
  CHECK(facts["001 library.fines"] == number(0));
  CHECK(facts["002 library.loans"] == number(1));
}

TEST_CASE("library: every fault delivers nothing, is named rightly, and is over when the source recovers") {
  LibraryWorld world;
  const auto connection = GENERATE(as<std::string>(), "shared", "per_patron");
  const auto connector = world.connector({{"connection", connection}});
  const std::vector<FaultRow> rows = {
      {"refuse", FailureKind::Unreachable, "library system: "},
      {"silence", FailureKind::Unreachable, "no complete answer in time"},
      {"drip", FailureKind::Unreachable, "no complete answer in time"},
      {"reset", FailureKind::Unreachable, "lost again and again"},
      {"login-refused", FailureKind::Refused, "the login was refused"},
      {"html", FailureKind::Malformed, "of another kind"},
      {"empty", FailureKind::Malformed, "of another kind"},
      {"endless", FailureKind::Malformed, "longer than any could be"},
      {"96", FailureKind::Malformed, "does not understand"},
      {"cut", FailureKind::Malformed, "without checksum"},
      {"wrong-checksum", FailureKind::Malformed, "a wrong checksum"},
      {"gbk", FailureKind::Malformed, "not in the encoding"},
      {"wrong-unit", FailureKind::Malformed, "another currency"},
      {"negative", FailureKind::Malformed, "a negative amount"},
      {"three-decimals", FailureKind::Malformed, "more than two decimals"},
      {"duplicate", FailureKind::Malformed, "the field AA twice"},
      {"other-patron", FailureKind::Malformed, "another patron"},
  };
  for (const FaultRow& row : rows) checkFault(row, world.system, *connector, kThree);
}

TEST_CASE("library: counts and fees that are not given are unknown, never zero") {
  LibraryWorld world;
  const auto connector = world.connector();
  world.system.fault("blank-counts");
  auto facts = factsOf(connector->fetch(kThree, {}));
  CHECK_FALSE(facts["002 library.loans"].known());
  CHECK(facts["002 library.fines"] == number(0));
  world.system.fault("no-fee");
  facts = factsOf(connector->fetch(kThree, {}));
  CHECK(facts["002 library.loans"] == number(0));
  CHECK_FALSE(facts["002 library.fines"].known());
}

TEST_CASE("library: a patron who is not valid is unknown") {
  LibraryWorld world;
  world.system.fault("unknown");
  CHECK(world.connector()->fetch(kThree, {}).delivery()->unknown_students.size() == 3);
}

TEST_CASE("library: a question is sent again when the source asks for it") {
  LibraryWorld world;
  world.system.fault("96-once");
  CHECK(factsOf(world.connector()->fetch(kThree, {})).size() == 6);
}

TEST_CASE("library: names in GB18030 are read when the settings say so") {
  LibraryWorld world;
  world.system.fault("gbk");
  CHECK(factsOf(world.connector({{"encoding", "GB18030"}})->fetch(kThree, {})).size() == 6);
}

TEST_CASE("library: a student number that SIP2 cannot carry asks nothing") {
  LibraryWorld world;
  const FetchResult result = world.connector()->fetch(students({"001|AA002"}), {});
  REQUIRE(result.failure() != nullptr);
  CHECK(result.failure()->kind == FailureKind::Config);
}

TEST_CASE("library: a password that is not there is a fault of the settings") {
  LibraryWorld world;
  const FetchResult result = world.connector({{"password_file", "/nowhere/password"}})->fetch(kThree, {});
  REQUIRE(result.failure() != nullptr);
  CHECK(result.failure()->kind == FailureKind::Config);
  CHECK(result.failure()->text.find("s3cr3t") == std::string::npos);
}

}  // namespace lixiao::connectors
