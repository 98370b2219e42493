#include "tests/catch.h"
#include "tests/workflow/any_edition.h"
#include "tests/workflow/files.h"

using namespace lixiao::workflow::tests;

TEST_CASE("Every edition that the fuzzer kept is loaded, tested and decided without breaking a promise") {
  std::size_t files = 0;
  for (const auto& path : filesIn(sourceDirectory() / "tests/fuzz/workflow_corpus", "")) {
    INFO(path.filename());
    CHECK_NOTHROW(tryAnyEdition(contents(path)));
    ++files;
  }
  CHECK(files > 30);
}

TEST_CASE("Every bad file is refused without breaking a promise") {
  for (const auto& path : filesIn(sourceDirectory() / "tests/config/bad", ".yaml")) {
    INFO(path.filename());
    CHECK_NOTHROW(tryAnyEdition(contents(path)));
  }
}
