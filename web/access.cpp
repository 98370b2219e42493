#include "web/access.h"

#include <sodium.h>

#include <algorithm>

namespace lixiao::web {

Decision authorise(const Access& access, const std::optional<service::Session>& session) {
  if (access.open()) return Decision::Allowed;
  if (!session) return Decision::SignIn;
  return access.has(session->actor.role) ? Decision::Allowed : Decision::Forbidden;
}

bool isSameOrigin(const http::Head& head, std::string_view own) {
  if (head.hasHeader("sec-fetch-site")) {
    const std::string_view site = head.header("sec-fetch-site");
    return site == "same-origin" || site == "none";
  }
  if (!head.hasHeader("origin")) return true;  // no browser, or a very old one: the token decides
  const std::string_view origin = head.header("origin");
  if (!own.empty()) return origin == own;
  const std::size_t scheme = origin.find("://");
  return scheme != std::string_view::npos && origin.substr(scheme + 3) == head.header("host");
}

bool sameSecret(std::string_view left, std::string_view right) {
  if (left.empty() || left.size() != right.size()) return false;
  return sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string randomToken() {
  unsigned char random[16];
  randombytes_buf(random, sizeof random);
  std::string text(sodium_base64_ENCODED_LEN(sizeof random, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(text.data(), text.size(), random, sizeof random,
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.resize(text.find('\0'));
  return text;
}

std::string ownPath(std::string_view next, std::string_view otherwise) {
  const bool own = next.size() > 1 ? next[0] == '/' && next[1] != '/' && next[1] != '\\' : next == "/";
  const bool plain =
      std::all_of(next.begin(), next.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '\\'; });
  return std::string(own && plain && next.size() < 500 ? next : otherwise);
}

}  // namespace lixiao::web
