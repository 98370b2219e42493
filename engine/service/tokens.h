#pragma once

#include <string>
#include <string_view>

namespace lixiao::service {

/// 256 random bits as 64 hex digits.
std::string randomToken();
/// What is stored of a token: its SHA-256.
std::string tokenHash(std::string_view token);

}  // namespace lixiao::service
