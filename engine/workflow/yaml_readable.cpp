#include <algorithm>
#include <array>
#include <cstdio>

#include "engine/model/text.h"
#include "engine/workflow/yaml_parse.h"

namespace lixiao::workflow::yaml {
namespace {

bool isControl(const std::string& text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte == '\n' || byte == '\t') return false;
  if (byte == '\r') return at + 1 >= text.size() || text[at + 1] != '\n';
  const bool second_set =
      byte == 0xC2 && static_cast<unsigned char>(text[at + 1]) < 0xA0;  // U+0080 to U+009F
  return byte < 0x20 || byte == 0x7F || second_set;
}

std::string hexadecimal(char c) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "0x%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
  return text.data();
}

/// The end of the well-formed part of the line that is not UTF-8.
std::optional<std::size_t> firstBadByte(const std::string& text) {
  if (model::isUtf8(text)) return std::nullopt;
  std::size_t good = 0;
  while (true) {
    const std::size_t line_end = text.find('\n', good);
    const std::size_t next = line_end == std::string::npos ? text.size() : line_end + 1;
    if (!model::isUtf8(std::string_view(text).substr(good, next - good))) break;
    good = next;
  }
  std::size_t length = 0;
  for (std::size_t tried = 1; tried <= 4 && good + length + tried <= text.size();)
    if (model::isUtf8(std::string_view(text).substr(good + length, tried))) {
      length += tried;
      tried = 1;
    } else {
      ++tried;
    }
  return good + length;
}

bool hasBadBytes(const Source& source, Findings& findings) {
  const std::string& text = source.text();
  if (const auto bad = firstBadByte(text)) {
    findings.error({&source, *bad, 1}, "not-utf8", "byte " + hexadecimal(text[*bad]) + " is not UTF-8",
                   "save the file as UTF-8");
    return true;
  }
  for (std::size_t i = 0; i < text.size(); ++i)
    if (isControl(text, i)) {
      findings.error({&source, i, 1}, "control-character", "control character " + hexadecimal(text[i]));
      return true;
    }
  return false;
}

bool hasTabs(const Source& source, Findings& findings) {
  const std::string& text = source.text();
  bool found = false;
  for (std::size_t start = 0; start < text.size() && !findings.full(source);) {
    const std::size_t content = std::min(text.find_first_not_of(" \t", start), text.size());
    const std::size_t tab = std::string_view(text).substr(0, content).find('\t', start);
    const bool empty =
        content == text.size() || text[content] == '\n' || text[content] == '\r' || text[content] == '#';
    if (tab < content && !empty) {
      findings.error({&source, tab, 1}, "tab", "a tab in the indentation", "use spaces");
      found = true;
    }
    const std::size_t line_end = text.find('\n', start);
    start = line_end == std::string::npos ? text.size() : line_end + 1;
  }
  return found;
}

/// The parser reads ahead through brackets, so their depth is bounded before it starts. Coarse on purpose: it
/// also counts brackets inside texts; the exact limit is kept while parsing.
bool hasEndlessBrackets(const Source& source, Findings& findings) {
  constexpr std::size_t kMostOpen = 1000;
  std::size_t open = 0;
  const std::string& text = source.text();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[' || text[i] == '{') ++open;
    if ((text[i] == ']' || text[i] == '}') && open > 0) --open;
    if (open <= kMostOpen) continue;
    findings.error({&source, i, 1}, "too-deep",
                   "more than " + std::to_string(kMostLevels) + " levels inside one another");
    return true;
  }
  return false;
}

}  // namespace

bool isReadable(const Source& source, Findings& findings) {
  const std::string& text = source.text();
  if (text.size() > kMostBytes) {
    findings.fileError(source.path(), "too-large", "the file is larger than 1 MiB");
    return false;
  }
  if (text.empty()) {
    findings.fileError(source.path(), "empty-file", "the file is empty");
    return false;
  }
  return !hasBadBytes(source, findings) && !hasTabs(source, findings) &&
         !hasEndlessBrackets(source, findings);
}

}  // namespace lixiao::workflow::yaml
