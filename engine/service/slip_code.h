#pragma once

#include <string>

namespace lixiao::service {

/// 128 random bits in 26 digits and letters, without those that look alike.
std::string randomCode();

}  // namespace lixiao::service
