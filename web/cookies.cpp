#include "web/cookies.h"

namespace lixiao::web {

std::string sessionCookie(bool secure) {
  return secure ? "__Host-lixiao" : "lixiao";
}
std::string visitorCookie(bool secure) {
  return secure ? "__Host-lixiao_visitor" : "lixiao_visitor";
}

std::string setCookie(std::string_view name, std::string_view value, bool secure, int days) {
  std::string text(name);
  text.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Lax");
  if (days > 0) text += "; Max-Age=" + std::to_string(days * 24 * 60 * 60);
  return secure ? text + "; Secure" : text;
}

std::string dropCookie(std::string_view name, bool secure) {
  return setCookie(name, "", secure) + "; Max-Age=0";
}

}  // namespace lixiao::web
