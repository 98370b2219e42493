#pragma once

#include <string>
#include <vector>

#include "engine/workflow/load.h"

namespace lixiao::service {

/// SHA-256 over the year's files, as 64 hex digits: the same wherever the folder lies and in whatever order
/// the files come.
std::string editionDigest(const std::vector<workflow::SourceFile>& files);

}  // namespace lixiao::service
