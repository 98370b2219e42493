#pragma once

#include <string_view>
#include <variant>

#include "web/http/limits.h"
#include "web/http/request.h"

namespace lixiao::web::http {

/// A request that is answered with this status, after which the connection is closed.
struct Malformed {
  int status = 400;
};

/// Reads a head that ends with its blank line. Strict, because a proxy in front may read a sloppy head in
/// another way than we do: every line ends with CRLF, no folded lines, no blank before a colon, no control
/// characters, one Host, one Content-Length of digits only and never beside Transfer-Encoding, and of
/// transfer codings only `chunked`.
std::variant<Head, Malformed> parseHead(std::string_view bytes, const Limits& limits);

}  // namespace lixiao::web::http
