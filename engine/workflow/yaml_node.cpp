#include "engine/workflow/yaml_node.h"

#include <algorithm>
#include <optional>

namespace lixiao::workflow::yaml {
namespace {

bool isBlank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::size_t utf8Length(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// Walks the text of a scalar and the source it was written as side by side.
class Alignment {
 public:
  explicit Alignment(const Node& node)
      : style_(node.style), text_(node.text), source_(node.source->text()), at_(contentStart(node)) {}

  /// For every byte of the text the byte of the source, and one more for the end. Empty when they do not
  /// agree.
  std::vector<std::size_t> offsets() {
    std::vector<std::size_t> result;
    result.reserve(text_.size() + 1);
    while (result.size() < text_.size())
      if (!step(result)) return {};
    result.push_back(at_);
    return result;
  }

 private:
  std::size_t contentStart(const Node& node) const {
    if (style_ == Node::Style::Plain) return node.begin;
    if (style_ != Node::Style::Block) return node.begin + 1;
    const std::size_t line_end = source_.find('\n', node.begin);
    return line_end == std::string::npos ? source_.size() : line_end + 1;
  }

  bool step(std::vector<std::size_t>& result) {
    if (at_ >= source_.size()) return fillBlanks(result);
    const char wanted = text_[result.size()];
    const char here = source_[at_];
    if (style_ == Node::Style::DoubleQuoted && here == '\\') return escape(result);
    if (here == wanted) {
      result.push_back(at_++);
      if (style_ == Node::Style::SingleQuoted && here == '\'') ++at_;
      return true;
    }
    if (isBlank(here)) {
      if (isBlank(wanted)) result.push_back(at_);
      while (at_ < source_.size() && isBlank(source_[at_])) ++at_;
      return true;
    }
    return isBlank(wanted) && (result.push_back(at_), true);
  }

  bool fillBlanks(std::vector<std::size_t>& result) {
    if (!isBlank(text_[result.size()])) return false;
    result.push_back(at_);
    return true;
  }

  bool escape(std::vector<std::size_t>& result) {
    if (at_ + 1 >= source_.size()) return false;
    const char kind = source_[at_ + 1];
    if (kind == '\n' || kind == '\r') {
      at_ += 1;
      while (at_ < source_.size() && isBlank(source_[at_])) ++at_;
      return true;
    }
    const std::size_t written = kind == 'x' ? 4 : kind == 'u' ? 6 : kind == 'U' ? 10 : 2;
    const std::size_t meant = std::min(utf8Length(text_[result.size()]), text_.size() - result.size());
    result.insert(result.end(), meant, at_);
    at_ += written;
    return true;
  }

  Node::Style style_;
  const std::string& text_;
  const std::string& source_;
  std::size_t at_;
};

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (keys[i].text == key) return &values[i];
  return nullptr;
}

std::string_view describe(const Node& node) {
  switch (node.kind) {
    case Node::Kind::Null:
      return "nothing";
    case Node::Kind::Scalar:
      return "text";
    case Node::Kind::Sequence:
      return "a list";
    case Node::Kind::Map:
      return "a map";
  }
  return "nothing";
}

Span span(const Node& node) {
  if (!node.isScalar() || node.style == Node::Style::Block) return {node.source, node.begin, 1};
  const auto offsets = Alignment(node).offsets();
  if (offsets.empty()) return {node.source, node.begin, 1};
  const std::size_t end = offsets.back() + (node.style == Node::Style::Plain ? 0 : 1);
  return {node.source, node.begin, std::max<std::size_t>(1, end - node.begin)};
}

bool isClosed(const Node& node) {
  if (node.style != Node::Style::SingleQuoted && node.style != Node::Style::DoubleQuoted) return true;
  const auto offsets = Alignment(node).offsets();
  const std::string& text = node.source->text();
  if (offsets.empty()) return true;
  const std::size_t end = text.find_first_not_of(" \t\r\n\\", offsets.back());
  return end < text.size() && text[end] == text[node.begin];
}

Span spanWithin(const Node& node, std::size_t offset, std::size_t length) {
  const auto offsets = Alignment(node).offsets();
  if (offset >= offsets.size()) return {node.source, node.begin, 1};
  const std::size_t begin = offsets[offset];
  const std::size_t last = std::min(offset + std::max<std::size_t>(1, length), offsets.size() - 1);
  const std::size_t end = offsets[last];
  return {node.source, begin, end > begin ? end - begin : 1};
}

}  // namespace lixiao::workflow::yaml
