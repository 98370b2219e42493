#include "engine/model/registration.h"

#include <array>

namespace lixiao::model {
namespace {
constexpr std::array<std::string_view, 6> kWords = {"cleared",  "refused", "not_applicable",
                                                    "deferred", "waived",  "declared"};
}

std::string_view word(RegistrationResult result) {
  return kWords[static_cast<std::size_t>(result)];
}

std::optional<RegistrationResult> parseRegistrationResult(std::string_view word) {
  for (std::size_t i = 0; i < kWords.size(); ++i)
    if (kWords[i] == word) return static_cast<RegistrationResult>(i);
  return std::nullopt;
}

}  // namespace lixiao::model
