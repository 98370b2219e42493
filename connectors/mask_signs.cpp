#include "connectors/mask_signs.h"

#include <Poco/String.h>

#include <algorithm>
#include <initializer_list>
#include <string>

#include "connectors/mask_escapes.h"
#include "connectors/secret_words.h"

namespace lixiao::connectors {
namespace {

constexpr std::size_t kMostOfKey = 100;
constexpr std::string_view kQuotes = "\"'\\";

bool isOneOf(std::string_view signs, char c) {
  return signs.find(c) != std::string_view::npos;
}
bool isOfWord(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

std::string_view from(std::string_view text, std::size_t at) {
  return text.substr(std::min(at, text.size()));
}
bool startsWithOneOf(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.starts_with(word); });
}
bool isWordAt(std::string_view text, std::size_t at, std::string_view word) {
  return Poco::icompare(std::string(from(text, at).substr(0, word.size())), std::string(word)) == 0;
}

std::size_t passBlanks(std::string_view text, std::size_t at) {
  while (at < text.size() && isBlank(text[at])) ++at;
  return at;
}

/// Goes on over letters and Chinese signs, not over a full-width colon.
std::size_t passKey(std::string_view text, std::size_t at) {
  const std::size_t most = std::min(text.size(), at + kMostOfKey);
  while (at < most && (isOfWord(text[at]) || static_cast<unsigned char>(text[at]) >= 0x80) &&
         !startsWithOneOf(from(text, at), {"：", "＝"}))
    ++at;
  return at;
}

/// Behind a quote and the backslashes before it, if there is one.
std::size_t passQuote(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const Escaped escaped = escapedAt(text, at);
    const bool letter = text[at] == '\\' && escaped.bytes == 2 && !isOneOf(kQuotes, escaped.sign.front());
    const char sign = escaped.bytes == 0 || letter ? text[at] : escaped.sign.front();
    if (!isOneOf(kQuotes, sign)) break;
    at += letter ? 1 : std::max<std::size_t>(escaped.bytes, 1);
    if (sign != '\\') break;
  }
  return at;
}

/// What stands between a key and its value.
std::size_t separatorAt(std::string_view text, std::size_t at) {
  const std::string_view rest = from(text, at);
  if (startsWithOneOf(rest, {"：", "＝"})) return std::string_view("：").size();
  if (startsWithOneOf(rest, {":", "=", ">"})) return 1;
  const Escaped escaped = escapedAt(text, at);
  return escaped.sign == ":" || escaped.sign == "=" ? escaped.bytes : 0;
}

/// Whether the tag around a `value=` says of what it is: `<input name="password" value="…">`.
bool isOfSecretInput(std::string_view text, std::size_t at) {
  const std::size_t begin = text.rfind('<', at);
  if (begin == std::string_view::npos || !isWordAt(text, begin, "<input")) return false;
  return namesASecret(text.substr(begin, text.find('>', at) - begin));
}

bool endsValue(std::string_view rest, bool in_address) {
  return isBlank(rest.front()) || isOneOf("\"'&;<}\\", rest.front()) ||
         startsWithOneOf(rest, {"，", "；", "。", "、"}) ||
         (in_address && startsWithOneOf(rest, {"%26", "%22", "%20", "%3B", "%3b", "%7D", "%7d"}));
}

std::size_t endOfQuoted(std::string_view text, std::size_t at, char quote, bool escaped) {
  for (; at < text.size(); ++at) {
    if (text[at] == quote || (escaped && text[at] == '\\')) break;
    if (text[at] == '\\') ++at;
  }
  return std::min(at, text.size());
}

std::size_t endOfPlain(std::string_view text, std::size_t at, bool in_address) {
  while (at < text.size() && !endsValue(text.substr(at), in_address)) ++at;
  return at;
}

}  // namespace

bool isBlank(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= ' ' || byte == 0x7F;
}

std::size_t webTokenAt(std::string_view text, std::size_t at) {
  if (!from(text, at).starts_with("eyJ") || (at > 0 && isOfWord(text[at - 1]))) return 0;
  std::size_t end = at;
  for (int dots = 0;; ++dots, ++end) {
    while (end < text.size() && isOfWord(text[end])) ++end;
    if (dots == 2) return end - at;
    if (end >= text.size() || text[end] != '.') return 0;
  }
}

std::size_t schemeAt(std::string_view text, std::size_t at) {
  if (at > 0 && isOfWord(text[at - 1])) return 0;
  for (const std::string_view word : {"bearer", "basic"}) {
    const std::size_t end = at + word.size();
    if (end < text.size() && isBlank(text[end]) && isWordAt(text, at, word))
      return passBlanks(text, end) - at;
  }
  return 0;
}

std::size_t secretKeyAt(std::string_view text, std::size_t at) {
  if (at > 0 && (isOfWord(text[at - 1]) || text[at - 1] == '/')) return 0;
  std::size_t end = passKey(text, at);
  if (end == at) return 0;
  const std::string_view key = text.substr(at, end - at);
  if (!namesASecret(key) && !(Poco::icompare(std::string(key), "value") == 0 && isOfSecretInput(text, at)))
    return 0;
  end = passBlanks(text, passQuote(text, passBlanks(text, end)));
  const std::size_t separator = separatorAt(text, end);
  return separator == 0 ? 0 : passQuote(text, passBlanks(text, end + separator)) - at;
}

std::size_t valueAt(std::string_view text, std::size_t at) {
  const char before = at > 0 ? text[at - 1] : ' ';
  if (before == '"' || before == '\'')
    return endOfQuoted(text, at, before, at > 1 && text[at - 2] == '\\') - at;
  return endOfPlain(text, at, at >= 3 && text[at - 3] == '%') - at;
}

}  // namespace lixiao::connectors
