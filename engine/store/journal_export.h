#pragma once

#include <iosfwd>

#include "engine/store/database.h"

namespace lixiao::store {

/// The journal from its first entry as JSON lines, an entry a line: seq, at (UTC), actor, kind, student_no
/// and item where there is one, payload (text, as it was hashed), previous and hash.
void exportJournal(Reader& reader, std::ostream& out);

}  // namespace lixiao::store
