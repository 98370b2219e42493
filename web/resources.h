#pragma once

#include <string_view>
#include <vector>

namespace lixiao::web {

/// A file that is part of the program: a template, an asset for browsers or the catalogue.
struct Resource {
  std::string_view name;    ///< `templates/student.mustache`, `assets/site.css`, `zh_CN.mo`
  std::string_view digest;  ///< the first 12 hexadecimal digits of its SHA-256
  std::string_view bytes;
};

const std::vector<Resource>& resources();

/// The resource of this name. Throws std::logic_error when there is none: a mistake of ours.
const Resource& resource(std::string_view name);

}  // namespace lixiao::web
