#include "web/http/request.h"

namespace lixiao::web::http {

std::string_view Head::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

bool Head::hasHeader(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return true;
  return false;
}

std::string_view Request::path() const {
  return std::string_view(head.target).substr(0, head.target.find('?'));
}

std::string_view Request::query() const {
  const std::size_t mark = head.target.find('?');
  return mark == std::string::npos ? std::string_view{} : std::string_view(head.target).substr(mark + 1);
}

std::optional<std::string> Request::cookie(std::string_view name) const {
  for (const auto& [key, value] : head.headers) {
    if (key != "cookie") continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::size_t end = rest.find(';');
      std::string_view pair = rest.substr(0, end);
      rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
      while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
      const std::size_t equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name)
        return std::string(pair.substr(equals + 1));
    }
  }
  return std::nullopt;
}

}  // namespace lixiao::web::http
