#pragma once

#include "engine/workflow/keys.h"

namespace lixiao::workflow {

/// The parts of the table that `language` joins.
std::vector<Shape> editionShapes();
std::vector<Shape> itemShapes();
std::vector<Shape> documentShapes();
std::vector<Shape> testShapes();

}  // namespace lixiao::workflow
