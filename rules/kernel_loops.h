#pragma once
// The loops behind KernelTable, for the files that compile them: each includes this with its own compiler
// flags. Everything has internal linkage and no inline function of another header is called, so that the
// linker never takes the code for one instruction set where the other was meant.

#include "rules/compute.h"
#include "rules/kernels.h"

namespace lixiao::rules {
namespace {

using Count = std::size_t;
constexpr double kUnknownNumber = __builtin_nan("");
constexpr double kNumberLimit = 9007199254740992.0;

/// 0 false, 1 unknown, 2 true. `holds` implies `known`.
template <bool Inverted>
inline int truthOf(bool holds, bool known) {
  return Inverted ? 1 + static_cast<int>(known) - 2 * static_cast<int>(holds)
                  : 1 - static_cast<int>(known) + 2 * static_cast<int>(holds);
}

template <typename Int, typename Unsigned, bool Inverted>
void rangeLoop(const Int* x, Count n, const Interval& in, std::uint8_t* out) {
  const auto low = static_cast<Unsigned>(in.low), width = static_cast<Unsigned>(in.high) - low;
  const auto first = static_cast<Unsigned>(in.valid_low),
             valid = static_cast<Unsigned>(in.valid_high) - first;
  for (Count i = 0; i < n; ++i) {
    const auto value = static_cast<Unsigned>(x[i]);
    const bool holds = static_cast<Unsigned>(value - low) <= width;
    const bool known = static_cast<Unsigned>(value - first) <= valid;
    out[i] = static_cast<std::uint8_t>(truthOf<Inverted>(holds, known));
  }
}

template <typename Int, typename Unsigned>
void range(const Int* x, Count n, const Interval& in, std::uint8_t* out) {
  in.inverted ? rangeLoop<Int, Unsigned, true>(x, n, in, out)
              : rangeLoop<Int, Unsigned, false>(x, n, in, out);
}

constexpr std::uint8_t kUnknownWord = 255;

void oneWord(const std::uint8_t* x, Count n, std::uint8_t word, bool inverted, std::uint8_t* out) {
  const std::uint8_t hit = inverted ? 0 : 2, miss = inverted ? 2 : 0;
  for (Count i = 0; i < n; ++i) {
    const std::uint8_t known = x[i] == word ? hit : miss;
    out[i] = x[i] == kUnknownWord ? std::uint8_t{1} : known;
  }
}

void twoWords(const std::uint8_t* x, Count n, std::uint8_t a, std::uint8_t b, bool inverted,
              std::uint8_t* out) {
  const std::uint8_t hit = inverted ? 0 : 2, miss = inverted ? 2 : 0;
  for (Count i = 0; i < n; ++i) {
    const std::uint8_t known = ((x[i] == a) | (x[i] == b)) != 0 ? hit : miss;
    out[i] = x[i] == kUnknownWord ? std::uint8_t{1} : known;
  }
}

/// One or two words that differ from all others are compared; anything else is looked up.
void wordsLoop(const std::uint8_t* x, Count n, const WordTruths& words, std::uint8_t* out) {
  std::uint8_t odd[2][2] = {};
  Count counts[2] = {0, 0};
  for (Count word = 0; word < words.words; ++word) {
    const Count side = words.truth[word] == 2 ? 1 : 0;
    if (counts[side] < 2) odd[side][counts[side]] = static_cast<std::uint8_t>(word);
    ++counts[side];
  }
  const Count fewer = counts[1] <= counts[0] ? 1 : 0;
  if (counts[fewer] == 1) return oneWord(x, n, odd[fewer][0], fewer == 0, out);
  if (counts[fewer] == 2) return twoWords(x, n, odd[fewer][0], odd[fewer][1], fewer == 0, out);
  for (Count i = 0; i < n; ++i) out[i] = words.truth[x[i]];
}

void oneCode(const std::uint32_t* x, Count n, std::uint32_t code, bool inverted, std::uint8_t* out) {
  const int hit = inverted ? 0 : 2, miss = inverted ? 2 : 0;
  for (Count i = 0; i < n; ++i) {
    const int known = x[i] == code ? hit : miss;
    out[i] = static_cast<std::uint8_t>(x[i] == 0 ? 1 : known);
  }
}

bool contains(const CodeSet& set, std::uint32_t code) {
  Count first = 0, size = set.count;
  while (size > 0) {
    const Count half = size / 2;
    const bool right = set.codes[first + half] < code;
    first = right ? first + half + 1 : first;
    size = right ? size - half - 1 : half;
  }
  return first < set.count && set.codes[first] == code;
}

void codesLoop(const std::uint32_t* x, Count n, const CodeSet& set, std::uint8_t* out) {
  if (set.count == 1) return oneCode(x, n, set.codes[0], set.inverted, out);
  for (Count i = 0; i < n; ++i)
    out[i] = static_cast<std::uint8_t>(x[i] == 0 ? 1 : contains(set, x[i]) != set.inverted ? 2 : 0);
}

std::uint32_t oldestLoop(const std::uint32_t* as_of, Count n) {
  std::uint32_t oldest = 0xFFFFFFFFU;
  for (Count i = 0; i < n; ++i) oldest = as_of[i] < oldest ? as_of[i] : oldest;
  return oldest;
}

void expireTruthsLoop(const std::uint32_t* as_of, std::uint32_t fresh_from, Count n, std::uint8_t* x) {
  for (Count i = 0; i < n; ++i) {
    const std::uint8_t fresh = x[i];
    x[i] = as_of[i] < fresh_from ? std::uint8_t{1} : fresh;
  }
}

void expireNumbersLoop(const std::uint32_t* as_of, std::uint32_t fresh_from, Count n, double* x) {
  for (Count i = 0; i < n; ++i) {
    const double fresh = x[i];
    x[i] = as_of[i] < fresh_from ? kUnknownNumber : fresh;
  }
}

void smallerLoop(const std::uint8_t* a, const std::uint8_t* b, Count n, std::uint8_t* out) {
  for (Count i = 0; i < n; ++i) out[i] = a[i] < b[i] ? a[i] : b[i];
}

void largerLoop(const std::uint8_t* a, const std::uint8_t* b, Count n, std::uint8_t* out) {
  for (Count i = 0; i < n; ++i) out[i] = a[i] > b[i] ? a[i] : b[i];
}

void oppositeLoop(const std::uint8_t* a, Count n, std::uint8_t* out) {
  for (Count i = 0; i < n; ++i) out[i] = static_cast<std::uint8_t>(2 - a[i]);
}

void sameLoop(const std::uint8_t* a, const std::uint8_t* b, Count n, std::uint8_t* out) {
  for (Count i = 0; i < n; ++i) {
    const bool unknown = ((a[i] == 1) | (b[i] == 1)) != 0;
    const std::uint8_t equal = a[i] == b[i] ? 2 : 0;
    out[i] = unknown ? std::uint8_t{1} : equal;
  }
}

void knownTruthLoop(const std::uint8_t* a, Count n, std::uint8_t* out) {
  for (Count i = 0; i < n; ++i) out[i] = a[i] == 1 ? 0 : 2;
}

void chooseTruthLoop(const std::uint8_t* condition, const std::uint8_t* a, const std::uint8_t* b, Count n,
                     std::uint8_t* out) {
  for (Count i = 0; i < n; ++i) {
    const std::uint8_t yes = a[i], no = b[i];
    const std::uint8_t chosen = condition[i] == 2 ? yes : no;
    out[i] = condition[i] == 1 ? std::uint8_t{1} : chosen;
  }
}

void coalesceTruthLoop(const std::uint8_t* a, const std::uint8_t* b, Count n, std::uint8_t* out) {
  for (Count i = 0; i < n; ++i) {
    const std::uint8_t first = a[i], second = b[i];
    out[i] = first == 1 ? second : first;
  }
}

void load8Loop(const std::uint8_t* x, Count n, double* out) {
  for (Count i = 0; i < n; ++i) out[i] = x[i] == kUnknownWord ? kUnknownNumber : static_cast<double>(x[i]);
}

void loadCodesLoop(const std::uint32_t* x, Count n, double* out) {
  for (Count i = 0; i < n; ++i) out[i] = x[i] == 0 ? kUnknownNumber : static_cast<double>(x[i]);
}

template <typename Int>
void loadLoop(const Int* x, Count n, const Interval& valid, double* out) {
  const auto low = static_cast<Int>(valid.valid_low), high = static_cast<Int>(valid.valid_high);
  for (Count i = 0; i < n; ++i) {
    const bool known = ((x[i] >= low) & (x[i] <= high)) != 0;
    out[i] = known ? static_cast<double>(x[i]) : kUnknownNumber;
  }
}

void knownNumberLoop(const double* a, Count n, std::uint8_t* out) {
  for (Count i = 0; i < n; ++i) out[i] = a[i] == a[i] ? 2 : 0;
}

void chooseNumberLoop(const std::uint8_t* condition, const double* a, const double* b, Count n, double* out) {
  for (Count i = 0; i < n; ++i) {
    const double yes = a[i], no = b[i];
    const double chosen = condition[i] == 2 ? yes : no;
    out[i] = condition[i] == 1 ? kUnknownNumber : chosen;
  }
}

void coalesceNumberLoop(const double* a, const double* b, Count n, double* out) {
  for (Count i = 0; i < n; ++i) {
    const double first = a[i], second = b[i];
    out[i] = first == first ? first : second;
  }
}

void amongLoop(const double* a, Count n, const double* list, Count list_size, std::uint8_t* out) {
  for (Count i = 0; i < n; ++i) out[i] = a[i] == a[i] ? 0 : 1;
  for (Count j = 0; j < list_size; ++j)
    for (Count i = 0; i < n; ++i) out[i] = a[i] == list[j] ? std::uint8_t{2} : out[i];
}

inline double limited(double x) {
  return __builtin_fabs(x) <= kNumberLimit ? x : kUnknownNumber;
}
inline double limitedDay(double x) {
  return ((x >= kFirstDay) & (x <= kLastDay)) != 0 ? x : kUnknownNumber;
}

template <Arithmetic Operation>
inline double computed(double a, double b) {
  if constexpr (Operation == Arithmetic::Add) return limited(a + b);
  if constexpr (Operation == Arithmetic::Subtract) return limited(a - b);
  if constexpr (Operation == Arithmetic::Multiply) return limited(a * b);
  if constexpr (Operation == Arithmetic::Share) return limited(a * b / kPercentOfWhole);
  if constexpr (Operation == Arithmetic::Divide) return limited(a / b);
  if constexpr (Operation == Arithmetic::DayPlus) return limitedDay(a + __builtin_trunc(b));
  if constexpr (Operation == Arithmetic::DayMinus) return limitedDay(a - __builtin_trunc(b));
  if constexpr (Operation == Arithmetic::Age) return a == a && b == b ? age(a, b) : kUnknownNumber;
  const double chosen = Operation == Arithmetic::Smaller ? (b < a ? b : a) : (b > a ? b : a);
  return b == b ? chosen : kUnknownNumber;
}

template <Arithmetic Operation, Shape Form>
void arithmeticLoop(const double* a, const double* b, Count n, double* out) {
  const double left = a[0], right = b[0];
  for (Count i = 0; i < n; ++i)
    out[i] = computed<Operation>(Form == Shape::LeftSingle ? left : a[i],
                                 Form == Shape::RightSingle ? right : b[i]);
}

template <Comparison Kind>
inline bool compared(double a, double b) {
  if constexpr (Kind == Comparison::Equal) return a == b;
  if constexpr (Kind == Comparison::NotEqual) return ((a < b) | (a > b)) != 0;
  if constexpr (Kind == Comparison::Less) return a < b;
  if constexpr (Kind == Comparison::LessEqual) return a <= b;
  if constexpr (Kind == Comparison::Greater) return a > b;
  return a >= b;
}

template <Comparison Kind, Shape Form>
void compareLoop(const double* a, const double* b, Count n, std::uint8_t* out) {
  const double left = a[0], right = b[0];
  for (Count i = 0; i < n; ++i) {
    const double x = Form == Shape::LeftSingle ? left : a[i], y = Form == Shape::RightSingle ? right : b[i];
    const bool known = ((x == x) & (y == y)) != 0;
    out[i] = static_cast<std::uint8_t>(truthOf<false>(compared<Kind>(x, y), known));
  }
}

template <Change Kind>
void changeLoop(const double* a, Count n, double* out) {
  for (Count i = 0; i < n; ++i) {
    if constexpr (Kind == Change::Negate) out[i] = -a[i];
    if constexpr (Kind == Change::Abs) out[i] = __builtin_fabs(a[i]);
    if constexpr (Kind == Change::RoundWhole) out[i] = limited(__builtin_round(a[i]));
    if constexpr (Kind == Change::RoundMinor)
      out[i] = limited(__builtin_round(a[i] / kMinorUnits) * kMinorUnits);
  }
}

template <Arithmetic Operation>
constexpr std::array<void (*)(const double*, const double*, Count, double*), kShapes> arithmeticShapes() {
  return {arithmeticLoop<Operation, Shape::Columns>, arithmeticLoop<Operation, Shape::RightSingle>,
          arithmeticLoop<Operation, Shape::LeftSingle>};
}

template <Comparison Kind>
constexpr std::array<void (*)(const double*, const double*, Count, std::uint8_t*), kShapes> compareShapes() {
  return {compareLoop<Kind, Shape::Columns>, compareLoop<Kind, Shape::RightSingle>,
          compareLoop<Kind, Shape::LeftSingle>};
}

constexpr KernelTable kLoops = {
    .range32 = range<std::int32_t, std::uint32_t>,
    .range64 = range<std::int64_t, std::uint64_t>,
    .words = wordsLoop,
    .codes = codesLoop,
    .oldest = oldestLoop,
    .expireTruths = expireTruthsLoop,
    .expireNumbers = expireNumbersLoop,
    .smaller = smallerLoop,
    .larger = largerLoop,
    .opposite = oppositeLoop,
    .same = sameLoop,
    .knownTruth = knownTruthLoop,
    .chooseTruth = chooseTruthLoop,
    .coalesceTruth = coalesceTruthLoop,
    .load8 = load8Loop,
    .loadCodes = loadCodesLoop,
    .load32 = loadLoop<std::int32_t>,
    .load64 = loadLoop<std::int64_t>,
    .knownNumber = knownNumberLoop,
    .chooseNumber = chooseNumberLoop,
    .coalesceNumber = coalesceNumberLoop,
    .among = amongLoop,
    .change = {changeLoop<Change::Negate>, changeLoop<Change::Abs>, changeLoop<Change::RoundWhole>,
               changeLoop<Change::RoundMinor>},
    .arithmetic = {arithmeticShapes<Arithmetic::Add>(), arithmeticShapes<Arithmetic::Subtract>(),
                   arithmeticShapes<Arithmetic::Multiply>(), arithmeticShapes<Arithmetic::Share>(),
                   arithmeticShapes<Arithmetic::Divide>(), arithmeticShapes<Arithmetic::DayPlus>(),
                   arithmeticShapes<Arithmetic::DayMinus>(), arithmeticShapes<Arithmetic::Age>(),
                   arithmeticShapes<Arithmetic::Smaller>(), arithmeticShapes<Arithmetic::Larger>()},
    .compare = {compareShapes<Comparison::Equal>(), compareShapes<Comparison::NotEqual>(),
                compareShapes<Comparison::Less>(), compareShapes<Comparison::LessEqual>(),
                compareShapes<Comparison::Greater>(), compareShapes<Comparison::GreaterEqual>()},
};

}  // namespace
}  // namespace lixiao::rules
