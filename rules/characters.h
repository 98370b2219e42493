#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lixiao::rules {

struct Character {
  char32_t code = 0;
  std::size_t length = 0;  ///< bytes; 0 when the bytes are not well-formed UTF-8
};

/// The character that starts at `at`, which must be inside `text`.
Character characterAt(std::string_view text, std::size_t at);

/// Letters and ideographs of any script that people write, and `_`. No punctuation, no blanks, no full-width
/// forms.
bool startsName(char32_t code);
bool continuesName(char32_t code);

/// What stands in rules for a character that only looks like it: `<=` for `≤`, `(` for `（`, a space for a
/// no-break space; "" when nothing does.
std::string_view replacementOf(char32_t code);

/// Characters above ASCII that leave no mark: a byte order mark, a zero-width space.
bool isInvisible(char32_t code);

/// `"≤"`, or `U+00A0` when it cannot be seen.
std::string quoted(char32_t code, std::string_view bytes);

}  // namespace lixiao::rules
