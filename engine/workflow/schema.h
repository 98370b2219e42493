#pragma once

#include <string>

namespace lixiao::workflow {

/// The JSON Schema (draft 2020-12) of edition.yaml, the files of student types and *.test.yaml, for editors.
/// Made from the table of keys that the loader checks with.
std::string jsonSchema();

}  // namespace lixiao::workflow
