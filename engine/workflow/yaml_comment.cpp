#include "engine/workflow/yaml_comment.h"

#include <algorithm>
#include <vector>

namespace lixiao::workflow::yaml {
namespace {

constexpr std::string_view kBlanks = " \t\r";
constexpr std::size_t kMostLines = 20;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) + 1 - first);
}

/// What a comment says, from its `#` on.
std::string_view content(std::string_view comment) {
  comment.remove_prefix(std::min(comment.find_first_not_of('#'), comment.size()));
  const std::string_view text = trimmed(comment);
  const bool says_something = std::any_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  });
  return says_something && !text.starts_with("lixiao:") ? text : std::string_view();
}

/// The `#` that begins a comment in the rest of a line, outside of quotes.
std::string_view commentIn(std::string_view line) {
  char quote = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '#' && (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t')) {
      return line.substr(at);
    } else if ((c == '"' || c == '\'') && (at == 0 || line[at - 1] == ' ')) {
      quote = c;
    }
  }
  return {};
}

std::string_view endOfLine(const Node& scalar) {
  const std::string_view text = scalar.source->text();
  const Span whole = span(scalar);
  const std::size_t from = std::min(whole.begin + whole.length, text.size());
  return content(commentIn(text.substr(from, std::min(text.find('\n', from), text.size()) - from)));
}

/// Chinese needs no blank between two lines, other scripts do.
void join(std::string& text, std::string_view line) {
  const auto wide = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  if (!text.empty() && !line.empty() && !(wide(text.back()) && wide(line.front()))) text += ' ';
  text += line;
}

std::string above(const Node& scalar) {
  const Source& source = *scalar.source;
  std::size_t start = source.lineStart(scalar.begin);
  const std::string_view before =
      trimmed(std::string_view(source.text()).substr(start, scalar.begin - start));
  const bool key_begins_line = before.ends_with(':') && before.find_first_of(" {,") == std::string_view::npos;
  std::vector<std::string_view> lines;
  while (key_begins_line && start > 0 && lines.size() < kMostLines) {
    start = source.lineStart(start - 1);
    const std::string_view line = trimmed(source.lineAt(start));
    if (!line.starts_with('#')) break;
    lines.push_back(content(line));
  }
  std::string text;
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) join(text, *line);
  return text;
}

}  // namespace

std::string commentOf(const Node& scalar) {
  const std::string_view same_line = endOfLine(scalar);
  return same_line.empty() ? above(scalar) : std::string(same_line);
}

}  // namespace lixiao::workflow::yaml
