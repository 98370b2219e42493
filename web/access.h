#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "engine/service/accounts.h"
#include "web/http/request.h"

namespace lixiao::web {

/// Who may use a route. There is no default: a route without it does not compile.
class Access {
 public:
  static constexpr Access everyone() { return Access(true, 0); }
  static constexpr Access signedIn() { return Access(false, ~0U); }
  static constexpr Access of(std::initializer_list<service::Role> roles) {
    unsigned bits = 0;
    for (const service::Role role : roles) bits |= bit(role);
    return Access(false, bits);
  }

  constexpr bool open() const { return open_; }
  constexpr bool has(service::Role role) const { return (roles_ & bit(role)) != 0; }

 private:
  constexpr Access(bool open, unsigned roles) : open_(open), roles_(roles) {}
  static constexpr unsigned bit(service::Role role) { return 1U << static_cast<unsigned>(role); }

  bool open_;
  unsigned roles_;
};

enum class Decision { Allowed, SignIn, Forbidden };

/// The one place that decides whether a request may reach its handler.
Decision authorise(const Access& access, const std::optional<service::Session>& session);

/// Whether a state-changing request comes from a page of ours, by what browsers tell (Sec-Fetch-Site, else
/// Origin). `own` is the origin people use, "" to take the Host header.
bool isSameOrigin(const http::Head& head, std::string_view own);

/// Compares secrets in a time that does not depend on them. False when either is empty.
bool sameSecret(std::string_view left, std::string_view right);
/// 128 random bits for a cookie or a form.
std::string randomToken();

/// `next` when it is a path of this site, else `otherwise`.
std::string ownPath(std::string_view next, std::string_view otherwise);

}  // namespace lixiao::web
