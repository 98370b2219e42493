#include "rules/kernels_avx2.h"

#ifdef __AVX2__
#include <immintrin.h>

#include "rules/kernel_loops.h"

namespace lixiao::rules {
namespace {

constexpr std::size_t kLanes = 32;
/// Words that one shuffle looks up; the sixteenth place is for unknown.
constexpr std::size_t kShuffleWords = 15;

void shuffleWords(const std::uint8_t* x, Count n, const WordTruths& words, std::uint8_t* out) {
  if (words.words > kShuffleWords) return wordsLoop(x, n, words, out);
  alignas(16) std::uint8_t first[16];
  for (std::size_t i = 0; i < kShuffleWords; ++i) first[i] = words.truth[i];
  first[kShuffleWords] = 1;
  const __m256i table = _mm256_broadcastsi128_si256(_mm_load_si128(reinterpret_cast<const __m128i*>(first)));
  const __m256i last = _mm256_set1_epi8(kShuffleWords);
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    const __m256i word = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(x + i));
    const __m256i truth = _mm256_shuffle_epi8(table, _mm256_min_epu8(word, last));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + i), truth);
  }
  for (; i < n; ++i) out[i] = words.truth[x[i]];
}

/// The bounds of an interval in every lane.
struct Bounds {
  __m256i low, high, valid_low, valid_high;
};

/// -1 where the value is valid but outside, 0 where it is not valid, 1 where the rule holds, in each lane.
inline __m256i sides32(const std::int32_t* x, const Bounds& in) {
  const __m256i value = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(x));
  const __m256i outside =
      _mm256_or_si256(_mm256_cmpgt_epi32(in.low, value), _mm256_cmpgt_epi32(value, in.high));
  const __m256i invalid =
      _mm256_or_si256(_mm256_cmpgt_epi32(in.valid_low, value), _mm256_cmpgt_epi32(value, in.valid_high));
  return _mm256_andnot_si256(invalid, _mm256_or_si256(outside, _mm256_set1_epi32(1)));
}

inline __m256i sides64(const std::int64_t* x, const Bounds& in) {
  const __m256i value = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(x));
  const __m256i outside =
      _mm256_or_si256(_mm256_cmpgt_epi64(in.low, value), _mm256_cmpgt_epi64(value, in.high));
  const __m256i invalid =
      _mm256_or_si256(_mm256_cmpgt_epi64(in.valid_low, value), _mm256_cmpgt_epi64(value, in.valid_high));
  return _mm256_andnot_si256(invalid, _mm256_or_si256(outside, _mm256_set1_epi64x(1)));
}

/// The low halves of eight 64-bit lanes, in order.
inline __m256i narrowed(__m256i a, __m256i b) {
  const __m256 halves =
      _mm256_shuffle_ps(_mm256_castsi256_ps(a), _mm256_castsi256_ps(b), _MM_SHUFFLE(2, 0, 2, 0));
  return _mm256_permute4x64_epi64(_mm256_castps_si256(halves), _MM_SHUFFLE(3, 1, 2, 0));
}

/// Thirty-two truths from the sides of as many rows.
inline void storeTruths(__m256i a, __m256i b, __m256i c, __m256i d, bool inverted, std::uint8_t* out) {
  const __m256i packed = _mm256_packs_epi16(_mm256_packs_epi32(a, b), _mm256_packs_epi32(c, d));
  const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
  const __m256i sides = _mm256_permutevar8x32_epi32(packed, order);
  const __m256i one = _mm256_set1_epi8(1);
  const __m256i truths = inverted ? _mm256_sub_epi8(one, sides) : _mm256_add_epi8(one, sides);
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), truths);
}

void range32(const std::int32_t* x, Count n, const Interval& in, std::uint8_t* out) {
  const auto lane = [](std::int64_t bound) { return _mm256_set1_epi32(static_cast<std::int32_t>(bound)); };
  const Bounds bounds{lane(in.low), lane(in.high), lane(in.valid_low), lane(in.valid_high)};
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes)
    storeTruths(sides32(x + i, bounds), sides32(x + i + 8, bounds), sides32(x + i + 16, bounds),
                sides32(x + i + 24, bounds), in.inverted, out + i);
  range<std::int32_t, std::uint32_t>(x + i, n - i, in, out + i);
}

void range64(const std::int64_t* x, Count n, const Interval& in, std::uint8_t* out) {
  const auto lane = [](std::int64_t bound) { return _mm256_set1_epi64x(bound); };
  const Bounds bounds{lane(in.low), lane(in.high), lane(in.valid_low), lane(in.valid_high)};
  const auto eight = [&](const std::int64_t* at) {
    return narrowed(sides64(at, bounds), sides64(at + 4, bounds));
  };
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes)
    storeTruths(eight(x + i), eight(x + i + 8), eight(x + i + 16), eight(x + i + 24), in.inverted, out + i);
  range<std::int64_t, std::uint64_t>(x + i, n - i, in, out + i);
}

constexpr KernelTable withIntrinsics() {
  KernelTable table = kLoops;
  table.words = shuffleWords;
  table.range32 = range32;
  table.range64 = range64;
  return table;
}

}  // namespace

const KernelTable* avx2Kernels() {
  static constexpr KernelTable kTable = withIntrinsics();
  return &kTable;
}

}  // namespace lixiao::rules

#else

namespace lixiao::rules {

const KernelTable* avx2Kernels() {
  return nullptr;
}

}  // namespace lixiao::rules

#endif
