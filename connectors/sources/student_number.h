#pragma once

#include <string>
#include <string_view>

namespace lixiao::connectors {

/// What is left of a student number, in UTF-8, when the ways to write it are taken away: without blanks of
/// any kind and leading zeros, half-width, in lower case. Two numbers that agree in it are meant to be one;
/// "" for none.
std::string plainNumber(std::string_view written);

}  // namespace lixiao::connectors
