#pragma once

#include <iosfwd>

#include "engine/store/database.h"

namespace lixiao::store {

/// The journal from its first entry as the lines of journal_lines.h: what `verify --journal` checks.
void exportJournal(Reader& reader, std::ostream& out);

}  // namespace lixiao::store
