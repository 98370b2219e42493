#include "web/fields.h"
#include "web/routes.h"

namespace lixiao::web {

namespace {

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> result;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t end = path.find('/');
    result.push_back(path.substr(0, end));
    path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
  }
  return result;
}

std::optional<std::vector<std::string>> fit(const std::vector<std::string_view>& pattern,
                                            const std::vector<std::string_view>& path) {
  if (pattern.size() != path.size()) return std::nullopt;
  std::vector<std::string> named;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at].empty() || pattern[at].front() != '{') {
      if (pattern[at] != path[at]) return std::nullopt;
      continue;
    }
    std::optional<std::string> text = decodeSegment(path[at]);
    if (!text || text->empty()) return std::nullopt;
    named.push_back(std::move(*text));
  }
  return named;
}

}  // namespace

Match match(const std::vector<Route>& table, std::string_view method, std::string_view path) {
  Match result;
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  const auto asked = segments(path);
  for (const Route& route : table) {
    auto named = fit(segments(route.pattern), asked);
    if (!named) continue;
    result.methods.push_back(route.method);
    if (route.method != wanted || result.route != nullptr) continue;
    result.route = &route;
    result.path = std::move(*named);
  }
  return result;
}

}  // namespace lixiao::web
