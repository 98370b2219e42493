#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/date.h"
#include "engine/store/database.h"

namespace lixiao::store {

/// A row of the roster that an import touched after its provider had declared the roster final.
struct LateChange {
  enum class Kind : std::uint8_t { Added, Changed, Removed };

  std::string student_no;
  std::int64_t import_seq = 0;
  std::string provider;
  Kind kind = Kind::Changed;
  model::Instant at{};
  std::string by;
  std::string reason;

  bool operator==(const LateChange&) const = default;
};
/// `added`, `changed`, `removed`.
std::string_view word(LateChange::Kind kind);

/// One row for a student and an import at most: std::invalid_argument otherwise, nothing written.
void recordLateChanges(Transaction& transaction, const std::vector<LateChange>& changes);
/// Of one student, newest first.
std::vector<LateChange> lateChangesOf(Reader& reader, const std::string& student_no);
/// The newest of a provider since `since`, at most `limit`; those of one import by number.
std::vector<LateChange> lateChanges(Reader& reader, const std::string& provider, model::Instant since,
                                    std::int64_t limit);
std::int64_t countLateChanges(Reader& reader, const std::string& provider, model::Instant since);

}  // namespace lixiao::store
