#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lixiao::web::http {

/// The head of a request, as the client sent it and already held to the grammar (see head.h).
struct Head {
  std::string method;
  std::string target;  ///< `/work/items/x?page=2`, visible ASCII
  bool http11 = true;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case, values trimmed
  std::optional<std::size_t> length;                         ///< Content-Length
  bool chunked = false;

  /// The value of the first header of this (lower-case) name, "" when there is none.
  std::string_view header(std::string_view name) const;
  bool hasHeader(std::string_view name) const;
  bool hasBody() const { return chunked || length.value_or(0) > 0; }
};

/// A complete request: the whole body has been read.
struct Request {
  Head head;
  std::string body;
  std::string peer;  ///< address of the other end of the connection, without port
  std::string id;    ///< for the log and the error page

  std::string_view path() const;   ///< the target up to `?`, still percent-encoded
  std::string_view query() const;  ///< after `?`, "" when there is none
  /// The value of the first cookie of this name.
  std::optional<std::string> cookie(std::string_view name) const;
};

}  // namespace lixiao::web::http
