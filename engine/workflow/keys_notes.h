#pragma once

#include <string_view>

namespace lixiao::workflow {

/// What the reference says of a shape beside its keys.
struct ShapeNotes {
  std::string_view shape;
  std::string_view zh;  ///< its title in Chinese
  std::string_view
      example;  ///< YAML of that shape that the loader's checks accept and that has each of its keys
};

/// The notes of a shape; nullptr for the small ones that are only scalars.
const ShapeNotes* notesOf(std::string_view shape);

}  // namespace lixiao::workflow
