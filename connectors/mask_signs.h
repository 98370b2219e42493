#pragma once

#include <cstddef>
#include <string_view>

namespace lixiao::connectors {

// What shows itself as a secret or an ID number: how many bytes of it stand in the text from `at` on, 0 for
// none.

/// An ID number: 15 digits or more, or 18 in groups of which the first has six, with its X, also full-width.
/// One that begins inside a run of digits is none, unless `fresh`: what stands before was taken out.
std::size_t idNumberAt(std::string_view text, std::size_t at, bool fresh);
/// `Bearer` or `Basic` with the blanks behind it.
std::size_t schemeAt(std::string_view text, std::size_t at);
/// A key that names a secret, up to its value: `password=`, `"token": "`, `<secret>`.
std::size_t secretKeyAt(std::string_view text, std::size_t at);
/// The value of such a key or scheme: to the quote that ends it, else to a blank or a sign that no value has.
std::size_t valueAt(std::string_view text, std::size_t at);

bool isBlank(char c);

}  // namespace lixiao::connectors
