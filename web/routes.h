#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/access.h"
#include "web/http/response.h"
#include "web/visit.h"

namespace lixiao::web {

using Page = http::Response (*)(const Visit&);
using Deed = http::Response (*)(const Action&);

/// One line of the table. GET routes hold a Page, which cannot change anything; POST routes a Deed.
struct Route {
  enum class Body { None, Form, Upload };

  std::string_view method;
  std::string_view pattern;  ///< `/work/students/{no}`
  Access access;
  std::vector<std::string_view> fields;  ///< of the query (GET) or the form (POST), beside `csrf`
  Page page = nullptr;
  Deed deed = nullptr;
  Body body = Body::None;
};

/// Every route there is.
const std::vector<Route>& routes();

struct Match {
  const Route* route = nullptr;  ///< nullptr: no route has this path and method
  std::vector<std::string> path;
  std::vector<std::string_view> methods;  ///< what the path can be asked with; empty: there is no such path
};

/// Finds the route for a path as the client sent it. HEAD goes where GET goes.
Match match(const std::vector<Route>& table, std::string_view method, std::string_view path);

}  // namespace lixiao::web
