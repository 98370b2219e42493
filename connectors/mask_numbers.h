#pragma once

#include <cstddef>
#include <string_view>

namespace lixiao::connectors {

/// How many bytes of an ID number stand in the text from `at` on, 0 for none: 15 digits or more, or 18 (old
/// ones: 15) in groups with a date of birth among them, with its X; full-width digits and escaped ones count,
/// too. One that begins inside a run of digits is none, unless `fresh`: what stands before was taken out.
std::size_t idNumberAt(std::string_view text, std::size_t at, bool fresh);

}  // namespace lixiao::connectors
