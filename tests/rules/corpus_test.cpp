#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/catch.h"
#include "tests/rules/any_text.h"

namespace lixiao::rules {
namespace {

TEST_CASE("every text that the fuzzer kept is compiled and evaluated without breaking a promise") {
  std::size_t files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(LIXIAO_SOURCE_DIR "/tests/fuzz/rules_corpus")) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    INFO(entry.path().filename());
    CHECK_NOTHROW(test::tryAnyText(text));
    ++files;
  }
  CHECK(files > 50);
}

}  // namespace
}  // namespace lixiao::rules
