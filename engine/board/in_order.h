#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/board/contents.h"

namespace lixiao::board {

/// Finds students who come by ascending number, each once or several times. Rows mostly stand in this order
/// too: then the next row of one of the partitions is the student's, without a look into the index, which
/// costs a miss of the cache. Valid while no row is added or removed.
class InOrder {
 public:
  explicit InOrder(const Contents& contents) : contents_(contents), next_(contents.partitions().size(), 0) {}

  std::optional<Contents::RowOf> find(const std::string& student_no) {
    if (last_ && contents_.partitions()[last_->partition]->studentNo(last_->row) == student_no) return last_;
    auto found = nextRow(student_no);
    if (!found) found = contents_.find(student_no);
    if (!found) return std::nullopt;
    next_[found->partition] = found->row + 1;
    return last_ = found;
  }

 private:
  std::optional<Contents::RowOf> nextRow(const std::string& student_no) const {
    for (std::uint32_t i = 0; i < next_.size(); ++i) {
      const Partition& partition = *contents_.partitions()[i];
      const std::uint32_t row = next_[i];
      if (row < partition.rows() && partition.live(row) && partition.studentNo(row) == student_no)
        return Contents::RowOf{i, row};
    }
    return std::nullopt;
  }

  const Contents& contents_;
  std::vector<std::uint32_t> next_;  // by partition
  std::optional<Contents::RowOf> last_;
};

}  // namespace lixiao::board
