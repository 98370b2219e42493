#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lixiao::connectors {

/// A sign as an address (`%2F`, `+`), JSON (`\/`, `\u4e2d`) or HTML (`&quot;`, `&#39;`) writes it.
struct Escaped {
  std::size_t bytes = 0;  ///< 0: there is none
  std::string sign;
};

Escaped escapedAt(std::string_view text, std::size_t at);

/// How many bytes of the text from `at` on spell the secret, any sign of which may be escaped; 0: they do
/// not.
std::size_t spelledAt(std::string_view text, std::size_t at, std::string_view secret);

}  // namespace lixiao::connectors
