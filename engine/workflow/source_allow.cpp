#include "engine/workflow/source_allow.h"

#include <algorithm>

namespace lixiao::workflow {
namespace {

constexpr std::string_view kAllow = "lixiao: allow ";

bool isOfCode(char c) {
  return (c >= 'a' && c <= 'z') || c == '-';
}

bool names(std::string_view line, std::string_view code) {
  const std::size_t comment = line.find('#');
  if (comment == std::string_view::npos) return false;
  const std::size_t allow = line.find(kAllow, comment);
  if (allow == std::string_view::npos) return false;
  for (std::size_t at = line.find(code, allow); at != std::string_view::npos; at = line.find(code, at + 1)) {
    const std::size_t end = at + code.size();
    if (!isOfCode(line[at - 1]) && (end == line.size() || !isOfCode(line[end]))) return true;
  }
  return false;
}

bool isComment(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t");
  return first != std::string_view::npos && line[first] == '#';
}

bool isBlank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

bool allowedAbove(const Source& source, std::size_t offset, std::string_view code) {
  for (std::size_t start = source.lineStart(offset); start > 0;) {
    start = source.lineStart(start - 1);
    const std::string_view line = source.lineAt(start);
    if (!isComment(line)) return false;
    if (names(line, code)) return true;
  }
  return false;
}

bool allowedForFile(const Source& source, std::string_view code) {
  const std::string& text = source.text();
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view line = source.lineAt(at);
    if (!isComment(line) && !isBlank(line)) return false;
    if (names(line, code)) return true;
    const std::size_t end = text.find('\n', at);
    at = end == std::string::npos ? text.size() : end + 1;
  }
  return false;
}

}  // namespace

bool isAllowed(const Source& source, std::size_t offset, std::string_view code) {
  const std::size_t at = std::min(offset, source.text().size());
  return names(source.lineAt(at), code) || allowedAbove(source, at, code) || allowedForFile(source, code);
}

}  // namespace lixiao::workflow
