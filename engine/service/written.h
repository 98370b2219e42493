#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/model/status.h"
#include "engine/workflow/workflow.h"

namespace lixiao::service {

/// Of one call; what people upload is held to less by tabular::Limits.
inline constexpr std::size_t kMaxRows = 5'000'000;
inline constexpr std::size_t kMaxRemark = 500;  ///< code points
inline constexpr std::size_t kMaxName = 100;
inline constexpr std::size_t kMaxCell = 200;

// What is wrong with something a person wrote; empty when nothing is.

std::optional<model::Message> wrongNumber(std::string_view student_no);
/// Also a proxy's name.
std::optional<model::Message> wrongName(std::string_view name);
/// May be empty; line breaks are fine in it.
std::optional<model::Message> wrongRemark(std::string_view remark);
/// One line, may be empty.
std::optional<model::Message> wrongCell(std::string_view text, std::size_t max_code_points);
/// Any number of lines, may be empty.
std::optional<model::Message> wrongLines(std::string_view text, std::size_t max_code_points);
std::optional<model::Message> wrongRowCount(std::size_t rows);

/// `text` is not a value of `type`: names the nearest word of an enumeration.
model::Message notAValue(const model::LocalizedText& title, const rules::Type& type, std::string_view text);

/// An id that means nothing, with the nearest that does.
model::Message noSuch(const char* text, const char* text_with_hint, std::string_view id,
                      const std::vector<std::string>& known);

}  // namespace lixiao::service
