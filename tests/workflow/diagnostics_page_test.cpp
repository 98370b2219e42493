// docs/diagnostics.md lists every code that the loader and the rule language give, and no other.
#include <regex>
#include <set>

#include "tests/catch.h"
#include "tests/workflow/files.h"

using namespace lixiao::workflow::tests;

namespace {

std::set<std::string> matches(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  std::set<std::string> found;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), expression); at != std::sregex_iterator();
       ++at)
    found.insert((*at)[1]);
  return found;
}

std::string sources() {
  std::string text;
  for (const char* room : {"engine/workflow", "rules"})
    for (const auto& path : filesIn(sourceDirectory() / room, ".cpp")) text += contents(path);
  text += contents(sourceDirectory() / "engine/service/planning_check.cpp");  // rule tests that fail
  return text;
}

}  // namespace

TEST_CASE("Every code is on the page of diagnostics", "[docs]") {
  const auto listed =
      matches(contents(sourceDirectory() / "docs/diagnostics.md"), "\n\\| `([a-z0-9-]+)` \\|");
  const std::string source = sources();
  // A code is a lower-case word with a hyphen in quotes; those of one word are known from the expected texts.
  for (const std::string& code : matches(source, "\"([a-z]+(?:-[a-z0-9]+)+)\"")) {
    INFO(code);
    CHECK(listed.count(code) == 1);
  }
  std::string expected;
  for (const auto& path : filesIn(sourceDirectory() / "tests/config/expected", ".txt"))
    expected += contents(path);
  for (const std::string& code : matches(expected, "(?:error|warning)\\[([a-z0-9-]+)\\]")) {
    INFO(code);
    CHECK(listed.count(code) == 1);
  }
  for (const std::string& code : listed) {
    INFO(code);
    CHECK(source.find('"' + code + '"') != std::string::npos);
  }
}
