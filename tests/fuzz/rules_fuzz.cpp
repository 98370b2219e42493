// Feeds bytes to the rule language: what compiles is evaluated row by row and in batch, which must agree.
//   build/fuzz/rules_fuzz -max_len=2100 build/fuzz/rules_corpus tests/fuzz/rules_corpus
#include <cstdint>
#include <string_view>

#include "tests/rules/any_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lixiao::rules::test::tryAnyText({reinterpret_cast<const char*>(data), size});
  return 0;
}
