#include "rules/block_columns.h"

#include <algorithm>

#include "rules/compute.h"

namespace lixiao::rules {
namespace {

std::size_t sizeOf(Column::Form form) {
  switch (form) {
    case Column::Form::Absent:
      return 0;
    case Column::Form::Truth8:
    case Column::Form::Word8:
      return 1;
    case Column::Form::Code32:
    case Column::Form::Day32:
    case Column::Form::Int32:
      return 4;
    case Column::Form::Int64:
      break;
  }
  return 8;
}

}  // namespace

void BlockColumns::start(const std::vector<Column>& columns, std::size_t begin, std::size_t count) {
  count_ = count;
  std::fill(expiry_.begin(), expiry_.end(), Expiry::NotLooked);
  for (std::size_t slot = 0; slot < columns_.size(); ++slot) {
    Column column = slot < columns.size() ? columns[slot] : Column{};
    if (column.data) column.data = static_cast<const char*>(column.data) + begin * sizeOf(column.form);
    if (column.as_of) column.as_of += begin;
    columns_[slot] = column;
  }
}

void BlockColumns::set(Slot slot, Column::Form form, const void* data) {
  columns_.at(slot) = {form, data, nullptr, 0};
  expiry_[slot] = Expiry::None;
}

bool BlockColumns::hasExpired(Slot slot) {
  const Column& column = columns_[slot];
  if (!column.as_of) return false;
  if (expiry_[slot] == Expiry::NotLooked)
    expiry_[slot] = kernels_.oldest(column.as_of, count_) < column.fresh_from ? Expiry::Some : Expiry::None;
  return expiry_[slot] == Expiry::Some;
}

Interval validNumbers(Column::Form form) {
  Interval valid;
  switch (form) {
    case Column::Form::Day32:
      valid.valid_low = kFirstDay;
      valid.valid_high = kLastDay;
      break;
    case Column::Form::Int32:
      valid.valid_low = std::int64_t{INT32_MIN} + 1;
      valid.valid_high = INT32_MAX;
      break;
    default:
      valid.valid_low = -static_cast<std::int64_t>(kLargestNumber);
      valid.valid_high = static_cast<std::int64_t>(kLargestNumber);
      break;
  }
  return valid;
}

Interval boundedBy(Column::Form form, const Interval& wanted) {
  Interval bounded = validNumbers(form);
  bounded.low = std::max(wanted.low, bounded.valid_low);
  bounded.high = std::min(wanted.high, bounded.valid_high);
  bounded.inverted = wanted.inverted;
  if (bounded.low > bounded.high) {
    bounded.low = bounded.valid_low;
    bounded.high = bounded.valid_high;
    bounded.inverted = !wanted.inverted;
  }
  return bounded;
}

}  // namespace lixiao::rules
