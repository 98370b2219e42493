#pragma once

#include <string>

#include "app/sample/random.h"

namespace lixiao::app {

enum class Sex : std::uint8_t { Female, Male };

/// A name that a student could have. Surnames are about as frequent as in China; some are of two characters,
/// some names belong to minorities (with `·`), some hold characters that only GB18030 has.
std::string makeName(Random& random, Sex sex);

}  // namespace lixiao::app
