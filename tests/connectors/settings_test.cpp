#include <cstdlib>

#include "connectors/setup.h"
#include "tests/connectors/plugin_fixture.h"
#include "tests/connectors/sample_process.h"

namespace lixiao::connectors {
namespace {

/// One scalar of `settings.yaml`, at a line, after `  KEY: `.
void put(Settings& settings, int line, const std::string& key, const std::string& text) {
  const int column = static_cast<int>(key.size()) + 5;
  settings.set(
      key,
      Setting{text, {"settings.yaml", line, 3}, {"settings.yaml", line, column}, "  " + key + ": " + text});
}

std::string report(const std::vector<model::Diagnostic>& findings) {
  std::string text;
  for (const auto& finding : findings) {
    text += std::to_string(finding.place.line) + ":" + std::to_string(finding.place.column) + " " +
            finding.code + " " + finding.message + (finding.hint.empty() ? "" : " / " + finding.hint) + "\n";
  }
  return text;
}

Settings finance() {
  Settings settings({"settings.yaml", 1, 1});
  put(settings, 2, "url", "http://127.0.0.1:9001/arrears");
  put(settings, 3, "amount_unit", "yuan");
  return settings;
}

constexpr const char* kSecretUrl =
    "url holds what may be a secret / secrets come from files or the environment: …_file, …_env";

std::vector<model::Diagnostic> check(const std::string& kind, const Settings& settings) {
  return builtPlugins().find(kind)->check(settings);
}

}  // namespace

TEST_CASE("right settings have no findings") {
  CHECK(report(check("finance", finance())).empty());
}

TEST_CASE("a missing key is reported at the block") {
  const Settings nothing({"settings.yaml", 7, 3});
  CHECK(report(check("finance", nothing)) ==
        "7:3 missing-key the key \"amount_unit\" is missing / one of yuan, fen\n"
        "7:3 missing-key the key \"url\" is missing / address of the interface\n");
}

TEST_CASE("an unknown key names the nearest") {
  Settings settings = finance();
  put(settings, 4, "page_sise", "100");
  CHECK(report(check("finance", settings)) ==
        "4:3 unknown-key there is no key \"page_sise\" here / did you mean \"page_size\"?\n");
}

TEST_CASE("a secret in the settings is refused and not repeated") {
  Settings settings = finance();
  put(settings, 4, "token", "s3cr3t");
  const auto findings = check("finance", settings);
  REQUIRE(findings.size() == 1);
  CHECK(report(findings) ==
        "4:3 unknown-key there is no key \"token\" here / write the name of a file that holds it: "
        "\"token_file\"\n");
  CHECK(model::format(findings[0]).find("s3cr3t") == std::string::npos);
}

TEST_CASE("a line that may hold a secret is not quoted, whatever is wrong on it") {
  const auto quoted = [](const std::string& line) {
    Settings settings = finance();
    settings.set("page_size", Setting{"many", {"settings.yaml", 4, 3}, {"settings.yaml", 4, 5}, line});
    const auto findings = check("finance", settings);
    REQUIRE(findings.size() == 1);
    return findings[0].source_line == line;
  };
  for (const char* line :
       {"{ page_size: many, password: hunter2 }", "{ page_size: many, \"api-key\": hunter2 }",
        "{ page_size: many, url: \"http://u:hunter2@host/\" }", "{ page_size: many, pin: 1234 }",
        "{ page_size: many, url: \"http://host/?access_token=hunter2\" }",
        "{ page_size: many, Authorization: Bearer hunter2 }"}) {
    CAPTURE(line);
    CHECK_FALSE(quoted(line));
  }
  for (const char* line : {"{ page_size: many, password_file: x, token_env: X, signing_key_file: y }",
                           "{ page_size: many, url: \"https://host:81/a?key={student_no}\", shipping: 3 }"}) {
    CAPTURE(line);
    CHECK(quoted(line));
  }
}

TEST_CASE("an address may have a port, a placeholder and a host of any name") {
  for (const char* url : {"http://auth:8080/arrears", "https://host/a?key={student_no}&page={page}",
                          "https://host/users/@all?format=json"}) {
    Settings settings = finance();
    put(settings, 2, "url", url);
    CHECK(report(check("finance", settings)).empty());
  }
}

TEST_CASE("bad values are reported at the value") {
  struct Row {
    const char* kind;
    const char* key;
    const char* text;
    const char* message;
  };
  const auto row = GENERATE(values<Row>({
      {"finance", "amount_unit", "yuna", "\"yuna\" is not a value of amount_unit / did you mean \"yuan\"?"},
      {"finance", "amount_unit", "USD", "\"USD\" is not a value of amount_unit / one of yuan, fen"},
      {"finance", "url", "https//x",
       "\"https//x\" is not an address this connector can ask / http://host:port/path or "
       "https://…, without user, password or fragment"},
      {"finance", "url", "http://u:p@host/", kSecretUrl},
      {"finance", "url", "htp//u:p@host/", kSecretUrl},
      {"finance", "url", "https://host/arrears?format=json&access_token=s3cr3t", kSecretUrl},
      {"finance", "page_size", "many", "\"many\" is not a whole number"},
      {"finance", "page_size", "0", "page_size is out of bounds / at least 1 and at most 5000"},
      {"finance", "answer_timeout", "20",
       "\"20\" is not a duration / a number and its unit: 30s, 15min, 24h"},
      {"finance", "poll_timeout", "30d",
       "poll_timeout is out of bounds / at least 10ms and at most 3600000ms"},
      {"library", "port", "70000", "\"70000\" is not a port / 1 to 65535"},
      {"library", "host", "a b", "\"a b\" is not a host / a name or an address, without port"},
      {"library", "error_detection", "maybe", "\"maybe\" is not a boolean / true or false"},
      {"library", "user", "lixiao", "a login needs a password / add password_file or password_env"},
      {"housing", "room_view", "room\"; DROP TABLE room",
       "\"room\"; DROP TABLE room\" is not a name of a view or column"},
      {"housing", "room_transport", "ftp",
       "\"ftp\" is not a value of room_transport / one of sql, file, sip2, http"},
  }));
  CAPTURE(row.kind, row.key, row.text);
  Settings settings = finance();
  if (std::string(row.kind) == "housing") put(settings, 4, "room_database", "housing.db");
  if (std::string(row.kind) == "housing" && std::string(row.key) != "room_view")
    put(settings, 5, "room_view", "v");
  if (std::string(row.kind) == "library") {
    settings.erase("url");
    put(settings, 4, "host", "127.0.0.1");
    put(settings, 5, "port", "6001");
  }
  put(settings, 9, row.key, row.text);
  CHECK(report(check(row.kind, settings)) ==
        "9:" + std::to_string(std::string(row.key).size() + 5) + " bad-value " + row.message + "\n");
}

TEST_CASE("durations and addresses are read whole or not at all") {
  using namespace std::chrono_literals;
  CHECK(parseDuration("250ms") == 250ms);
  CHECK(parseDuration("15min") == 15min);
  CHECK(parseDuration("30d") == 720h);
  for (const char* bad : {"", "5", "s", "-5s", "5 s", "5m", "99999999999999999999s"})
    CHECK_FALSE(parseDuration(bad));
  const auto url = parseUrl("http://[::1]:8080?x=1");
  REQUIRE(url);
  CHECK(url->host == "::1");
  CHECK(url->port == 8080);
  CHECK(url->path_and_query == "/?x=1");
  CHECK(parseUrl("http://fee.example.edu.cn/a")->port == 80);
  for (const char* bad :
       {"http://", "ftp://x/", "http://x:0/", "http://x:99999/", "http://x/#y", "http://x/\r\nA: b"}) {
    CHECK_FALSE(parseUrl(bad));
  }
}

TEST_CASE("secrets come from a file or a variable and are read afresh") {
  TemporaryFolder folder;
  Settings settings({(folder.path() / "settings.yaml").string(), 1, 1});
  CHECK(readSecret(settings, "token") == "");
  settings.set("token_file", "token.txt");
  CHECK(readSecret(settings, "token") == std::nullopt);
  folder.write("token.txt", "first\n");
  CHECK(readSecret(settings, "token") == "first");
  folder.write("token.txt", "second\r\nrest");
  CHECK(readSecret(settings, "token") == "second");
  settings.erase("token_file");
  settings.set("token_env", "LIXIAO_TEST_TOKEN");
  CHECK(readSecret(settings, "token") == std::nullopt);
  REQUIRE(::setenv("LIXIAO_TEST_TOKEN", "third", 1) == 0);
  CHECK(readSecret(settings, "token") == "third");
}

TEST_CASE("a block is set up with its schedule, and one fact has one deliverer") {
  Settings first = finance();
  put(first, 4, "kind", "finance");
  put(first, 5, "every", "90s");
  Settings second({"settings.yaml", 10, 1});
  put(second, 11, "kind", "finanse");
  put(second, 12, "evry", "1s");
  Settings third = first;
  third.set("kind",
            Setting{"finance", {"settings.yaml", 20, 3}, {"settings.yaml", 20, 9}, "  kind: finance"});
  const Setup setup = setUp(builtPlugins(), {{"fees", first}, {"typing", second}, {"again", third}}, {});
  REQUIRE(setup.sources.size() == 1);
  CHECK(setup.sources[0].name == "fees");
  CHECK(setup.sources[0].facts == std::vector<std::string>{"finance.tuition_due", "finance.dorm_due"});
  CHECK(setup.sources[0].schedule.every == std::chrono::seconds(90));
  CHECK(setup.sources[0].connector != nullptr);
  CHECK(report(setup.diagnostics) ==
        "11:9 bad-value \"finanse\" is not a value of kind / did you mean \"finance\"?\n"
        "20:9 duplicate-fact the fact finance.dorm_due is delivered by \"fees\" already\n"
        "20:9 duplicate-fact the fact finance.tuition_due is delivered by \"fees\" already\n");
}

}  // namespace lixiao::connectors
