#pragma once

#include <string>
#include <vector>

#include "engine/workflow/load.h"

namespace lixiao::service {

/// The same files with paths as seen from the innermost folder that holds them all: `edition.yaml`, or
/// `2016/edition.yaml` where an edition builds on `2015/edition.yaml`. Sorted by path.
std::vector<workflow::SourceFile> insideFolder(std::vector<workflow::SourceFile> files);

/// SHA-256 over the year's files, as 64 hex digits: the same wherever the folder lies and in whatever order
/// the files come.
std::string editionDigest(const std::vector<workflow::SourceFile>& files);

}  // namespace lixiao::service
