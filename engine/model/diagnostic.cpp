#include "engine/model/diagnostic.h"

#include <algorithm>
#include <tuple>

#include "engine/model/text.h"

namespace lixiao::model {
namespace {

const char* word(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    case Severity::Hint:
      return "hint";
  }
  return "error";
}

std::string format(const Place& place) {
  std::string text = place.file;
  if (place.line > 0) text += ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
  return text;
}

/// Whether a terminal shows this code point two columns wide (East Asian Wide and Fullwidth, in ranges).
bool isWide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
         (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
}

/// Columns that `count` code points from `skip` take on a terminal; tabs and what is past the end count one.
std::size_t columns(std::string_view line, std::size_t skip, std::size_t count) {
  std::size_t width = 0;
  std::size_t seen = 0;
  for (std::size_t at = 0; at < line.size() && seen < skip + count;) {
    const auto byte = static_cast<unsigned char>(line[at]);
    const std::size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    char32_t c = length == 1 ? byte : byte & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length && at + i < line.size(); ++i)
      c = (c << 6) | (static_cast<unsigned char>(line[at + i]) & 0x3FU);
    if (seen >= skip) width += isWide(c) ? 2 : 1;
    ++seen;
    at += length;
  }
  return width + (skip + count > seen ? skip + count - std::max(seen, skip) : 0);
}

std::string shown(const std::string& source_line) {
  std::string line = source_line;
  std::replace(line.begin(), line.end(), '\t', ' ');
  return line;
}

/// Where the code point with this number begins, or the end of the text.
std::size_t offsetOf(std::string_view text, std::size_t code_point) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool starts = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (starts && code_point-- == 0) break;
  }
  return at;
}

constexpr std::size_t kWidestLine =
    200;  ///< code points; of a longer line only what is around the mark is shown
constexpr std::size_t kBeforeMark = 60;
constexpr std::size_t kAfterMark = 100;

/// Cuts a long line around the mark and moves the mark with it.
void narrow(std::string& line, std::size_t& skip, std::size_t& marked) {
  if (codePoints(line) <= kWidestLine) return;
  const std::size_t from = skip > kBeforeMark ? skip - kBeforeMark : 0;
  const std::size_t begin = offsetOf(line, from);
  const std::string_view rest = std::string_view(line).substr(begin);
  const std::size_t end = offsetOf(rest, kBeforeMark + kAfterMark);
  marked = std::min(marked, kAfterMark);
  skip = skip - from + (from > 0 ? 1 : 0);
  line = (from > 0 ? "…" : "") + std::string(rest.substr(0, end)) + (end < rest.size() ? "…" : "");
}

void appendSource(std::string& text, const Place& place, const std::string& source_line, int length,
                  const std::string& hint) {
  if (source_line.empty() || place.line == 0) {
    if (!hint.empty()) text += "  " + hint + "\n";
    return;
  }
  const std::string number = std::to_string(place.line);
  std::string line = shown(source_line);
  auto skip = static_cast<std::size_t>(std::max(0, place.column - 1));
  auto marked = static_cast<std::size_t>(std::max(1, length));
  narrow(line, skip, marked);
  text += "  " + number + " | " + line + "\n";
  text += "  " + std::string(number.size(), ' ') + " | " + std::string(columns(line, 0, skip), ' ') +
          std::string(std::max<std::size_t>(1, columns(line, skip, marked)), '^');
  if (!hint.empty()) text += " " + hint;
  text += "\n";
}

}  // namespace

std::string format(const Diagnostic& diagnostic) {
  std::string text = format(diagnostic.place) + ": " + word(diagnostic.severity) + "[" + diagnostic.code +
                     "]: " + diagnostic.message + "\n";
  appendSource(text, diagnostic.place, diagnostic.source_line, diagnostic.length, diagnostic.hint);
  for (const Diagnostic::Related& related : diagnostic.related) {
    text += "  " + format(related.place) + ": " + related.message + "\n";
    appendSource(text, related.place, related.source_line, 1, {});
  }
  return text;
}

void sortByPlace(std::vector<Diagnostic>& diagnostics) {
  const auto key = [](const Diagnostic& d) { return std::tie(d.place, d.code, d.message); };
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  const auto same = [&](const Diagnostic& a, const Diagnostic& b) { return key(a) == key(b); };
  diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end(), same), diagnostics.end());
}

bool hasErrors(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::Error; });
}

}  // namespace lixiao::model
