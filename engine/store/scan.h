#pragma once

// Reading a table in the order of its key. For the .cpp files of this folder only.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "engine/store/row.h"

namespace lixiao::store {

inline constexpr std::int64_t kBlockRows = 8192;

/// A prepared query for rows from a student number on: `sql` takes the scope (when there is one), the number
/// and the limit, in this order.
template <Row T>
class RangeQuery {
 public:
  RangeQuery(Poco::Data::Session& session, const char* sql, std::optional<std::string> scope = std::nullopt)
      : scope_(std::move(scope)), statement_(session) {
    using namespace Poco::Data::Keywords;
    statement_ << sql;
    if (scope_) statement_.addBind(use(*scope_));
    statement_.addBind(use(from_)).addBind(use(limit_)).addExtract(into(rows_));
  }
  RangeQuery(const RangeQuery&) = delete;
  RangeQuery& operator=(const RangeQuery&) = delete;

  /// The rows live until the next call and may be moved from.
  std::vector<T>& fetch(const std::string& from, std::int64_t limit) {
    from_ = column::checked(from);
    limit_ = limit;
    rows_.clear();
    statement_.execute();
    return rows_;
  }

 private:
  std::optional<std::string> scope_;
  std::string from_;
  std::int64_t limit_ = 0;
  std::vector<T> rows_;
  Poco::Data::Statement statement_;
};

/// Calls `each(key, row)` for each of `keys` (ascending, unique) with its row, which may be moved from, or
/// nullptr when there is none; where `each` takes a third argument, it is told whether the row is surely the
/// next after the one found before. The query asks for numbers >= a number. Blocks grow while the rows are
/// dense among the keys and shrink while they are not, so a few keys cost a look-up each and many keys one
/// pass.
template <Row T, class Each>
void lookUp(RangeQuery<T>& query, const std::vector<std::string>& keys, Each each) {
  std::vector<T>* block = nullptr;
  std::size_t next = 0;
  std::size_t used = 0;
  std::int64_t limit = 16;
  bool last_block = false;
  bool adjacent = false;
  for (const std::string& key : keys) {
    while (block && next < block->size() && (*block)[next].student_no < key) {
      ++next;
      adjacent = false;
    }
    if (!block || (next == block->size() && !last_block)) {
      if (block)
        limit = used * 4 >= block->size() ? std::min(limit * 4, kBlockRows)
                                          : std::max<std::int64_t>(limit / 4, 1);
      block = &query.fetch(key, limit);
      last_block = static_cast<std::int64_t>(block->size()) < limit;
      next = used = 0;
      adjacent = false;
    }
    const bool found = next < block->size() && (*block)[next].student_no == key;
    used += found ? 1 : 0;
    T* row = found ? &(*block)[next++] : nullptr;
    if constexpr (std::is_invocable_v<Each, const std::string&, T*, bool>)
      each(key, row, adjacent);
    else
      each(key, row);
    if (found) adjacent = true;
  }
}

/// Calls `each(rows)` for block after block. The query asks for numbers > a number.
template <Row T, class Each>
void forEachBlock(RangeQuery<T>& query, Each each) {
  std::string last;
  for (;;) {
    std::vector<T>& rows = query.fetch(last, kBlockRows);
    if (rows.empty()) return;
    last = rows.back().student_no;
    const bool end = static_cast<std::int64_t>(rows.size()) < kBlockRows;
    each(rows);
    if (end) return;
  }
}

}  // namespace lixiao::store
