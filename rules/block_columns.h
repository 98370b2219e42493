#pragma once

#include <optional>
#include <vector>

#include "rules/batch.h"
#include "rules/kernels.h"

namespace lixiao::rules {

/// The columns of the block at hand, moved to its first row.
class BlockColumns {
 public:
  BlockColumns(std::size_t slots, const KernelTable& kernels)
      : kernels_(kernels), columns_(slots), expiry_(slots) {}

  void start(const std::vector<Column>& columns, std::size_t begin, std::size_t count);
  void set(Slot slot, Column::Form form, const void* data);

  std::size_t count() const { return count_; }
  const Column& column(Slot slot) const { return columns_[slot]; }
  /// Whether some row of the column is too old in this block.
  bool hasExpired(Slot slot);

 private:
  enum class Expiry : std::uint8_t { NotLooked, None, Some };

  const KernelTable& kernels_;
  std::vector<Column> columns_;
  std::vector<Expiry> expiry_;
  std::size_t count_ = 0;
};

/// The numbers that a form can hold; a value outside is unknown.
Interval validNumbers(Column::Form form);
/// `wanted`, with the bounds of the form and never empty.
Interval boundedBy(Column::Form form, const Interval& wanted);

}  // namespace lixiao::rules
