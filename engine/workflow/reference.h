#pragma once

#include <string>

namespace lixiao::workflow {

/// The reference of the YAML in English and Chinese, as Markdown: every shape with its keys and an example.
/// docs/yaml-reference.md is this text.
std::string yamlReference();

}  // namespace lixiao::workflow
