#include "connectors/fall.h"

#include <algorithm>
#include <array>
#include <map>

namespace lixiao::connectors {
namespace {

constexpr std::array kCounted{Fall::Of::Known, Fall::Of::Open, Fall::Of::Not};

bool counts(const model::Value& value, Fall::Of of) {
  switch (of) {
    case Fall::Of::Known:
      return value.known();
    case Fall::Of::Open:
      return (value.number() && *value.number() != 0) || (value.boolean() && *value.boolean());
    case Fall::Of::Not:
      return value.boolean() && !*value.boolean();
  }
  return false;
}

/// Before and after, by what is counted.
using Counts = std::array<std::pair<std::size_t, std::size_t>, kCounted.size()>;

bool tooFar(std::size_t before, std::size_t after, const FallLimit& limit) {
  const std::size_t least = after == 0 ? std::min(limit.least, kHandful) : limit.least;
  return before >= least && after < before && (before - after) * 100 >= before * limit.percent;
}

}  // namespace

std::string_view word(Fall::Of of) {
  switch (of) {
    case Fall::Of::Known:
      return "known";
    case Fall::Of::Open:
      return "open";
    case Fall::Of::Not:
      return "not";
  }
  return "known";
}

std::optional<Fall::Of> fallKind(std::string_view written) {
  for (const Fall::Of of : {Fall::Of::Known, Fall::Of::Open, Fall::Of::Not})
    if (word(of) == written) return of;
  return std::nullopt;
}

std::optional<Fall> suspiciousFall(const std::vector<model::Value>& before, const Delivery& delivery,
                                   const FallLimit& limit) {
  if (limit.percent == 0) return std::nullopt;
  std::map<std::string_view, Counts> by_fact;
  for (std::size_t i = 0; i < delivery.facts.size(); ++i) {
    Counts& of_fact = by_fact[delivery.facts[i].fact];
    for (std::size_t k = 0; k < kCounted.size(); ++k) {
      of_fact[k].first += counts(before[i], kCounted[k]) ? 1 : 0;
      of_fact[k].second += counts(delivery.facts[i].value, kCounted[k]) ? 1 : 0;
    }
  }
  std::optional<Fall> worst;
  for (const auto& [fact, counted] : by_fact) {
    for (std::size_t k = 0; k < kCounted.size(); ++k) {
      const auto& [was, is] = counted[k];
      const bool worse = !worst || was - is > worst->before - worst->after;
      if (tooFar(was, is, limit) && worse) worst = Fall{std::string(fact), kCounted[k], was, is};
    }
  }
  return worst;
}

}  // namespace lixiao::connectors
