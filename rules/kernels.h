#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace lixiao::rules {

/// The whole numbers for which a rule holds; `inverted` turns its answer round. A value outside the valid
/// ones is unknown. `low <= high` and both are valid.
struct Interval {
  std::int64_t low = 0, high = 0;
  std::int64_t valid_low = 0, valid_high = 0;
  bool inverted = false;
};

/// The truth of each word of an enum by its index, unknown for 255.
struct WordTruths {
  std::array<std::uint8_t, 256> truth{};
  std::size_t words = 0;
};

/// Codes of texts for which a rule holds, ascending.
struct CodeSet {
  const std::uint32_t* codes = nullptr;
  std::size_t count = 0;
  bool inverted = false;
};

enum class Arithmetic : std::uint8_t {
  Add,
  Subtract,
  Multiply,
  Share,
  Divide,
  DayPlus,
  DayMinus,
  Age,
  Smaller,
  Larger,
};
inline constexpr std::size_t kArithmetics = 10;
enum class Comparison : std::uint8_t { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual };
inline constexpr std::size_t kComparisons = 6;
enum class Change : std::uint8_t { Negate, Abs, RoundWhole, RoundMinor };
inline constexpr std::size_t kChanges = 4;
/// Which operand is a single number for all rows.
enum class Shape : std::uint8_t { Columns, RightSingle, LeftSingle };
inline constexpr std::size_t kShapes = 3;

/// The loops over a block, compiled once for each instruction set. Truths are bytes 0, 1, 2; numbers are
/// doubles, unknown as NaN, which never leaves the block evaluator. `out` may be one of the inputs.
struct KernelTable {
  using Count = std::size_t;
  using Truths = std::uint8_t*;
  using ConstTruths = const std::uint8_t*;
  using Numbers = double*;
  using ConstNumbers = const double*;

  void (*range32)(const std::int32_t* x, Count, const Interval&, Truths out);
  void (*range64)(const std::int64_t* x, Count, const Interval&, Truths out);
  void (*words)(const std::uint8_t* x, Count, const WordTruths&, Truths out);
  void (*codes)(const std::uint32_t* x, Count, const CodeSet&, Truths out);

  std::uint32_t (*oldest)(const std::uint32_t* as_of, Count);
  void (*expireTruths)(const std::uint32_t* as_of, std::uint32_t fresh_from, Count, Truths in_out);
  void (*expireNumbers)(const std::uint32_t* as_of, std::uint32_t fresh_from, Count, Numbers in_out);

  void (*smaller)(ConstTruths a, ConstTruths b, Count, Truths out);
  void (*larger)(ConstTruths a, ConstTruths b, Count, Truths out);
  void (*opposite)(ConstTruths a, Count, Truths out);
  void (*same)(ConstTruths a, ConstTruths b, Count, Truths out);
  void (*knownTruth)(ConstTruths a, Count, Truths out);
  void (*chooseTruth)(ConstTruths condition, ConstTruths a, ConstTruths b, Count, Truths out);
  void (*coalesceTruth)(ConstTruths a, ConstTruths b, Count, Truths out);

  void (*load8)(const std::uint8_t* x, Count, Numbers out);
  void (*loadCodes)(const std::uint32_t* x, Count, Numbers out);
  void (*load32)(const std::int32_t* x, Count, const Interval& valid, Numbers out);
  void (*load64)(const std::int64_t* x, Count, const Interval& valid, Numbers out);

  void (*knownNumber)(ConstNumbers a, Count, Truths out);
  void (*chooseNumber)(ConstTruths condition, ConstNumbers a, ConstNumbers b, Count, Numbers out);
  void (*coalesceNumber)(ConstNumbers a, ConstNumbers b, Count, Numbers out);
  void (*among)(ConstNumbers a, Count, ConstNumbers list, Count list_size, Truths out);
  std::array<void (*)(ConstNumbers a, Count, Numbers out), kChanges> change;
  std::array<std::array<void (*)(ConstNumbers a, ConstNumbers b, Count, Numbers out), kShapes>, kArithmetics>
      arithmetic;
  std::array<std::array<void (*)(ConstNumbers a, ConstNumbers b, Count, Truths out), kShapes>, kComparisons>
      compare;
};

const KernelTable& baselineKernels();
/// The best that this processor runs.
const KernelTable& bestKernels();

}  // namespace lixiao::rules
