#pragma once

#include <string>

#include "engine/store/journal.h"

namespace lixiao::store {

/// An entry as a line of JSON with all that its hash is made of, without a line end: seq, at (UTC, to the
/// millisecond), actor, kind, student_no and item where there is one, payload (text, as it was hashed),
/// previous and hash.
std::string toLine(const JournalRecord& record);
/// Throws std::invalid_argument when it is not such a line.
JournalRecord parseLine(const std::string& line);

}  // namespace lixiao::store
