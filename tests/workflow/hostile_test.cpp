// Whatever bytes a file holds, load() answers, and soon.
#include <chrono>
#include <random>

#include "engine/model/text.h"
#include "tests/catch.h"
#include "tests/workflow/files.h"

using namespace lixiao::workflow;
using namespace lixiao::workflow::tests;

namespace {

constexpr std::size_t kMebibyte = 1U << 20U;

std::string repeated(const std::string& part, std::size_t bytes) {
  std::string text;
  text.reserve(bytes + part.size());
  while (text.size() + part.size() <= bytes) text += part;
  return text;
}

std::string numbered(const std::string& before, const std::string& after, std::size_t bytes) {
  std::string text;
  for (int i = 0; text.size() + before.size() + after.size() + 10 < bytes; ++i)
    text += before + std::to_string(i) + after;
  return text;
}

/// Loads the base with the text as its edition, or with more text at its end.
Loaded loadTimed(const std::string& text, const std::string& path = "edition.yaml") {
  const auto start = std::chrono::steady_clock::now();
  Loaded loaded = load(with(base(), {path, text}));
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{20});
  for (const auto& diagnostic : loaded.diagnostics) {
    CHECK_FALSE(diagnostic.code.empty());
    CHECK(lixiao::model::isUtf8(format(diagnostic)));
  }
  return loaded;
}

}  // namespace

TEST_CASE("Enormous and endless files are answered with a finding", "[hostile]") {
  const std::string edition = base()[0].text;
  std::string laughs = "a0: &a0 [x]\n";
  for (int i = 1; i < 40; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " + before + "]\n";
  }
  std::string garbage(kMebibyte / 2, '\0');
  std::mt19937 random(1);
  for (char& c : garbage) c = static_cast<char>(random());
  const std::vector<std::pair<std::string, std::string>> cases = {
      {garbage, "not-utf8"},
      {std::string(kMebibyte, '\0'), "control-character"},
      {std::string(kMebibyte + 1, 'a'), "too-large"},
      {std::string(kMebibyte, '['), "too-deep"},
      {repeated("{a: ", kMebibyte), "too-deep"},
      {repeated("- ", kMebibyte), "too-deep"},
      {repeated("? ", kMebibyte), "too-deep"},
      {laughs, "anchor"},
      {repeated("&a ", kMebibyte), "anchor"},
      {repeated("*a ", kMebibyte), "anchor"},
      {repeated("!a ", kMebibyte), "tag"},
      {repeated("---\n", kMebibyte), "multi-document"},
      {edition + numbered("k", ": 1\n", 900000), "too-many"},
      {edition + numbered("same: ", "\n", 900000), "too-many"},
      {edition.substr(0, edition.find("conditions:")) + "conditions:\n" + numbered("  c", ": true\n", 900000),
       "too-many"},
      {edition + numbered("  i", ": { title: x }\n", 900000), "too-many"},
      {"edition: " + repeated("x", kMebibyte - 100) + "\n", "missing-key"},
      {"edition: '" + repeated("''", kMebibyte - 100) + "\n", "yaml-syntax"},
      {"edition: [" + repeated("'a', ", kMebibyte - 100) + "]\n", "wrong-type"},
      {"edition: |\n" + repeated("  line\n", kMebibyte - 100), "missing-key"},
      {"edition: >\n" + repeated("  line\n\n", kMebibyte - 100), "missing-key"},
      {repeated("\n", kMebibyte), "empty-file"},
      {repeated("# x\n", kMebibyte), "empty-file"},
      {repeated("a: b\n", kMebibyte), "duplicate-key"},
      {repeated("\"", kMebibyte), "yaml-syntax"},
      {repeated("a: ", kMebibyte), "yaml-syntax"},
      {repeated(" ", kMebibyte), "empty-file"},
      {repeated(",", kMebibyte), "yaml-syntax"},
      {repeated("%x\n", kMebibyte), ""},
      {repeated("\t", kMebibyte), ""},
      {"edition: " + repeated("#", kMebibyte - 100), "missing-key"},
  };
  for (const auto& [text, code] : cases) {
    INFO(text.substr(0, 30));
    const auto start = std::chrono::steady_clock::now();
    const Loaded loaded = loadTimed(text);
    UNSCOPED_INFO(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    CHECK_FALSE(loaded.workflow);
    CHECK(loaded.diagnostics.size() <= 1100);
    CHECK_THAT(codes(loaded), Catch::Contains(code));
  }
}

TEST_CASE("Items for each of many words are bounded", "[hostile]") {
  std::string words = "w0", items;
  for (int i = 1; i < 250; ++i) words += ", w" + std::to_string(i);
  for (int i = 0; i < 8000; ++i)
    items += "  i" + std::to_string(i) +
             ": { title: x, department: college, mode: registration, for_each: homes }\n";
  std::string edition = base()[0].text;
  edition.insert(edition.find("lists:"), "  homes: { type: enum, several: true, values: [" + words + "] }\n");
  CHECK(codes(loadTimed(edition + items)) == "too-many");
}

TEST_CASE("A hundred thousand lines of comments are no hindrance", "[hostile]") {
  const Loaded loaded = loadTimed(repeated("# nothing\n", 1000000) + base()[0].text);
  CHECK(codes(loaded).empty());
  CHECK(loaded.workflow);
}

TEST_CASE("Enormous test files are answered too", "[hostile]") {
  const std::string test =
      "  - { name: x, student: { student_type: undergraduate, leave: 1 }, today: 2015-06-24, expect: { "
      "librari: x } }\n";
  const Loaded loaded = loadTimed("tests:\n" + repeated(test, kMebibyte - 100), "x.test.yaml");
  CHECK_THAT(codes(loaded), Catch::Contains("too-many"));
}

TEST_CASE("Damaged files never break the loader", "[hostile]") {
  std::vector<SourceFile> files = edition(sourceDirectory() / "workflows/2015");
  const std::vector<SourceFile> small = base();
  files.insert(files.end(), small.begin(), small.end());
  const std::vector<std::string> pieces = {
      "[",   "]",   "{", "}",  ": ",   "- ",   "\n",    "  ",    "'",        "\"",   "&",    "*", "!",
      "|\n", ">\n", "#", "\t", "\xFF", "毕业", "items", "use: ", "cleared.", "true", "null", "~", ".from"};
  std::mt19937 random(20150618);
  for (int round = 0; round < 400; ++round) {
    const SourceFile& file = files[random() % files.size()];
    std::string text = file.text;
    for (std::size_t change = 0; change < 1 + random() % 3; ++change) {
      const std::size_t at = random() % (text.size() + 1);
      const std::string& piece = pieces[random() % pieces.size()];
      switch (random() % 4) {
        case 0:
          text.insert(at, piece);
          break;
        case 1:
          text.erase(at, random() % 40);
          break;
        case 2:
          text.replace(at, std::min(piece.size(), text.size() - at), piece);
          break;
        default:
          text.insert(at, text.substr(random() % (text.size() + 1), random() % 200));
      }
    }
    INFO(text);
    const bool large = file.text.size() > 4000;
    const Loaded loaded = large ? load({{"edition.yaml", text}}) : load(with(small, {file.path, text}));
    CHECK(loaded.workflow.operator bool() == !lixiao::model::hasErrors(loaded.diagnostics));
    for (const auto& diagnostic : loaded.diagnostics) CHECK(lixiao::model::isUtf8(format(diagnostic)));
  }
}
