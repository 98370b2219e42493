// Every tests/config/bad/NAME.bad.yaml gives exactly the diagnostics of tests/config/expected/NAME.txt. With
// LIXIAO_REGENERATE=1 in the environment the expected texts are written instead, to be read before they are
// kept.
#include <cstdlib>

#include "tests/catch.h"
#include "tests/workflow/files.h"

using namespace lixiao::workflow;
using namespace lixiao::workflow::tests;

namespace {

/// What the first line says: `# replaces: edition.yaml` or `# adds: x.test.yaml`.
std::string placeOf(const std::string& text) {
  const std::string line = text.substr(0, text.find('\n'));
  for (const std::string start : {"# replaces: ", "# adds: "})
    if (line.rfind(start, 0) == 0) return line.substr(start.size());
  return {};
}

}  // namespace

TEST_CASE("The base of the bad files is good", "[bad-yaml]") {
  const Loaded loaded = load(base());
  CHECK(formatted(loaded.diagnostics).empty());
  CHECK(loaded.workflow);
}

TEST_CASE("Every planted mistake is told exactly as expected", "[bad-yaml]") {
  const auto config = sourceDirectory() / "tests/config";
  const bool regenerate = std::getenv("LIXIAO_REGENERATE") != nullptr;
  const auto files = filesIn(config / "bad", ".bad.yaml");
  CHECK(files.size() >= 60);
  if (regenerate) std::filesystem::create_directories(config / "expected");
  for (const auto& path : files) {
    const std::string name = path.filename().string().substr(0, path.filename().string().find(".bad.yaml"));
    INFO(name);
    const std::string text = contents(path);
    REQUIRE_FALSE(placeOf(text).empty());
    const Loaded loaded = load(with(base(), {placeOf(text), text}));
    const std::string found = formatted(loaded.diagnostics);
    CHECK(lixiao::model::hasErrors(loaded.diagnostics));
    CHECK_FALSE(loaded.workflow);
    const auto expected = config / "expected" / (name + ".txt");
    if (regenerate) std::ofstream(expected, std::ios::binary) << found;
    CHECK(found == contents(expected));
  }
}

TEST_CASE("No expected text is without its file", "[bad-yaml]") {
  const auto config = sourceDirectory() / "tests/config";
  for (const auto& path : filesIn(config / "expected", ".txt")) {
    INFO(path);
    CHECK(std::filesystem::exists(config / "bad" / (path.stem().string() + ".bad.yaml")));
  }
}
