#include "connectors/settings_values.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "connectors/settings.h"

namespace lixiao::connectors {
namespace {

bool isAlpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::optional<std::int64_t> parseInteger(std::string_view text) {
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<bool> parseBoolean(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

bool isHost(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  if (text.find(':') != std::string_view::npos) {
    return std::all_of(text.begin(), text.end(),
                       [](unsigned char c) { return std::isxdigit(c) || c == ':' || c == '.'; });
  }
  return text.front() != '-' && text.front() != '.' && std::all_of(text.begin(), text.end(), [](char c) {
           return isAlpha(c) || isDigit(c) || c == '-' || c == '.';
         });
}

std::optional<std::chrono::milliseconds> parseDuration(std::string_view text) {
  struct Unit {
    std::string_view word;
    std::int64_t milliseconds;
  };
  static constexpr std::array<Unit, 5> kUnits{
      {{"ms", 1}, {"min", 60'000}, {"s", 1000}, {"h", 3'600'000}, {"d", 86'400'000}}};
  static constexpr std::int64_t kMaxCount = 1'000'000;
  const auto digits =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), isDigit) - text.begin());
  const auto count = parseInteger(text.substr(0, digits));
  const auto unit = std::find_if(kUnits.begin(), kUnits.end(),
                                 [&](const Unit& known) { return known.word == text.substr(digits); });
  if (!count || *count > kMaxCount || unit == kUnits.end()) return std::nullopt;
  return std::chrono::milliseconds(*count * unit->milliseconds);
}

std::optional<Url> parseUrl(std::string_view text) {
  const bool secure = text.starts_with("https://");
  if ((!secure && !text.starts_with("http://")) || text.size() > 2000) return std::nullopt;
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 127 && c != '#'; });
  if (!plain) return std::nullopt;
  text.remove_prefix(text.find("//") + 2);
  const std::size_t slash = std::min(text.find_first_of("/?"), text.size());
  std::string_view authority = text.substr(0, slash);
  Url url;
  url.secure = secure;
  url.port = secure ? 443 : 80;
  if (slash < text.size())
    url.path_and_query = (text[slash] == '?' ? "/" : "") + std::string(text.substr(slash));
  const bool bracketed = !authority.empty() && authority.front() == '[';
  const std::size_t host_end =
      bracketed ? authority.find(']') : std::min(authority.find(':'), authority.size());
  if (host_end == std::string_view::npos) return std::nullopt;
  url.host = bracketed ? authority.substr(1, host_end - 1) : authority.substr(0, host_end);
  std::string_view rest = authority.substr(host_end + (bracketed ? 1 : 0));
  if (!isHost(url.host)) return std::nullopt;
  if (rest.empty()) return url;
  const auto port = parseInteger(rest.substr(1));
  if (rest.front() != ':' || !port || *port < 1 || *port > 65535) return std::nullopt;
  url.port = static_cast<std::uint16_t>(*port);
  return url;
}

}  // namespace lixiao::connectors
