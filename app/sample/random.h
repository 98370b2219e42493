#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

namespace lixiao::app {

/// SplitMix64: small, fast, and the same on every machine, unlike the distributions of the standard library.
class Random {
 public:
  /// A stream of its own for each student, so that one student does not depend on how many numbers another
  /// took.
  Random(std::uint64_t seed, std::uint64_t stream) : state_(mix(seed + 1) ^ mix(~stream)) {}

  std::uint64_t next() { return mix(state_ += 0x9E3779B97F4A7C15U); }
  /// 0 to bound - 1; bound is at least 1 and below 2^32.
  std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(((next() >> 32) * bound) >> 32);
  }
  /// True so many times in a thousand.
  bool chance(std::uint32_t per_mille) { return below(1000) < per_mille; }

 private:
  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

/// Picks positions by weight in constant time, exact to a four-thousandth.
class WeightedPick {
 public:
  explicit WeightedPick(std::span<const std::uint32_t> weights);

  std::size_t operator()(Random& random) const { return slots_[random.below(kSlots)]; }

 private:
  static constexpr std::uint32_t kSlots = 4096;
  std::vector<std::uint16_t> slots_;
};

}  // namespace lixiao::app
