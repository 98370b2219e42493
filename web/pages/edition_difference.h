#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/workflow/load.h"

namespace lixiao::web::pages {

struct DifferenceLine {
  enum class Kind { Same, Added, Removed, Gap };  ///< Gap stands for unchanged lines left out
  Kind kind = Kind::Same;
  std::size_t number =
      0;  ///< in the file it is of: the old one for removed lines, else the new one; 0 for a gap
  std::string text;
};

struct FileDifference {
  std::string path;
  std::vector<DifferenceLine> lines;
};

/// The files that differ, by path, with their changed lines and a few around them.
std::vector<FileDifference> differences(const std::vector<workflow::SourceFile>& before,
                                        const std::vector<workflow::SourceFile>& after);

}  // namespace lixiao::web::pages
