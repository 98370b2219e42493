#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "engine/service/texts.h"
#include "engine/workflow/evaluator.h"
#include "tests/catch.h"
#include "web/catalogue.h"
#include "web/dates.h"

using namespace lixiao;
using model::Language;

namespace {

const std::string kRoot = LIXIAO_SOURCE_DIR "/";

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// A C++ or catalogue string literal, its neighbours joined, as the text it means.
std::string meant(const std::string& literals) {
  std::string text;
  bool inside = false;
  for (std::size_t at = 0; at < literals.size(); ++at) {
    const char c = literals[at];
    if (c == '"') {
      inside = !inside;
    } else if (inside && c == '\\') {
      const char escaped = literals[++at];
      text += escaped == 'n' ? '\n' : escaped;
    } else if (inside) {
      text += c;
    }
  }
  return text;
}

const std::string kLiteral = R"re(("(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*))re";

void collect(const std::string& text, const std::string& pattern, std::set<std::string>& found) {
  const std::regex expression(pattern);
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at)
    if (std::string key = meant(at->str(1)); !key.empty()) found.insert(std::move(key));
}

template <typename Use>
void eachFile(const std::string& folder, const std::string& ending, Use use) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kRoot + folder))
    if (entry.path().extension() == ending && entry.path().string().find("node_modules") == std::string::npos)
      use(read(entry.path()));
}

/// Every key that the program can ask the catalogue for.
std::set<std::string> used() {
  std::set<std::string> keys;
  const std::regex in_template(R"(\{\{#t\}\}([\s\S]*?)\{\{/t\}\})");
  eachFile("web/templates", ".mustache", [&](const std::string& text) {
    for (std::sregex_iterator at(text.begin(), text.end(), in_template), end; at != end; ++at)
      keys.insert(at->str(1));
  });
  eachFile("web", ".cpp", [&](const std::string& text) {
    collect(text, R"(\btrn?\(\s*(?:model::Message\{)?\s*)" + kLiteral, keys);
    collect(text, R"(\{\{)" + kLiteral + R"(\s*,\s*\{)", keys);
  });
  // A message is written {"text", {arguments}}, or is a constant named k… or the last argument of refuse().
  const std::string message = R"(\{\s*)" + kLiteral + R"(\s*,\s*\{)";
  eachFile("engine/tabular", ".cpp", [&](const std::string& text) {
    collect(text, message, keys);
    collect(text, R"(constexpr const char\* k\w+\s*=\s*)" + kLiteral, keys);
    collect(text, R"(refuse\([^;"]*)" + kLiteral + R"(\))", keys);
  });
  std::set<std::string> in_service;
  eachFile("engine/service", ".cpp", [&](const std::string& text) { collect(text, message, in_service); });
  for (const std::string& each : in_service)
    if (each.find(' ') != std::string::npos) keys.insert(each);
  for (const std::string& each : workflow::reasonTexts()) keys.insert(each);
  for (const std::string& each : service::serviceTexts()) keys.insert(each);
  return keys;
}

struct Entry {
  std::string plural, chinese;
};

/// The catalogue as it is written, header left away.
std::map<std::string, Entry> catalogue() {
  const std::string text = read(kRoot + "web/po/zh_CN.po");
  const std::regex entry("msgid " + kLiteral + R"(\s*(?:msgid_plural )" + kLiteral +
                         R"(\s*)?msgstr(?:\[0\])? )" + kLiteral);
  std::map<std::string, Entry> entries;
  for (std::sregex_iterator at(text.begin(), text.end(), entry), end; at != end; ++at)
    if (const std::string key = meant(at->str(1)); !key.empty())
      entries[key] = {meant(at->str(2)), meant(at->str(3))};
  return entries;
}

std::multiset<std::string> placeholders(const std::string& text) {
  const std::regex placeholder(R"(\{\{[a-z_.]+\}\}|\{[0-9]\})");
  std::multiset<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), placeholder), end; at != end; ++at)
    found.insert(at->str());
  return found;
}

}  // namespace

TEST_CASE("Every text the program can show has its Chinese", "[web]") {
  const auto entries = catalogue();
  REQUIRE(entries.size() > 200);
  for (const std::string& key : used()) {
    INFO("missing in web/po/zh_CN.po: " << key);
    REQUIRE(entries.count(key) == 1);
    CHECK_FALSE(entries.at(key).chinese.empty());
  }
}

TEST_CASE("The catalogue holds nothing that no page says", "[web]") {
  const std::set<std::string> keys = used();
  for (const auto& [key, entry] : catalogue()) {
    INFO("unused in web/po/zh_CN.po: " << key);
    CHECK(keys.count(key) == 1);
  }
}

TEST_CASE("A translation keeps what is filled in", "[web]") {
  for (const auto& [key, entry] : catalogue()) {
    INFO(key << " -> " << entry.chinese);
    CHECK(placeholders(entry.plural.empty() ? key : entry.plural) == placeholders(entry.chinese));
  }
}

TEST_CASE("Texts come in both languages, numbers with their plural", "[web]") {
  const web::Catalogue texts;
  CHECK(texts.text(Language::Chinese, "Sign in") == "登录");
  CHECK(texts.text(Language::English, "Sign in") == "Sign in");
  CHECK(texts.plural(Language::Chinese, "{0} item left", "{0} items left", 2) == "还差 2 项");
  CHECK(texts.plural(Language::English, "{0} item left", "{0} items left", 1) == "1 item left");
  CHECK(texts.plural(Language::English, "{0} item left", "{0} items left", 0) == "0 items left");
  const model::Message message{"waits for data: {0}", {model::LocalizedText("学费", "tuition")}};
  CHECK(texts.text(Language::Chinese, message) == "等待数据：学费");
  CHECK(texts.text(Language::English, message) == "waits for data: tuition");
  CHECK(texts.text(Language::Chinese, model::Message{}).empty());
  CHECK(texts.text(Language::Chinese, "").empty());
}

TEST_CASE("Days and moments are written as people write them", "[web]") {
  const auto date = [](unsigned month, unsigned day) {
    return model::Date{std::chrono::year{2015} / static_cast<int>(month) / static_cast<int>(day)};
  };
  CHECK(web::day(Language::Chinese, date(6, 30)) == "6月30日");
  CHECK(web::day(Language::English, date(6, 30)) == "30 June");
  CHECK(web::days(Language::Chinese, date(6, 23), date(6, 30)) == "6月23日至30日");
  CHECK(web::days(Language::English, date(6, 23), date(7, 3)) == "23 June to 3 July");
  CHECK(web::days(Language::English, date(6, 23), date(6, 23)) == "23 June");
  const model::Date next_year = date(6, 30) + std::chrono::days(366);
  CHECK(web::days(Language::Chinese, date(6, 23), next_year) == "2015年6月23日至2016年6月30日");
  CHECK(web::days(Language::English, date(6, 23), next_year) == "23 June 2015 to 30 June 2016");
  const auto zone = workflow::TimeZone::find("Asia/Shanghai");
  REQUIRE(zone);
  const auto late = *model::parseInstant("2015-06-29T16:05:00Z");
  CHECK(web::moment(Language::Chinese, *zone, late) == "6月30日 00:05");
  CHECK(web::moment(Language::English, *zone, late) == "30 June, 00:05");
}
