#include "web/pages/pages.h"
#include "web/resources.h"

namespace lixiao::web::pages {

http::Response health(const Visit&) {
  return {200, "text/plain; charset=utf-8", "alive\n"};
}

http::Response ready(const Visit& visit) {
  if (visit.sources().ready()) return {200, "text/plain; charset=utf-8", "ready\n"};
  http::Response response(503, "text/plain; charset=utf-8", "starting\n");
  response.header("Retry-After", "1");
  return response;
}

http::Response asset(const Visit& visit) {
  const std::string& wanted = visit.path[0];  // site.0123456789ab.css
  const std::size_t last = wanted.rfind('.');
  const std::size_t first = wanted.find('.');
  if (first == std::string::npos || first == last) return visit.error(404);
  const std::string name = "assets/" + wanted.substr(0, first) + wanted.substr(last);
  const std::string digest = wanted.substr(first + 1, last - first - 1);
  for (const Resource& each : resources()) {
    if (each.name != name || each.digest != digest) continue;
    const std::string ending = wanted.substr(last);
    const char* type = ending == ".css"  ? "text/css; charset=utf-8"
                       : ending == ".js" ? "text/javascript; charset=utf-8"
                                         : "image/svg+xml";
    http::Response response(200, type, std::string(each.bytes));
    response.header("Cache-Control", "public, max-age=31536000, immutable");
    return response;
  }
  return visit.error(404);
}

}  // namespace lixiao::web::pages
