#include "engine/board/text_pool.h"

namespace lixiao::board {

std::uint32_t TextPool::intern(std::string_view text) {
  const auto found = codes_.find(text);
  if (found != codes_.end()) return found->second;
  const auto code = static_cast<std::uint32_t>(texts_.size());
  texts_.emplace_back(text);
  codes_.emplace(texts_.back(), code);
  return code;
}

std::uint32_t TextPool::find(std::string_view text) const {
  const auto found = codes_.find(text);
  return found == codes_.end() ? 0 : found->second;
}

}  // namespace lixiao::board
