#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lixiao::connectors {

enum class Encoding { Utf8, Gb18030 };

/// To UTF-8; empty when the bytes are not of that encoding.
std::optional<std::string> decode(std::string_view bytes, Encoding encoding);
/// From UTF-8; empty when a character is not in that encoding.
std::optional<std::string> encode(std::string_view utf8, Encoding encoding);

}  // namespace lixiao::connectors
