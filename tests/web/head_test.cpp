#include "web/http/head.h"

#include "tests/catch.h"
#include "web/http/response.h"

using namespace lixiao::web::http;
using namespace std::string_literals;

namespace {

/// 0 when the head is taken, else the status that refuses it.
int refusedWith(const std::string& bytes) {
  const auto parsed = parseHead(bytes, Limits{});
  const auto* malformed = std::get_if<Malformed>(&parsed);
  return malformed == nullptr ? 0 : malformed->status;
}

std::string get(const std::string& headers) {
  return "GET / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
}

}  // namespace

TEST_CASE("A head gives its method, target, headers and length", "[web]") {
  const auto parsed = parseHead(
      "POST /a%20b?q=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\nX-One:  two \r\n\r\n", Limits{});
  REQUIRE(std::holds_alternative<Head>(parsed));
  const Head& head = std::get<Head>(parsed);
  CHECK(head.method == "POST");
  CHECK(head.target == "/a%20b?q=1");
  CHECK(head.header("x-one") == "two");
  CHECK(head.length == 12U);
  CHECK(head.hasBody());
}

TEST_CASE("Heads that two readers could read in two ways are refused", "[web]") {
  CHECK(refusedWith(get("")) == 0);
  CHECK(refusedWith(get("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")) == 400);
  CHECK(refusedWith(get("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")) == 400);
  CHECK(refusedWith(get("Content-Length: 5\r\nContent-Length: 5\r\n")) == 400);
  CHECK(refusedWith(get("Content-Length: 5\r\nContent-Length: 6\r\n")) == 400);
  for (const char* length : {"5, 5", "+5", "-1", "0x5", "5 ", "", "5a", "99999999999999999999999"}) {
    const bool fine = std::string(length) == "5 ";  // a blank after the value is allowed
    CHECK(refusedWith(get(std::string("Content-Length: ") + length + "\r\n")) == (fine ? 0 : 400));
  }
  CHECK(refusedWith(get("Transfer-Encoding: gzip, chunked\r\n")) == 501);
  CHECK(refusedWith(get("Transfer-Encoding: identity\r\n")) == 501);
  CHECK(refusedWith(get("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")) == 400);
  CHECK(refusedWith(get("Transfer-Encoding : chunked\r\n")) == 400);
  CHECK(refusedWith(get("Transfer-Encoding\t: chunked\r\n")) == 400);
  CHECK(refusedWith(get(" Transfer-Encoding: chunked\r\n")) == 400);
  CHECK(refusedWith(get("X: a\r\n folded\r\n")) == 400);
  CHECK(refusedWith(get("X: a\n")) == 400);
  CHECK(refusedWith(get("X: a\rY: b\r\n")) == 400);
  CHECK(refusedWith("GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"s) == 400);
  CHECK(refusedWith("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") == 400);
}

TEST_CASE("Hosts, request lines and versions are held to the grammar", "[web]") {
  CHECK(refusedWith("GET / HTTP/1.1\r\n\r\n") == 400);
  CHECK(refusedWith("GET / HTTP/1.0\r\n\r\n") == 0);
  CHECK(refusedWith(get("Host: b\r\n")) == 400);
  CHECK(refusedWith("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
  CHECK(refusedWith("GET * HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
  CHECK(refusedWith("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
  CHECK(refusedWith("GET /王 HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
  CHECK(refusedWith("GET /#x HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
  CHECK(refusedWith("GET / HTTP/2.0\r\nHost: a\r\n\r\n") == 505);
  CHECK(refusedWith("GET /\r\n\r\n") == 400);
  CHECK(refusedWith("G@T / HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
  CHECK(refusedWith("\r\n\r\n") == 400);
  std::string many;
  for (int at = 0; at < 120; ++at) many += "X" + std::to_string(at) + ": 1\r\n";
  CHECK(refusedWith(get(many)) == 431);
}

TEST_CASE("A header of ours never holds a control character", "[web]") {
  Response response(200, "text/plain", "x");
  CHECK_THROWS_AS(response.header("Location", "/a\r\nSet-Cookie: x=1"), std::invalid_argument);
  CHECK_THROWS_AS(response.header("X\n", "a"), std::invalid_argument);
  CHECK_THROWS_AS(response.header("X", std::string("a\0b", 3)), std::invalid_argument);
  CHECK_NOTHROW(response.header("X", "学号"));
}

TEST_CASE("The answer to HEAD tells the length and leaves the body away", "[web]") {
  const Response response(200, "text/plain", "hello");
  CHECK(serialize(response, true, true) ==
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n");
  CHECK(serialize(Response(204, "text/plain", ""), false, false) ==
        "HTTP/1.1 204 No Content\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n");
}
