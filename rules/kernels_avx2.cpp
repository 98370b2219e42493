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

constexpr KernelTable withShuffles() {
  KernelTable table = kLoops;
  table.words = shuffleWords;
  return table;
}

}  // namespace

const KernelTable* avx2Kernels() {
  static constexpr KernelTable kTable = withShuffles();
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
