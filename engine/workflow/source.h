#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"

namespace lixiao::workflow {

/// The text of one file with its lines. A byte order mark is not part of the text. Immutable; nodes and spans
/// point at it, so it must outlive them.
class Source {
 public:
  Source(std::string path, std::string text);
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  const std::string& path() const { return path_; }
  const std::string& text() const { return text_; }
  /// Line and column of a byte.
  model::Place place(std::size_t offset) const;
  /// The line that holds the byte, without its end.
  std::string_view lineAt(std::size_t offset) const;
  /// Where that line begins.
  std::size_t lineStart(std::size_t offset) const;

 private:
  std::size_t lineIndex(std::size_t offset) const;

  std::string path_;
  std::string text_;
  std::vector<std::size_t> starts_;
};

/// Some bytes of a file.
struct Span {
  const Source* source = nullptr;
  std::size_t begin = 0;
  std::size_t length = 1;
};

}  // namespace lixiao::workflow
