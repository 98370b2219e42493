#include "engine/workflow/value.h"

#include <algorithm>

#include "engine/model/text.h"

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

constexpr std::string_view kWordEnd = ";";

/// Without blanks around; dividers of other keyboards count.
std::vector<std::string> dividedWords(std::string text) {
  for (const std::string_view divider : {"；", "、", "，", ","})
    for (std::size_t at = text.find(divider); at != std::string::npos; at = text.find(divider))
      text.replace(at, divider.size(), kWordEnd);
  std::vector<std::string> words;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(kWordEnd, begin), text.size());
    const std::size_t first = text.find_first_not_of(' ', begin);
    const std::size_t last = end == 0 ? std::string::npos : text.find_last_not_of(' ', end - 1);
    if (first < end && last != std::string::npos) words.push_back(text.substr(first, last + 1 - first));
    begin = end + 1;
  }
  return words;
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

bool fits(const FactSpec& fact, const model::Value& value) {
  if (!fact.several || value.text() == nullptr) return fits(fact.type, value);
  const auto canonical = parseFact(fact, *value.text());
  return canonical && *canonical == value;
}

std::optional<model::Value> parseFact(const FactSpec& fact, std::string_view text) {
  return fact.several ? valueOfWords(fact, dividedWords(std::string(text))) : parseValue(fact.type, text);
}

std::optional<model::Value> valueOfWords(const FactSpec& fact, const std::vector<std::string>& words) {
  const std::vector<std::string>& known = *fact.type.words;
  const bool all_known = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(known.begin(), known.end(), word) != known.end();
  });
  if (!all_known) return std::nullopt;
  std::string text;
  for (const std::string& word : known)
    if (std::find(words.begin(), words.end(), word) != words.end())
      text.append(text.empty() ? "" : kWordEnd).append(word);
  return text.empty() ? model::Value() : model::Value(std::move(text));
}

rules::Truth holdsWord(const model::Value& value, std::string_view word) {
  if (value.text() == nullptr) return rules::Truth::Unknown;
  std::string_view rest = *value.text();
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(kWordEnd), rest.size());
    if (rest.substr(0, end) == word) return rules::Truth::True;
    rest.remove_prefix(std::min(end + kWordEnd.size(), rest.size()));
  }
  return rules::Truth::False;
}

}  // namespace lixiao::workflow
