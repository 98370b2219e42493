#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "engine/board/text_pool.h"
#include "engine/model/value.h"
#include "rules/batch.h"
#include "rules/type.h"

namespace lixiao::board {

/// The values of one attribute or fact, in the form that rules::Column describes. New rows are unknown.
class ValueColumn {
 public:
  /// `dated`: an as-of time beside each value.
  ValueColumn(const rules::Type& type, bool dated);

  void resize(std::size_t rows);
  /// Numbers beyond 32 bits widen the column once.
  void set(std::size_t row, const model::Value& value, TextPool& pool);
  void setAsOf(std::size_t row, model::Instant as_of);

  model::Value value(std::size_t row, const TextPool& pool) const;
  model::Instant asOf(std::size_t row) const;
  /// The dictionary code of a text column's row; 0 when unknown.
  std::uint32_t textCode(std::size_t row) const { return std::get<std::vector<std::uint32_t>>(data_)[row]; }

  /// Equal for equal values, in every column of the same type; nothing when unknown.
  std::optional<std::int64_t> key(std::size_t row) const;
  /// The key that a row of this value has; nothing when no row can have it.
  std::optional<std::int64_t> keyOf(const model::Value& value, const TextPool& pool) const;

  /// Valid until the next resize or set. Rows with an as-of time before `fresh_from` count as unknown.
  rules::Column column(std::uint32_t fresh_from) const;
  /// The as-of times; nullptr when the column has none.
  const std::uint32_t* asOfTimes() const { return dated_ ? as_of_.data() : nullptr; }
  std::size_t bytes() const;
  const rules::Type& type() const { return type_; }

 private:
  rules::Type type_;
  rules::Column::Form form_;
  std::variant<std::vector<std::uint8_t>, std::vector<std::uint32_t>, std::vector<std::int32_t>,
               std::vector<std::int64_t>>
      data_;
  bool dated_;
  std::vector<std::uint32_t> as_of_;  // seconds since 1970
};

}  // namespace lixiao::board
