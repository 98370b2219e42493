#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/model/date.h"
#include "rules/row.h"
#include "rules/rule.h"

namespace lixiao::rules {

/// Rows are evaluated in blocks of at most this many.
inline constexpr std::size_t kBlockRows = 2048;

/// One input as a column, read only. Exactly one way of saying "unknown" per form:
/// - `Truth8`: booleans, a byte a row: 0 false, 1 unknown, 2 true;
/// - `Word8`: enums, the index of the word; 255 unknown;
/// - `Code32`: texts, a dictionary code from the same `intern` the program was built with; 0 unknown;
/// - `Day32`: dates, day number; INT32_MIN unknown;
/// - `Int32`, `Int64`: numbers in their unit; the smallest value of the type is unknown.
/// `as_of`, when given, holds seconds since 1970 for each row; a row with `as_of < fresh_from` is unknown.
struct Column {
  enum class Form : std::uint8_t { Absent, Truth8, Word8, Code32, Day32, Int32, Int64 };
  Form form = Form::Absent;  ///< Absent: unknown for everybody
  const void* data = nullptr;
  const std::uint32_t* as_of = nullptr;
  std::uint32_t fresh_from = 0;
};

/// Rules compiled for columns: subexpressions shared over all of them, `today` and everything that follows
/// from it folded. Immutable and thread-safe; evaluation state lives in BlockEvaluator.
class BatchProgram {
 public:
  using Intern = std::function<std::uint32_t(std::string_view)>;
  /// `today_slot`: the slot of `today`, folded to `today`. `intern` gives a text's dictionary code (never 0).
  BatchProgram(const std::vector<Rule>& rules, std::size_t slots, Slot today_slot, model::Date today,
               const Intern& intern);
  ~BatchProgram();
  BatchProgram(BatchProgram&&) noexcept;
  BatchProgram& operator=(BatchProgram&&) noexcept;

  std::size_t rules() const;
  /// The rule's value when it is the same for every row on this day.
  std::optional<Truth> constant(std::size_t rule) const;

  class Impl;
  const Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

/// Which instructions the kernels use: the best the processor has, unless told otherwise (benchmarks, tests).
enum class Kernels { Best, Baseline };

/// Evaluates a program block by block; the program must outlive it. A column whose form does not fit its
/// slot's type is a fault: std::invalid_argument. NOT thread-safe: one per thread.
class BlockEvaluator {
 public:
  explicit BlockEvaluator(const BatchProgram& program, Kernels kernels = Kernels::Best);
  ~BlockEvaluator();

  /// Starts the block of `count` (<= kBlockRows) rows from `begin`. `columns` has an entry per slot, indexed
  /// by row from the column's start, and must stay alive until the next start.
  void start(const std::vector<Column>& columns, std::size_t begin, std::size_t count);
  /// Gives a slot that is computed on the way (cleared.ITEM, remaining …) for this block: `data` is indexed
  /// from the block's start. Must be set before the first rule that reads it is asked for.
  void set(Slot slot, Column::Form form, const void* data);

  /// The truth of a boolean rule for each row of the block, a byte each: 0 false, 1 unknown, 2 true. Valid
  /// until the next start. Computed once a block, shared subexpressions once for all rules.
  const std::uint8_t* truth(std::size_t rule);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::rules
