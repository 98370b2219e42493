#include <thread>

#include "tests/connectors/fault_table.h"
#include "tests/connectors/postgresql_server.h"
#include "tests/connectors/shell.h"

namespace lixiao::connectors {
namespace {

using Options = std::map<std::string, std::string>;

constexpr const char* kAccounts =
    "CREATE SCHEMA fees;"
    "CREATE TABLE fees.account (\"学号\" char(12) PRIMARY KEY, due numeric(10,2), dorm numeric(10,2));"
    "INSERT INTO fees.account VALUES ('001', 300, 0), ('002', 0.5, NULL), ('O''Brien', 0, 0);"
    "CREATE VIEW fees.arrears AS SELECT * FROM fees.account;"
    "GRANT USAGE ON SCHEMA fees TO reader; GRANT SELECT ON fees.arrears TO reader;"
    "CREATE VIEW fees.secret AS SELECT * FROM fees.account;"
    "CREATE VIEW fees.twice AS SELECT * FROM fees.account UNION ALL SELECT * FROM fees.account;"
    "CREATE VIEW fees.nothing AS SELECT * FROM fees.account WHERE false;"
    "CREATE VIEW fees.slow AS SELECT * FROM fees.account WHERE pg_sleep(30)::text IS NOT NULL;"
    "CREATE VIEW fees.negative AS SELECT \"学号\", -due - 1 AS due, dorm FROM fees.account;"
    "CREATE TABLE fees.loose (\"学号\" varchar(20), due numeric(10,2), dorm numeric(10,2));"
    "INSERT INTO fees.loose VALUES ('002   ', 5, 0), (' 003', 5, 0), ('S004', 5, 0), ('5', 5, 0), ('6', 5, "
    "0);"
    "CREATE VIEW fees.blank AS SELECT * FROM fees.account UNION ALL SELECT NULL, 5, 0;"
    "CREATE VIEW fees.numbered AS SELECT 5130719001::bigint AS \"学号\", 5 AS due, 0 AS dorm;"
    "GRANT SELECT ON fees.loose, fees.blank, fees.numbered TO reader;"
    "GRANT SELECT ON fees.twice, fees.nothing, fees.slow, fees.negative TO reader;";

/// One server for all cases; each finds it running.
const PostgresqlServer& campus() {
  static const PostgresqlServer* server = [] {
    auto* made = new PostgresqlServer;
    made->run(kAccounts);
    std::atexit([] { delete server; });
    return made;
  }();
  return *server;
}

Options postgresql(const PostgresqlServer& server) {
  return {{"transport", "sql"},
          {"engine", "postgresql"},
          {"host", "127.0.0.1"},
          {"port", std::to_string(server.port())},
          {"database", "campus"},
          {"user", "reader"},
          {"password_file", server.passwordFile()},
          {"view", "fees.arrears"},
          {"student_no_field", "学号"},
          {"tuition_due_field", "due"},
          {"dorm_due_field", "dorm"},
          {"amount_unit", "yuan"},
          {"poll_timeout", "5s"}};
}

Options odbc(const PostgresqlServer& server) {
  Options settings = postgresql(server);
  for (const char* key : {"host", "port", "database"}) settings.erase(key);
  settings["engine"] = "odbc";
  settings["connection"] =
      "DRIVER={PostgreSQL Unicode};SERVER=127.0.0.1;PORT=" + std::to_string(server.port()) +
      ";DATABASE=campus;UseDeclareFetch=1";
  return settings;
}

Options with(Options settings, const Options& more) {
  for (const auto& [key, value] : more) settings[key] = value;
  return settings;
}

const auto kFour = students({"001", "002", "O'Brien", "nobody"});

void checkFour(const FetchResult& result) {
  auto facts = factsOf(result);
  CHECK(facts.size() == 8);
  CHECK(facts["001 finance.tuition_due"] == number(30000));
  CHECK(facts["002 finance.tuition_due"] == number(50));
  CHECK_FALSE(facts["002 finance.dorm_due"].known());
  CHECK(facts["O'Brien finance.tuition_due"] == number(0));
  CHECK(result.delivery()->unknown_students == std::vector<std::string>{"nobody"});
}

struct Wrong {
  Options settings;
  FailureKind kind;
  const char* text;
};

Options sqlite(const std::string& file) {
  return {{"transport", "sql"},   {"engine", "sqlite"}, {"database", file},         {"view", "out"},
          {"loans_field", "n"},   {"fines_field", "n"}, {"student_no_field", "no"}, {"absent", "clear"},
          {"amount_unit", "yuan"}};
}

void checkWrong(const Options& right, const Wrong& row) {
  const FetchResult result = makeConnector("finance", with(right, row.settings))->fetch(kFour, {});
  REQUIRE(result.failure() != nullptr);
  CAPTURE(result.failure()->text);
  CHECK(std::string(word(result.failure()->kind)) == std::string(word(row.kind)));
  CHECK_THAT(result.failure()->text, Catch::Matchers::Contains(row.text));
  CHECK_THAT(result.failure()->text, !Catch::Matchers::Contains("pass}word"));
}

}  // namespace

TEST_CASE("sql: dues come from a view of PostgreSQL, by its own driver and by ODBC") {
  checkFour(makeConnector("finance", postgresql(campus()))->fetch(kFour, {}));
  checkFour(makeConnector("finance", odbc(campus()))->fetch(kFour, {}));
}

TEST_CASE("sql: 1,201 students are asked about in several questions") {
  std::vector<StudentRef> many{{"001"}};
  for (int i = 0; i < 1200; ++i) many.push_back({"n" + std::to_string(i)});
  for (const Options& settings : {postgresql(campus()), odbc(campus())}) {
    const FetchResult result = makeConnector("finance", settings)->fetch(many, {});
    CHECK(factsOf(result)["001 finance.tuition_due"] == number(30000));
    CHECK(result.delivery()->unknown_students.size() == 1200);
  }
}

TEST_CASE("sql: what is wrong with a database is told apart, and no password with it") {
  TemporaryFolder folder;
  const std::string guess = folder.write("guess", "guess\n");
  const std::vector<Wrong> common = {
      {{{"password_file", guess}}, FailureKind::Refused, "does not let us in"},
      {{{"password_file", "/nowhere/p"}}, FailureKind::Config, "missing or empty"},
      {{{"view", "fees.secret"}}, FailureKind::Refused, "may not be read"},
      {{{"view", "fees.absent"}}, FailureKind::Config, "cannot be read"},
      {{{"dorm_due_field", "absent"}}, FailureKind::Config, "cannot be read"},
      {{{"view", "fees.twice"}}, FailureKind::Malformed, "twice in the view"},
      {{{"view", "fees.nothing"}}, FailureKind::Malformed, "the view is empty"},
      {{{"view", "fees.negative"}}, FailureKind::Malformed, "a negative amount"},
      {{{"view", "fees.slow"}, {"poll_timeout", "1s"}}, FailureKind::Unreachable, "in time"},
  };
  for (const Wrong& row : common) {
    checkWrong(postgresql(campus()), row);
    checkWrong(odbc(campus()), row);
  }
  checkWrong(postgresql(campus()), {{{"database", "absent"}}, FailureKind::Config, "no such database"});
  checkWrong(
      odbc(campus()),
      {{{"connection", "DRIVER={No Such Driver};SERVER=127.0.0.1"}}, FailureKind::Config, "cannot open"});
}

TEST_CASE("sql: a number that the view writes otherwise clears nobody") {
  const auto number_of_roster = GENERATE(as<std::string>(), "002", "003", "s004", "0005");
  CAPTURE(number_of_roster);
  for (const Options& settings : {postgresql(campus()), odbc(campus())}) {
    const auto clear =
        makeConnector("finance", with(settings, {{"view", "fees.loose"}, {"absent", "clear"}}));
    const FetchResult result = clear->fetch({{number_of_roster}}, {});
    REQUIRE(result.failure() != nullptr);
    CHECK(std::string(word(result.failure()->kind)) == "malformed");
    CHECK_THAT(result.failure()->text, Catch::Matchers::Contains("another form than on the roster"));
    CHECK(factsOf(clear->fetch(students({"6", "7"}), {}))["7 finance.tuition_due"] == number(0));
    const FetchResult unknown =
        makeConnector("finance", with(settings, {{"view", "fees.loose"}}))->fetch({{number_of_roster}}, {});
    REQUIRE(unknown.delivery() != nullptr);
    CHECK(unknown.delivery()->unknown_students == std::vector<std::string>{number_of_roster});
  }
}

TEST_CASE("sql: a view whose numbers went through a spreadsheet clears nobody") {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "loans.db").string();
  const auto written = GENERATE(as<std::string>(), "5.130719001E9", "5.13072E+09", "513-0719001",
                                "=5130719001", "5130719001.0");
  CAPTURE(written);
  shell("sqlite3 " + file + " \"CREATE TABLE out(no TEXT, n INT); INSERT INTO out VALUES('" + written +
        "',3)\"");
  const FetchResult result = makeConnector("library", sqlite(file))->fetch(students({"5130719001"}), {});
  REQUIRE(result.failure() != nullptr);
  CHECK(result.failure()->kind == FailureKind::Malformed);
  CHECK_THAT(result.failure()->text, Catch::Matchers::Contains("in the view: " + written));
}

