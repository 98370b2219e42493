#include "web/pages/download.h"

#include <utility>

namespace lixiao::web::pages {

http::Response download(const std::string& name, std::string_view type, std::string bytes) {
  http::Response response(200, type, std::move(bytes));
  response.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
  return response;
}

}  // namespace lixiao::web::pages
