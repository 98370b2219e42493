#pragma once

// How a value stands in columns. For the .cpp files of this folder only.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "engine/model/value.h"

namespace lixiao::store {

/// `kind, number, text`: the value stands in `number` or in `text`, `kind` tells what it is.
struct HeldValue {
  enum Kind : std::int64_t { kUnknown = 0, kBoolean = 1, kNumber = 2, kDate = 3, kText = 4 };
  std::int64_t kind = kUnknown;
  std::optional<std::int64_t> number;
  std::optional<std::string> text;
};

inline HeldValue held(const model::Value& value) {
  if (const bool* flag = value.boolean()) return {HeldValue::kBoolean, *flag ? 1 : 0, {}};
  if (const std::int64_t* number = value.number()) return {HeldValue::kNumber, *number, {}};
  if (const model::Date* date = value.date()) return {HeldValue::kDate, model::dayNumber(*date), {}};
  if (const std::string* text = value.text()) return {HeldValue::kText, {}, *text};
  return {};
}

/// Moves out of the columns. Columns that are not of this form are unknown: they clear nobody.
inline model::Value valueOf(HeldValue& columns) {
  if (columns.kind == HeldValue::kText && columns.text) return model::Value(std::move(*columns.text));
  if (!columns.number) return {};
  if (columns.kind == HeldValue::kBoolean) return model::Value(*columns.number != 0);
  if (columns.kind == HeldValue::kNumber) return model::Value(*columns.number);
  if (columns.kind == HeldValue::kDate)
    return model::Value(model::dateOf(static_cast<std::int32_t>(*columns.number)));
  return {};
}

}  // namespace lixiao::store