TEST_CASE("sql: a view of others only is believed when their numbers look like those asked about") {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "loans.db").string();
  std::vector<StudentRef> many;
  for (int i = 0; i < 20; ++i) many.push_back({std::to_string(5130719001 + i)});
  shell("sqlite3 " + file + " \"CREATE TABLE out(no TEXT, n INT); INSERT INTO out VALUES('card-7',3)\"");
  const auto connector = makeConnector("library", sqlite(file));
  const FetchResult result = connector->fetch(many, {});
  REQUIRE(result.failure() != nullptr);
  CHECK_THAT(result.failure()->text, Catch::Matchers::Contains("nor any number like theirs"));
  shell("sqlite3 " + file + " \"INSERT INTO out VALUES('5130719999',3)\"");
  CHECK(factsOf(connector->fetch(many, {}))["5130719001 library.loans"] == number(0));
}

TEST_CASE("sql: PostgreSQL's column of numbers is asked about numbers with letters, too") {
  const FetchResult result = makeConnector("finance", with(postgresql(campus()), {{"view", "fees.numbered"}}))
                                 ->fetch(students({"5130719001", "S001"}), {});
  CHECK(factsOf(result)["5130719001 finance.tuition_due"] == number(500));
  CHECK(result.delivery()->unknown_students == std::vector<std::string>{"S001"});
}

