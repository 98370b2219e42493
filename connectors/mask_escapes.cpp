#include "connectors/mask_escapes.h"

#include <Poco/UTF8Encoding.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

namespace lixiao::connectors {
namespace {

/// A number that takes up all of the text.
std::optional<int> number(std::string_view text, int base) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  const bool whole = !text.empty() && error == std::errc() && end == text.data() + text.size() && value >= 0;
  return whole ? std::optional(value) : std::nullopt;
}

std::string utf8(int code_point) {
  std::array<unsigned char, 4> bytes{};
  const int count = Poco::UTF8Encoding().convert(code_point, bytes.data(), static_cast<int>(bytes.size()));
  return {bytes.begin(), bytes.begin() + std::max(count, 0)};
}

Escaped ofAddress(std::string_view text) {
  if (text.front() == '+') return {1, " "};
  const auto byte = text.size() < 3 ? std::nullopt : number(text.substr(1, 2), 16);
  return byte ? Escaped{3, std::string(1, static_cast<char>(*byte))} : Escaped{};
}

/// The unit of UTF-16 of an `\u4e2d`.
std::optional<int> unit(std::string_view text) {
  return text.starts_with("\\u") && text.size() >= 6 ? number(text.substr(2, 4), 16) : std::nullopt;
}

Escaped ofJson(std::string_view text) {
  constexpr std::string_view kLetters = "\"\\/'btnfr", kSigns = "\"\\/'\b\t\n\f\r";
  if (const auto first = unit(text)) {
    const auto second = *first >= 0xD800 && *first < 0xDC00 ? unit(text.substr(6)) : std::nullopt;
    return second ? Escaped{12, utf8(0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00))}
                  : Escaped{6, utf8(*first)};
  }
  const auto letter = text.size() < 2 ? std::string_view::npos : kLetters.find(text[1]);
  return letter == std::string_view::npos ? Escaped{} : Escaped{2, std::string(1, kSigns[letter])};
}

Escaped ofHtml(std::string_view text) {
  constexpr std::size_t kMostOfEntity = 10;
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kNamed{
      {{"quot", "\""}, {"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"apos", "'"}, {"nbsp", " "}}};
  const auto end = text.substr(0, kMostOfEntity).find(';');
  if (end == std::string_view::npos || end < 2) return {};
  const std::string_view name = text.substr(1, end - 1);
  for (const auto& [known, sign] : kNamed)
    if (name == known) return {end + 1, std::string(sign)};
  const bool hex = name.starts_with("#x") || name.starts_with("#X");
  const auto code = !name.starts_with('#') ? std::nullopt : number(name.substr(hex ? 2 : 1), hex ? 16 : 10);
  return code ? Escaped{end + 1, utf8(*code)} : Escaped{};
}

}  // namespace

Escaped escapedAt(std::string_view text, std::size_t at) {
  if (at >= text.size()) return {};
  switch (text[at]) {
    case '%':
    case '+':
      return ofAddress(text.substr(at));
    case '\\':
      return ofJson(text.substr(at));
    case '&':
      return ofHtml(text.substr(at));
    default:
      return {};
  }
}

std::size_t spelledAt(std::string_view text, std::size_t at, std::string_view secret) {
  // Bytes of the secret that are spelled, and where in the text: `\\` may be one backslash or two.
  std::set<std::pair<std::size_t, std::size_t>> open{{0, at}};
  std::size_t longest = 0;
  while (!open.empty()) {
    const auto [spelled, end] = open.extract(open.begin()).value();
    if (spelled == secret.size()) {
      longest = end - at;
      continue;
    }
    const std::string_view rest = secret.substr(spelled);
    if (end < text.size() && text[end] == rest.front()) open.insert({spelled + 1, end + 1});
    const Escaped escaped = escapedAt(text, end);
    if (!escaped.sign.empty() && rest.starts_with(escaped.sign))
      open.insert({spelled + escaped.sign.size(), end + escaped.bytes});
  }
  return longest;
}

}  // namespace lixiao::connectors
