#pragma once

#include <cstddef>
#include <string_view>

namespace lixiao::connectors {

// What shows itself as a secret: how many bytes of it stand in the text from `at` on, 0 for none.

/// A JSON Web Token: `eyJ….….…`.
std::size_t webTokenAt(std::string_view text, std::size_t at);
/// `Bearer` or `Basic` with the blanks behind it.
std::size_t schemeAt(std::string_view text, std::size_t at);
/// A key that names a secret, up to its value: `password=`, `"token": "`, `密码：`, `<secret>`, also escaped
/// (`password%3D`), and the `value="` of an input for one.
std::size_t secretKeyAt(std::string_view text, std::size_t at);
/// The value of such a key or scheme: to the quote that ends it, else to a blank or a sign that no value has.
std::size_t valueAt(std::string_view text, std::size_t at);

bool isBlank(char c);

}  // namespace lixiao::connectors
