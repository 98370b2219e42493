#include "engine/service/actor.h"

#include <array>

namespace lixiao::service {
namespace {
constexpr std::array<std::string_view, 5> kWords = {"admin", "staff", "student", "auditor", "system"};
}

std::string_view word(Role role) {
  return kWords[static_cast<std::size_t>(role)];
}

std::optional<Role> parseRole(std::string_view word) {
  for (std::size_t i = 0; i < kWords.size(); ++i)
    if (kWords[i] == word) return static_cast<Role>(i);
  return std::nullopt;
}

}  // namespace lixiao::service
