#include "connectors/secret_words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>
#include <string>

namespace lixiao::connectors {
namespace {

constexpr std::array<std::string_view, 8> kParts{"pass", "pwd",  "secret",     "token",
                                                 "key",  "auth", "credential", "bearer"};
constexpr std::array<std::string_view, 19> kSure{
    "password", "passwd",     "passcode",   "pwd",       "secret",       "token",      "api_key",
    "apikey",   "app_key",    "appkey",     "sign_key",  "signing_key",  "access_key", "private_key",
    "sessid",   "session_id", "credential", "sessionid", "authorization"};
/// At the end of a key: `密码错误：` tells of a mistake.
constexpr std::array<std::string_view, 4> kChinese{"密码", "口令", "密钥", "令牌"};
/// As the last word of a key, for many another word has them in it.
constexpr std::array<std::string_view, 7> kShort{"pass",      "pin",    "sid",   "sign",
                                                 "signature", "cookie", "ticket"};

bool isOfKey(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
}

std::string folded(std::string_view key) {
  std::string lower(key);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  std::replace(lower.begin(), lower.end(), '-', '_');
  return lower;
}

/// Not the secret but where it stands.
bool namesAPlace(std::string_view lower) {
  return lower.ends_with("_file") || lower.ends_with("_env");
}

bool holdsOne(std::string_view lower, std::span<const std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return lower.find(part) != std::string_view::npos; });
}

/// The letters and digits at the end; `key` is one only alone, as tables have keys.
bool endsWithAShortOne(std::string_view lower) {
  const auto is_letter = [](unsigned char c) { return std::isalnum(c) != 0; };
  const auto begin = std::find_if_not(lower.rbegin(), lower.rend(), is_letter).base();
  const std::string_view word(begin, lower.end());
  return std::find(kShort.begin(), kShort.end(), word) != kShort.end() ||
         (word == "key" && !lower.ends_with("_key"));
}

/// The word before `end`, without what may stand between a key and its colon.
std::string_view wordBefore(std::string_view text, std::size_t end) {
  while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '"' || text[end - 1] == '\'')) --end;
  std::size_t begin = end;
  while (begin > 0 && isOfKey(text[begin - 1])) --begin;
  return text.substr(begin, end - begin);
}

/// `?key={student_no}` asks for a student.
bool isPlaceholder(std::string_view value) {
  return value.starts_with("{student") || value.starts_with("{page}") || value.starts_with("{offset}");
}

bool namesAUser(std::string_view text) {
  for (auto at = text.find("://"); at != std::string_view::npos; at = text.find("://", at + 3)) {
    const std::string_view authority = text.substr(at + 3, text.find_first_of("/?# \t\"'", at + 3) - at - 3);
    if (authority.find('@') != std::string_view::npos) return true;
  }
  return false;
}

bool givesASecret(std::string_view text, const char* signs) {
  for (auto at = text.find_first_of(signs); at != std::string_view::npos;
       at = text.find_first_of(signs, at + 1)) {
    if (maySpeakASecret(wordBefore(text, at)) && !isPlaceholder(text.substr(at + 1))) return true;
  }
  return false;
}

}  // namespace

bool maySpeakASecret(std::string_view key) {
  const std::string lower = folded(key);
  return !namesAPlace(lower) &&
         (('_' + lower + '_').find("_pin_") != std::string::npos || holdsOne(lower, kParts));
}

bool namesASecret(std::string_view key) {
  const std::string lower = folded(key);
  const auto ends = [&](std::string_view word) { return lower.ends_with(word); };
  return !namesAPlace(lower) && (holdsOne(lower, kSure) || endsWithAShortOne(lower) ||
                                 std::any_of(kChinese.begin(), kChinese.end(), ends));
}

bool mayHoldASecret(std::string_view text) {
  return namesAUser(text) || givesASecret(text, ":=");
}

bool addressHoldsASecret(std::string_view address) {
  return namesAUser(address) || givesASecret(address, "=");
}

}  // namespace lixiao::connectors
