#include "web/resources.h"

#include <stdexcept>
#include <string>

namespace lixiao::web {

const Resource& resource(std::string_view name) {
  for (const Resource& each : resources())
    if (each.name == name) return each;
  throw std::logic_error("no resource " + std::string(name));
}

}  // namespace lixiao::web
