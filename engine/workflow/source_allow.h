#pragma once

#include <string_view>

#include "engine/workflow/source.h"

namespace lixiao::workflow {

/// Whether a comment silences a warning: `# lixiao: allow never-true` on its line, in the comment lines right
/// above it, or among those that begin the file, where it holds for the whole file. Several codes may be
/// named; what follows them is the reason.
bool isAllowed(const Source& source, std::size_t offset, std::string_view code);

}  // namespace lixiao::workflow
