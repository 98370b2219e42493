#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lixiao::web::http {

/// An answer. Its length is always stated, so a connection can go on after it.
struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  bool close = false;  ///< end the connection after this answer

  Response() = default;
  Response(int code, std::string_view type, std::string text);

  /// Adds a header. Throws std::invalid_argument when name or value holds a control character.
  Response& header(std::string_view name, std::string_view value);
  std::string_view header(std::string_view name) const;
};

/// 303 to a path of ours.
Response redirect(std::string_view path);

std::string_view phrase(int status);
/// The bytes to send; without the body for HEAD.
std::string serialize(const Response& response, bool head_only, bool keep_alive);

}  // namespace lixiao::web::http
