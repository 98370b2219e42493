#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lixiao::connectors {

/// Decimal digits with an optional minus, nothing else.
std::optional<std::int64_t> parseInteger(std::string_view text);
/// `true` or `false`, as in workflow YAML.
std::optional<bool> parseBoolean(std::string_view text);
/// A name or address that can stand in a URL: letters, digits, `.`, `-`, or an IPv6 address without brackets.
bool isHost(std::string_view text);

}  // namespace lixiao::connectors
