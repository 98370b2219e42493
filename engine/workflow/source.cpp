#include "engine/workflow/source.h"

#include <algorithm>

#include "engine/model/text.h"

namespace lixiao::workflow {

Source::Source(std::string path, std::string text)
    : path_(std::move(path)), text_(std::move(text)), starts_{0} {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text_.compare(0, kByteOrderMark.size(), kByteOrderMark) == 0) text_.erase(0, kByteOrderMark.size());
  for (std::size_t i = 0; i < text_.size(); ++i)
    if (text_[i] == '\n') starts_.push_back(i + 1);
}

std::size_t Source::lineIndex(std::size_t offset) const {
  return static_cast<std::size_t>(std::upper_bound(starts_.begin(), starts_.end(), offset) -
                                  starts_.begin()) -
         1;
}

std::size_t Source::lineStart(std::size_t offset) const {
  return starts_[lineIndex(offset)];
}

std::string_view Source::lineAt(std::size_t offset) const {
  const std::size_t line = lineIndex(offset);
  const std::size_t end = line + 1 < starts_.size() ? starts_[line + 1] - 1 : text_.size();
  std::string_view found(text_.data() + starts_[line], end - starts_[line]);
  if (found.ends_with('\r')) found.remove_suffix(1);
  return found;
}

model::Place Source::place(std::size_t offset) const {
  const std::size_t at = std::min(offset, text_.size());
  const std::size_t line = lineIndex(at);
  const std::string_view before(text_.data() + starts_[line], at - starts_[line]);
  return {path_, static_cast<int>(line + 1), static_cast<int>(model::codePoints(before) + 1)};
}

}  // namespace lixiao::workflow
