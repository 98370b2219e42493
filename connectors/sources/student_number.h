#pragma once

#include <string>
#include <string_view>

namespace lixiao::connectors {

/// What is left of a student number, in UTF-8, when the ways to write it are taken away: letters in lower
/// case and digits, half-width, without leading zeros. A decimal that is a whole number is that number:
/// `5100500001.0`. Two numbers that agree in it are meant to be one; "" for none.
std::string plainNumber(std::string_view written);

/// Its pattern: `9` for each digit, `A` for each byte of a letter, nothing for blanks and signs.
std::string numberPattern(std::string_view written);

/// Whether it is in scientific notation, in which a spreadsheet or a program has put it and may have lost
/// digits: `5.13072E9`, `5E+09`. `13E07` is none, for a student number may be written so.
bool isScientific(std::string_view written);

}  // namespace lixiao::connectors
