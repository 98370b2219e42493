#pragma once

// The journal's rows as columns. For the .cpp files of this folder only.

#include "engine/store/journal.h"
#include "engine/store/row.h"

namespace lixiao::store {

/// `seq, at, actor, kind, student_no, item, payload, previous, hash`
template <>
struct Columns<JournalRecord> {
  static auto of(auto& row) {
    return std::tie(row.seq, row.entry.at, row.entry.actor, row.entry.kind, row.entry.student_no,
                    row.entry.item, row.entry.payload, row.previous, row.hash);
  }
};

/// `seq, hash`
template <>
struct Columns<JournalHead> {
  static auto of(auto& row) { return std::tie(row.seq, row.hash); }
};

}  // namespace lixiao::store
