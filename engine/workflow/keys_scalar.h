#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include "engine/workflow/appointment.h"

#include "engine/workflow/keys.h"
#include "engine/workflow/source_findings.h"
#include "engine/workflow/yaml_node.h"

namespace lixiao::workflow {

/// `text`, `true or false`, `a date`: what must stand there.
std::string_view title(Form form);
/// Holds a scalar to its form; `key` names it in messages.
void checkScalar(const yaml::Node& scalar, Form form, std::string_view of, std::string_view key,
                 Findings& findings);
/// Holds an id to its form, which is Id, FactName or ItemName.
void checkId(const yaml::Node& id, Form form, Findings& findings);
bool isId(std::string_view text, Form form);
/// A word of `for_each` may be part of an item's id: letters of any script, digits and `_`.
bool isIdPart(std::string_view word);
/// `leave_date - 14d`: a name and the days added to it; a name alone is 0 days.
struct DayText {
  std::string_view name;
  int days = 0;
};
std::optional<DayText> parseDay(std::string_view text);
/// 5, 5.50: money above zero, in minor units.
std::optional<std::int64_t> parseAmount(std::string_view text);
/// `4`: from 1 to 1000.
std::optional<int> parseCount(std::string_view text);
/// `08:30-11:30`; whether they end after they begin is not asked.
std::optional<Hours> parseHours(std::string_view text);
/// 30m, 24h, 7d; from a minute to ten years.
std::optional<std::chrono::seconds> parseDuration(std::string_view text);

}  // namespace lixiao::workflow
