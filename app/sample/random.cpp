#include "app/sample/random.h"

#include <numeric>

namespace lixiao::app {

WeightedPick::WeightedPick(std::span<const std::uint32_t> weights) : slots_(kSlots) {
  const std::uint64_t total = std::accumulate(weights.begin(), weights.end(), std::uint64_t{0});
  std::uint64_t before = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const std::uint64_t from = before * kSlots / total;
    before += weights[i];
    const std::uint64_t to = before * kSlots / total;
    for (std::uint64_t slot = from; slot < to; ++slot) slots_[slot] = static_cast<std::uint16_t>(i);
  }
}

}  // namespace lixiao::app
