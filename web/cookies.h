#pragma once

#include <string>
#include <string_view>

namespace lixiao::web {

/// The names of our cookies. Behind TLS they carry the prefix that binds them to this host.
std::string sessionCookie(bool secure);
std::string visitorCookie(bool secure);
inline constexpr std::string_view kLanguageCookie = "lixiao_language";

/// The value of a Set-Cookie header: HttpOnly, SameSite=Lax, Path=/, for this browser session, or for `days`.
std::string setCookie(std::string_view name, std::string_view value, bool secure, int days = 0);
std::string dropCookie(std::string_view name, bool secure);

}  // namespace lixiao::web
