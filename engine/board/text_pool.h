#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace lixiao::board {

/// Texts by code, each once. Code 0 is "unknown". Codes stay valid as the pool grows. NOT thread-safe for
/// writing.
class TextPool {
 public:
  TextPool() : texts_(1) {}

  std::uint32_t intern(std::string_view text);
  /// 0 when the text is not in the pool.
  std::uint32_t find(std::string_view text) const;
  const std::string& text(std::uint32_t code) const { return texts_[code]; }
  std::size_t size() const { return texts_.size() - 1; }

 private:
  std::deque<std::string> texts_;  // elements never move: the map's keys point into them
  std::unordered_map<std::string_view, std::uint32_t> codes_;
};

}  // namespace lixiao::board
