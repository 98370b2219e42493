#include "web/access.h"

#include "tests/catch.h"
#include "web/cookies.h"

using namespace lixiao;
using service::Role;
using web::Decision;

namespace {

std::optional<service::Session> as(Role role) {
  return service::Session{{"x", "X", role, {}, {}, {}}, "token"};
}

web::http::Head head(std::vector<std::pair<std::string, std::string>> headers) {
  web::http::Head made;
  made.headers = std::move(headers);
  return made;
}

}  // namespace

TEST_CASE("A route lets in the roles it names and nobody else", "[web]") {
  constexpr web::Access staff = web::Access::of({Role::Staff, Role::Admin});
  CHECK(web::authorise(staff, as(Role::Staff)) == Decision::Allowed);
  CHECK(web::authorise(staff, as(Role::Admin)) == Decision::Allowed);
  CHECK(web::authorise(staff, as(Role::Student)) == Decision::Forbidden);
  CHECK(web::authorise(staff, as(Role::Auditor)) == Decision::Forbidden);
  CHECK(web::authorise(staff, std::nullopt) == Decision::SignIn);
  CHECK(web::authorise(web::Access::signedIn(), as(Role::Auditor)) == Decision::Allowed);
  CHECK(web::authorise(web::Access::signedIn(), std::nullopt) == Decision::SignIn);
  CHECK(web::authorise(web::Access::everyone(), std::nullopt) == Decision::Allowed);
}

TEST_CASE("What browsers tell about the origin of a request is believed", "[web]") {
  CHECK(web::isSameOrigin(head({{"sec-fetch-site", "same-origin"}}), ""));
  CHECK_FALSE(web::isSameOrigin(head({{"sec-fetch-site", "cross-site"}}), ""));
  CHECK_FALSE(web::isSameOrigin(head({{"sec-fetch-site", "same-site"}}), ""));
  CHECK_FALSE(
      web::isSameOrigin(head({{"sec-fetch-site", "cross-site"}, {"origin", "http://a"}, {"host", "a"}}), ""));
  CHECK(web::isSameOrigin(head({{"origin", "http://127.0.0.1:8080"}, {"host", "127.0.0.1:8080"}}), ""));
  CHECK_FALSE(web::isSameOrigin(head({{"origin", "http://evil.example"}, {"host", "127.0.0.1:8080"}}), ""));
  CHECK_FALSE(web::isSameOrigin(head({{"origin", "null"}, {"host", "127.0.0.1:8080"}}), ""));
  CHECK(web::isSameOrigin(head({{"origin", "https://lixiao.example"}}), "https://lixiao.example"));
  CHECK_FALSE(web::isSameOrigin(head({{"origin", "http://lixiao.example"}}), "https://lixiao.example"));
  CHECK(web::isSameOrigin(head({{"host", "a"}}), ""));
}

TEST_CASE("Secrets are equal only when they are there and the same", "[web]") {
  CHECK(web::sameSecret("abc", "abc"));
  CHECK_FALSE(web::sameSecret("abc", "abd"));
  CHECK_FALSE(web::sameSecret("abc", "abcd"));
  CHECK_FALSE(web::sameSecret("", ""));
  CHECK(web::randomToken().size() == 22);
  CHECK(web::randomToken() != web::randomToken());
}

TEST_CASE("After sign-in people are sent to own paths only", "[web]") {
  CHECK(web::ownPath("/work/students?q=1", "/") == "/work/students?q=1");
  CHECK(web::ownPath("/", "/me") == "/");
  for (const char* foreign : {"", "https://evil.example/", "//evil.example", "/\\evil.example", "work",
                              "javascript:alert(1)", "/a\r\nSet-Cookie: x=1", "/a b", "\\\\evil"})
    CHECK(web::ownPath(foreign, "/me") == "/me");
}

TEST_CASE("Cookies are closed to scripts and, behind TLS, bound to the host", "[web]") {
  CHECK(web::setCookie(web::sessionCookie(false), "t", false) == "lixiao=t; Path=/; HttpOnly; SameSite=Lax");
  CHECK(web::setCookie(web::sessionCookie(true), "t", true) ==
        "__Host-lixiao=t; Path=/; HttpOnly; SameSite=Lax; Secure");
  CHECK(web::dropCookie("x", false).find("Max-Age=0") != std::string::npos);
}
