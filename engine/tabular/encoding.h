#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/model/status.h"

namespace lixiao::tabular {

enum class Encoding : std::uint8_t { Utf8, Utf16LittleEndian, Utf16BigEndian, Gb18030 };

struct Decoded {
  std::string text;  ///< UTF-8 without a byte order mark
  Encoding encoding = Encoding::Utf8;
  std::size_t line = 0;  ///< where the problem is, if there is one
  std::optional<model::Message> problem;
};

/// Turns the bytes of a text file into UTF-8: by its byte order mark, else as UTF-8 when it is well-formed,
/// else as GB18030. UTF-8 that is damaged in a few places (a file cut in two, a line pasted from elsewhere)
/// is refused with the place instead of being read as GB18030. A byte that is zero is refused.
[[nodiscard]] Decoded decodeText(std::string_view bytes);

}  // namespace lixiao::tabular