TEST_CASE("sql: what is no SQLite database is told at once") {
  const TemporaryFolder folder;
  const std::string directory = (folder.path() / "db").string();
  std::filesystem::create_directory(directory);
  const std::string text = folder.write("text.db", std::string(5000, 'x'));
  for (const std::string& file : {directory, text, folder.path().string() + "/absent.db"}) {
    CAPTURE(file);
    const auto began = std::chrono::steady_clock::now();
    const FetchResult result = makeConnector("library", sqlite(file))->fetch(students({"001"}), {});
    REQUIRE(result.failure() != nullptr);
    CHECK(std::string(word(result.failure()->kind)) == (file == text ? "malformed" : "config"));
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(3));
  }
}

TEST_CASE("sql: padded columns are no other form, and rows of nobody or of one student twice clear nobody") {
  const auto of = [](const char* view) {
    return makeConnector("finance", with(postgresql(campus()), {{"view", view}, {"absent", "clear"}}))
        ->fetch(students({"001", "nobody"}), {});
  };
  CHECK(factsOf(of("fees.arrears"))["nobody finance.tuition_due"] == number(0));
  for (const char* view : {"fees.twice", "fees.blank"}) CHECK(of(view).failure() != nullptr);
}

TEST_CASE("sql: rows of one student are added up where the settings say that there are many") {
  const Options many{{"view", "fees.twice"}, {"rows_per_student", "many"}, {"absent", "clear"}};
  for (const Options& settings : {postgresql(campus()), odbc(campus())}) {
    auto facts = factsOf(makeConnector("finance", with(settings, many))->fetch(kFour, {}));
    CHECK(facts["001 finance.tuition_due"] == number(60000));
    CHECK(facts["002 finance.tuition_due"] == number(100));
    CHECK(facts["nobody finance.tuition_due"] == number(0));
  }
}

TEST_CASE("sql: a PostgreSQL server that speaks Chinese is understood alike, and its GB2312 database read") {
  const PostgresqlServer server("zh_CN");
  server.run("CREATE DATABASE old ENCODING 'EUC_CN' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0",
             "postgres");
  server.run(kAccounts, "old");
  const Options old = with(postgresql(server), {{"database", "old"}});
  checkFour(makeConnector("finance", old)->fetch(kFour, {}));
  TemporaryFolder folder;
  const std::string guess = folder.write("guess", "guess\n");
  const std::vector<Wrong> rows = {
      {{{"password_file", guess}}, FailureKind::Refused, "does not let us in"},
      {{{"user", "nobody"}}, FailureKind::Refused, "does not let us in"},
      {{{"database", "absent"}}, FailureKind::Config, "no such database"},
      {{{"view", "fees.secret"}}, FailureKind::Refused, "may not be read"},
      {{{"view", "fees.absent"}}, FailureKind::Config, "不存在"},
      {{{"view", "fees.slow"}, {"poll_timeout", "1s"}}, FailureKind::Unreachable, "in time"},
  };
  for (const Wrong& row : rows) checkWrong(old, row);
}

