#include "engine/workflow/value.h"

#include <algorithm>

#include "engine/model/text.h"
#include "engine/workflow/workflow.h"

namespace lixiao::workflow {
namespace {

/// `-12` with `scale` 1, `300.5` with `scale` 100. Nothing for anything else.
std::optional<std::int64_t> parseNumber(std::string_view text, int scale) {
  constexpr std::size_t kMostDigits = 15;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point < text.size() ? text.substr(point + 1) : std::string_view();
  const std::size_t decimals = scale == 1 ? 0 : 2;
  if (whole.empty() || whole.size() > kMostDigits) return std::nullopt;
  if (point < text.size() && (fraction.empty() || fraction.size() > decimals)) return std::nullopt;
  std::int64_t number = 0;
  for (const std::string_view part : {whole, fraction})
    for (const char c : part) {
      if (c < '0' || c > '9') return std::nullopt;
      number = number * 10 + (c - '0');
    }
  for (std::size_t i = fraction.size(); i < decimals; ++i) number *= 10;
  return negative ? -number : number;
}

bool isScaled(const rules::Type& type) {
  return type.unit == rules::Unit::Money || type.unit == rules::Unit::Percent;
}

std::string formatNumber(const rules::Type& type, std::int64_t number) {
  if (!isScaled(type)) return std::to_string(number);
  const bool negative = number < 0;
  const auto size = negative ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
  const std::string cents = std::to_string(size % 100);
  return (negative ? "-" : "") + std::to_string(size / 100) + "." + (cents.size() < 2 ? "0" : "") + cents;
}

template <typename T>
std::optional<model::Value> known(const std::optional<T>& value) {
  return value ? std::optional(model::Value(*value)) : std::nullopt;
}

}  // namespace

std::optional<model::Value> parseValue(const rules::Type& type, std::string_view text) {
  if (text.empty()) return model::Value();
  switch (type.kind) {
    case rules::Kind::Boolean:
      if (text != "true" && text != "false") return std::nullopt;
      return model::Value(text == "true");
    case rules::Kind::Number:
      return known(parseNumber(text, isScaled(type) ? 100 : 1));
    case rules::Kind::Date:
      return known(model::parseDate(text));
    case rules::Kind::Enum:
      if (!type.words || std::find(type.words->begin(), type.words->end(), text) == type.words->end())
        return std::nullopt;
      return model::Value(std::string(text));
    case rules::Kind::Text:
      break;
  }
  if (!model::isUtf8(text) || text.find('\0') != std::string_view::npos) return std::nullopt;
  return model::Value(std::string(text));
}

std::string formatValue(const rules::Type& type, const model::Value& value) {
  if (const bool* boolean = value.boolean()) return *boolean ? "true" : "false";
  if (const std::int64_t* number = value.number()) return formatNumber(type, *number);
  if (const model::Date* date = value.date()) return model::formatDate(*date);
  if (const std::string* text = value.text()) return *text;
  return {};
}

bool fits(const rules::Type& type, const model::Value& value) {
  if (!value.known()) return true;
  switch (type.kind) {
    case rules::Kind::Boolean:
      return value.boolean() != nullptr;
    case rules::Kind::Number:
      return value.number() != nullptr;
    case rules::Kind::Date:
      return value.date() != nullptr;
    case rules::Kind::Text:
      return value.text() != nullptr;
    case rules::Kind::Enum:
      return value.text() != nullptr &&
             std::find(type.words->begin(), type.words->end(), *value.text()) != type.words->end();
  }
  return false;
}

}  // namespace lixiao::workflow
