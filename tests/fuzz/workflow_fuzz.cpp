// Feeds bytes to the loader as an edition, and what follows a line "#====" as a student type, then as tests.
// Start it with the good and bad files as corpus:
//   build/fuzz/workflow_fuzz -max_len=8192 build/fuzz/corpus tests/config/base tests/config/bad
#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/model/text.h"
#include "engine/workflow/load.h"

using namespace lixiao;

namespace {

constexpr const char* kEdition =
    "edition: 2015\n"
    "attributes: { student_type: { type: enum, values: [a] }, college: { type: text } }\n"
    "facts: { library.loans: { type: count, max_age: 24h } }\n"
    "departments: { library: { title: 图书馆, scope: college } }\n"
    "items:\n"
    "  library: { title: 图书馆, department: library, mode: automatic, passes_when: library.loans == 0 }\n";
constexpr const char* kStudentType = "student_type: a\ntitle: A\nitems: [library]\n";

std::vector<workflow::SourceFile> filesOf(const std::string& text) {
  constexpr std::string_view kDivider = "\n#====\n";
  std::vector<workflow::SourceFile> files = {
      {"edition.yaml", kEdition}, {"a.yaml", kStudentType}, {"x.test.yaml", ""}};
  const std::size_t first = text.find(kDivider);
  if (first == std::string::npos) {
    const bool is_edition = text.find("edition:") != std::string::npos;
    const bool is_test = text.find("tests:") != std::string::npos;
    files[is_edition ? 0 : is_test ? 2 : 1].text = text;
  } else {
    files[0].text = text.substr(0, first);
    files[1].text = text.substr(first + kDivider.size());
  }
  if (files[2].text.empty()) files.pop_back();
  return files;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const workflow::Loaded loaded = workflow::load(filesOf(text));
  const bool errors = model::hasErrors(loaded.diagnostics);
  if (errors == static_cast<bool>(loaded.workflow)) std::abort();
  for (const model::Diagnostic& diagnostic : loaded.diagnostics)
    if (!model::isUtf8(model::format(diagnostic))) std::abort();
  return 0;
}