TEST_CASE("sql: PostgreSQL takes a password of any signs") {
  TemporaryFolder folder;
  for (const std::string password : {"c2VjcmV0cw==", "a b", "it's", "back\\slash:", "  =' \\'密"}) {
    CAPTURE(password);
    campus().run(
        "SET standard_conforming_strings = on; DROP ROLE IF EXISTS odd; CREATE ROLE odd LOGIN PASSWORD $$" +
        password + "$$ IN ROLE reader");
    checkFour(
        makeConnector("finance", with(postgresql(campus()),
                                      {{"user", "odd"}, {"password_file", folder.write("odd", password)}}))
            ->fetch(kFour, {}));
  }
}

TEST_CASE("sql: a question to PostgreSQL that does not end is left off when the service stops") {
  const auto connector =
      makeConnector("finance", with(postgresql(campus()), {{"view", "fees.slow"}, {"poll_timeout", "60s"}}));
  std::stop_source stop;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    stop.request_stop();
  });
  const auto began = std::chrono::steady_clock::now();
  CHECK(connector->fetch(kFour, stop.get_token()).failure() != nullptr);
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(3));
}

TEST_CASE("sql: a database that dies is unreachable, and found again on the same connector") {
  const PostgresqlServer server;
  server.run(kAccounts);
  const auto native = makeConnector("finance", postgresql(server));
  const auto by_odbc = makeConnector("finance", odbc(server));
  checkFour(native->fetch(kFour, {}));
  server.kill();
  for (const auto* connector : {&native, &by_odbc}) {
    const FetchResult down = (*connector)->fetch(kFour, {});
    REQUIRE(down.failure() != nullptr);
    CHECK(std::string(word(down.failure()->kind)) == "unreachable");
  }
  server.start();
  checkFour(native->fetch(kFour, {}));
  checkFour(by_odbc->fetch(kFour, {}));
}

TEST_CASE("sql: SQLite answers by ODBC as well") {
  TemporaryFolder folder;
  const std::string file = (folder.path() / "loans.db").string();
  shell("sqlite3 " + file +
        " \"CREATE TABLE out(no TEXT, n INT, fee TEXT); INSERT INTO out VALUES('001',3,'1.50')\"");
  const auto connector = makeConnector("library", {{"transport", "sql"},
                                                   {"engine", "odbc"},
                                                   {"connection", "DRIVER={SQLite3};Database=" + file},
                                                   {"view", "out"},
                                                   {"student_no_field", "no"},
                                                   {"loans_field", "n"},
                                                   {"fines_field", "fee"},
                                                   {"absent", "clear"},
                                                   {"amount_unit", "yuan"}});
  auto facts = factsOf(connector->fetch(students({"001", "002"}), {}));
  CHECK(facts["001 library.loans"] == number(3));
  CHECK(facts["001 library.fines"] == number(150));
  CHECK(facts["002 library.loans"] == number(0));
}

TEST_CASE("sql: a student number that nobody can read clears nobody") {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "loans.db").string();
  shell("sqlite3 " + file + " \"CREATE TABLE out(no TEXT, n INT); " +
        "INSERT INTO out VALUES('001',3), (CAST(x'B3C2FF' AS TEXT),5)\"");
  const auto connector = makeConnector("library", {{"transport", "sql"},
                                                   {"engine", "sqlite"},
                                                   {"database", file},
                                                   {"view", "out"},
                                                   {"student_no_field", "no"},
                                                   {"loans_field", "n"},
                                                   {"fines_field", "n"},
                                                   {"absent", "clear"},
                                                   {"amount_unit", "yuan"}});
  const FetchResult result = connector->fetch(students({"001", "002"}), {});
  REQUIRE(result.failure() != nullptr);
  CHECK(result.failure()->kind == FailureKind::Malformed);
  CHECK_THAT(result.failure()->text, Catch::Matchers::Contains("not UTF-8 stands in the view"));
}

TEST_CASE("sql: settings without what the engine needs are found") {
  const auto* factory = builtPlugins().find("finance");
  const auto findings = factory->check(
      settingsOf({{"transport", "sql"}, {"engine", "odbc"}, {"view", "a\"b"}, {"amount_unit", "yuan"}}));
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].code + findings[1].code == "bad-valuemissing-key");
  const auto secret = factory->check(settingsOf({{"transport", "sql"},
                                                 {"engine", "odbc"},
                                                 {"view", "v"},
                                                 {"connection", "DRIVER=x;Password=abc"},
                                                 {"amount_unit", "yuan"}}));
  REQUIRE(secret.size() == 1);
  CHECK_THAT(secret.front().message, Catch::Matchers::Contains("password never stands"));
}

}  // namespace lixiao::connectors
