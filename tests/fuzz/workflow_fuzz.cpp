// Feeds bytes to the loader as the files of a year; what loads is tested and decided in two ways, which must
// agree. The seeds beside the kept corpus are the good and bad files of tests/config:
//   build/fuzz/workflow_fuzz -max_len=8192 build/fuzz/workflow_corpus tests/fuzz/workflow_corpus
//   tests/config/bad
#include <cstdint>
#include <string_view>

#include "tests/workflow/any_edition.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lixiao::workflow::tests::tryAnyEdition({reinterpret_cast<const char*>(data), size});
  return 0;
}
