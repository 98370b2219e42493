#include "web/http/response.h"

#include <Poco/Net/HTTPResponse.h>

#include <algorithm>
#include <stdexcept>

namespace lixiao::web::http {

namespace {

bool hasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

}  // namespace

Response::Response(int code, std::string_view type, std::string text) : status(code), body(std::move(text)) {
  header("Content-Type", type);
}

Response& Response::header(std::string_view name, std::string_view value) {
  if (name.empty() || hasControl(name) || hasControl(value))
    throw std::invalid_argument("control character in a response header");
  headers.emplace_back(name, value);
  return *this;
}

std::string_view Response::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

Response redirect(std::string_view path) {
  Response response(303, "text/plain; charset=utf-8", "");
  response.header("Location", path);
  return response;
}

std::string_view phrase(int status) {
  const std::string& reason =
      Poco::Net::HTTPResponse::getReasonForStatus(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(status));
  return reason;
}

std::string serialize(const Response& response, bool head_only, bool keep_alive) {
  std::string bytes =
      "HTTP/1.1 " + std::to_string(response.status) + " " + std::string(phrase(response.status)) + "\r\n";
  for (const auto& [name, value] : response.headers)
    bytes.append(name).append(": ").append(value).append("\r\n");
  if (response.status != 204) bytes += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  bytes += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  if (!head_only) bytes += response.body;
  return bytes;
}

}  // namespace lixiao::web::http
