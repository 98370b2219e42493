#include "rules/characters.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>

namespace lixiao::rules {
namespace {

struct Range {
  char32_t first, last;
};

constexpr std::array kLetters = {
    Range{'A', 'Z'},       Range{'_', '_'},       Range{'a', 'z'},         Range{0xC0, 0xD6},
    Range{0xD8, 0xF6},     Range{0xF8, 0x2C1},    Range{0x370, 0x373},     Range{0x376, 0x377},
    Range{0x37B, 0x37D},   Range{0x386, 0x386},   Range{0x388, 0x3FF},     Range{0x400, 0x481},
    Range{0x48A, 0x52F},   Range{0x531, 0x556},   Range{0x561, 0x587},     Range{0x5D0, 0x5EA},
    Range{0x620, 0x64A},   Range{0x671, 0x6D3},   Range{0x904, 0x939},     Range{0xE01, 0xE30},
    Range{0xF40, 0xF6C},   Range{0x10A0, 0x10FF}, Range{0x1820, 0x1878},   Range{0x1E00, 0x1FBC},
    Range{0x3005, 0x3007}, Range{0x3041, 0x3096}, Range{0x30A1, 0x30FA},   Range{0x30FC, 0x30FF},
    Range{0x3105, 0x312F}, Range{0x3400, 0x4DBF}, Range{0x4E00, 0x9FFF},   Range{0xA000, 0xA48C},
    Range{0xAC00, 0xD7A3}, Range{0xF900, 0xFAD9}, Range{0x20000, 0x323AF},
};

struct Replacement {
  char32_t code;
  std::string_view text;
};

constexpr std::array kReplacements = {
    Replacement{0x00A0, " "},  Replacement{0x00AC, "!"},  Replacement{0x00D7, "*"},
    Replacement{0x00F7, "/"},  Replacement{0x2010, "-"},  Replacement{0x2011, "-"},
    Replacement{0x2012, "-"},  Replacement{0x2013, "-"},  Replacement{0x2014, "-"},
    Replacement{0x2018, "\""}, Replacement{0x2019, "\""}, Replacement{0x201C, "\""},
    Replacement{0x201D, "\""}, Replacement{0x2026, ","},  Replacement{0x202F, " "},
    Replacement{0x2212, "-"},  Replacement{0x2227, "&&"}, Replacement{0x2228, "||"},
    Replacement{0x2260, "!="}, Replacement{0x2264, "<="}, Replacement{0x2265, ">="},
    Replacement{0x2266, "<="}, Replacement{0x2267, ">="}, Replacement{0x3000, " "},
    Replacement{0x3001, ","},  Replacement{0x3002, "."},  Replacement{0x300C, "\""},
    Replacement{0x300D, "\""}, Replacement{0x300E, "\""}, Replacement{0x300F, "\""},
    Replacement{0x3010, "["},  Replacement{0x3011, "]"},
};

constexpr std::string_view kAscii =
    "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
constexpr char32_t kFirstFullWidth = 0xFF01, kLastFullWidth = 0xFF5E;

bool isBlankOrInvisible(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code <= 0xA0) || code == 0xAD ||
         (code >= 0x2000 && code <= 0x200F) || (code >= 0x2028 && code <= 0x202F) ||
         (code >= 0x205F && code <= 0x206F) || code == 0x3000 || code == 0xFEFF ||
         (code >= 0xFE00 && code <= 0xFE0F) || code >= 0xE0000;
}

char32_t continuationBits(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]) & 0x3FU;
}

bool isContinuation(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

}  // namespace

Character characterAt(std::string_view text, std::size_t at) {
  const unsigned first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return {};
  char32_t code = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if (!isContinuation(text, at + i)) return {};
    code = (code << 6U) | continuationBits(text, at + i);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (overlong || surrogate || code > 0x10FFFF) return {};
  return {code, length};
}

bool startsName(char32_t code) {
  const auto after =
      std::upper_bound(kLetters.begin(), kLetters.end(), code,
                       [](char32_t wanted, const Range& range) { return wanted < range.first; });
  return after != kLetters.begin() && code <= std::prev(after)->last;
}

bool continuesName(char32_t code) {
  return (code >= '0' && code <= '9') || startsName(code);
}

std::string_view replacementOf(char32_t code) {
  if (code >= kFirstFullWidth && code <= kLastFullWidth) return kAscii.substr(code - kFirstFullWidth, 1);
  if (code >= 0x2000 && code <= 0x200A) return " ";
  for (const Replacement& replacement : kReplacements)
    if (replacement.code == code) return replacement.text;
  return {};
}

bool isInvisible(char32_t code) {
  return code > 0x7F && isBlankOrInvisible(code);
}

std::string quoted(char32_t code, std::string_view bytes) {
  if (!isBlankOrInvisible(code)) return '"' + std::string(bytes) + '"';
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "U+%04X", static_cast<unsigned>(code));
  return text.data();
}

}  // namespace lixiao::rules
