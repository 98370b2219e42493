#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "connectors/connector.h"

namespace lixiao::connectors {

/// Of so many and more not one may be left, whatever `FallLimit::least` is.
inline constexpr std::size_t kHandful = 5;

/// When a poll is held: one of its counts falls by `percent` or more from `least` or more, or to 0 from a
/// handful or more.
struct FallLimit {
  unsigned percent = 50;  ///< 0: no poll is held
  std::size_t least = 20;
};

/// A count that fell further than sources do overnight.
struct Fall {
  enum class Of { Known, Open, Not };  ///< values known; numbers other than 0 or `true`; `false`

  std::string fact;
  Of of{};
  std::size_t before = 0, after = 0;  ///< students

  bool operator==(const Fall&) const = default;
};

/// `known`, `open`, `not`.
std::string_view word(Fall::Of of);
/// What is counted by that word.
std::optional<Fall::Of> fallKind(std::string_view word);

/// The worst fall of `delivery` from what was known before: `before[i]` belongs to `delivery.facts[i]`. Half
/// the debtors gone overnight is an export that broke more often than a miracle.
std::optional<Fall> suspiciousFall(const std::vector<model::Value>& before, const Delivery& delivery,
                                   const FallLimit& limit);

}  // namespace lixiao::connectors
