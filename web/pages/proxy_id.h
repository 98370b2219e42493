#pragma once

#include <string>

#include "web/visit.h"

namespace lixiao::web::pages {

/// What people call a kind of identification; "" for an unknown one.
std::string proxyIdWord(const Visit& visit, std::string_view id);

/// Choices for the form of a hand-over.
List proxyIds(const Visit& visit, const std::string& chosen);

}  // namespace lixiao::web::pages
