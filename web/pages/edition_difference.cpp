#include "web/pages/edition_difference.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>

namespace lixiao::web::pages {
namespace {

using Kind = DifferenceLine::Kind;
using Lines = std::vector<std::string_view>;

constexpr std::size_t kContext = 3;
/// Larger changed regions are shown as removed and added whole.
constexpr std::size_t kMostCells = 16'000'000;

Lines linesOf(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// Two versions of a file, line by line.
class Comparison {
 public:
  Comparison(std::string_view before, std::string_view after) : old_(linesOf(before)), new_(linesOf(after)) {}

  std::vector<DifferenceLine> lines() {
    std::size_t begin = 0;
    while (begin < old_.size() && begin < new_.size() && old_[begin] == new_[begin]) ++begin;
    std::size_t end = 0;
    while (begin + end < old_.size() && begin + end < new_.size() &&
           old_[old_.size() - 1 - end] == new_[new_.size() - 1 - end])
      ++end;
    for (std::size_t i = 0; i < begin; ++i) same(i);
    middle(begin, old_.size() - end, begin, new_.size() - end);
    for (std::size_t i = new_.size() - end; i < new_.size(); ++i) same(i);
    return std::move(lines_);
  }

 private:
  void same(std::size_t i) { lines_.push_back({Kind::Same, i + 1, std::string(new_[i])}); }
  void removed(std::size_t i) { lines_.push_back({Kind::Removed, i + 1, std::string(old_[i])}); }
  void added(std::size_t i) { lines_.push_back({Kind::Added, i + 1, std::string(new_[i])}); }

  /// By the longest common subsequence of the two regions.
  void middle(std::size_t i, std::size_t old_end, std::size_t j, std::size_t new_end) {
    const std::size_t height = old_end - i;
    const std::size_t width = new_end - j;
    std::vector<std::uint16_t> longest;
    const bool small = (height + 1) * (width + 1) <= kMostCells && std::min(height, width) < 65'535;
    if (small) longest.resize((height + 1) * (width + 1));
    const auto at = [&, top = i, left = j](std::size_t row, std::size_t column) -> std::uint16_t& {
      return longest[(row - top) * (width + 1) + (column - left)];
    };
    for (std::size_t row = old_end; small && row-- > i;)
      for (std::size_t column = new_end; column-- > j;)
        at(row, column) = old_[row] == new_[column] ? static_cast<std::uint16_t>(at(row + 1, column + 1) + 1)
                                                    : std::max(at(row + 1, column), at(row, column + 1));
    while (i < old_end && j < new_end) {
      if (small && old_[i] == new_[j]) {
        same(j++);
        ++i;
      } else if (!small || at(i + 1, j) >= at(i, j + 1)) {
        removed(i++);
      } else {
        added(j++);
      }
    }
    while (i < old_end) removed(i++);
    while (j < new_end) added(j++);
  }

  Lines old_, new_;
  std::vector<DifferenceLine> lines_;
};

/// Leaves out unchanged lines that are far from a change.
std::vector<DifferenceLine> shortened(std::vector<DifferenceLine> all) {
  std::vector<bool> near(all.size());
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].kind != Kind::Same)
      for (std::size_t k = i - std::min(i, kContext); k < std::min(all.size(), i + kContext + 1); ++k)
        near[k] = true;
  std::vector<DifferenceLine> lines;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (near[i])
      lines.push_back(std::move(all[i]));
    else if (lines.empty() || lines.back().kind != Kind::Gap)
      lines.push_back({Kind::Gap, 0, "…"});
  }
  return lines;
}

}  // namespace

std::vector<FileDifference> differences(const std::vector<workflow::SourceFile>& before,
                                        const std::vector<workflow::SourceFile>& after) {
  std::map<std::string, std::pair<std::string_view, std::string_view>> texts;
  for (const workflow::SourceFile& file : before) texts[file.path].first = file.text;
  for (const workflow::SourceFile& file : after) texts[file.path].second = file.text;
  std::vector<FileDifference> all;
  for (const auto& [path, pair] : texts)
    if (pair.first != pair.second)
      all.push_back({path, shortened(Comparison(pair.first, pair.second).lines())});
  return all;
}

}  // namespace lixiao::web::pages
