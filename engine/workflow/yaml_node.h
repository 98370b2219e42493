#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/workflow/source.h"

namespace lixiao::workflow::yaml {

/// A node of a YAML file, with the place it was written at. Scalars keep their text as written: nothing is
/// taken for a number, a boolean or a date. Keys of a map are scalars and differ from one another.
struct Node {
  enum class Kind : unsigned char { Null, Scalar, Sequence, Map };
  enum class Style : unsigned char { Plain, SingleQuoted, DoubleQuoted, Block };

  Kind kind = Kind::Null;
  Style style = Style::Plain;
  const Source* source = nullptr;
  std::size_t begin = 0;     ///< byte in the source: of the first character, the quote or the `|`
  std::string text;          ///< scalars
  std::vector<Node> keys;    ///< maps: the key of each value
  std::vector<Node> values;  ///< maps and sequences

  bool isNull() const { return kind == Kind::Null; }
  bool isScalar() const { return kind == Kind::Scalar; }
  bool isSequence() const { return kind == Kind::Sequence; }
  bool isMap() const { return kind == Kind::Map; }
  /// The value of a key, nullptr when the map does not have it.
  const Node* find(std::string_view key) const;
};

/// `text`, `a list`, `a map`, `nothing`.
std::string_view describe(const Node& node);

/// The scalar as it stands in the file, quotes included; the first character of a list or map.
Span span(const Node& node);

/// The bytes of the file that `length` bytes from `offset` of the scalar's text were written as: exact
/// through quotes, escapes, folded lines and blocks; the scalar's start when they cannot be told.
Span spanWithin(const Node& node, std::size_t offset, std::size_t length);

/// Whether the closing quote of a quoted scalar is there: yaml-cpp takes the end of the file for one.
bool isClosed(const Node& node);

}  // namespace lixiao::workflow::yaml
