#pragma once

#include <chrono>
#include <optional>

#include "engine/workflow/keys.h"
#include "engine/workflow/source_findings.h"
#include "engine/workflow/yaml_node.h"

namespace lixiao::workflow {

/// `text`, `true or false`, `a date`: what must stand there.
std::string_view title(Form form);
/// Holds a scalar to its form; `key` names it in messages.
void checkScalar(const yaml::Node& scalar, Form form, std::string_view of, std::string_view key,
                 Findings& findings);
/// Ids are letters, digits and `_`, beginning with a letter; `dotted` ones are several of these with dots
/// between.
void checkId(const yaml::Node& id, bool dotted, Findings& findings);
bool isId(std::string_view text, bool dotted);
/// 30m, 24h, 7d; from a minute to ten years.
std::optional<std::chrono::seconds> parseDuration(std::string_view text);

}  // namespace lixiao::workflow
