#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/registration.h"
#include "engine/store/database.h"

namespace lixiao::store {

/// The one live registration of an item of a student. Its history is in the journal.
struct RegistrationRow {
  std::string student_no;
  std::string item;
  model::Registration registration;
  std::int64_t revision = 0;  ///< grows with every change in the database, never used twice

  bool operator==(const RegistrationRow&) const = default;
};

/// What the caller believes is there.
struct Expected {
  enum class What { Anything, Nothing, Revision };
  What what = What::Anything;
  std::int64_t revision = 0;

  static Expected anything() { return {}; }
  static Expected nothing() { return {What::Nothing, 0}; }
  static Expected at(std::int64_t revision) { return {What::Revision, revision}; }
};

struct RegistrationWish {
  std::string student_no;
  std::string item;
  model::Registration registration;
  Expected expected;
};

/// What became of a wish. `done`: `current` is the new row (for a revocation empty), `before` the one it
/// replaced. Not `done`: somebody was faster; nothing was changed and `current` is what is there.
struct RegistrationOutcome {
  bool done = false;
  std::optional<RegistrationRow> current;
  std::optional<RegistrationRow> before;
};

[[nodiscard]] RegistrationOutcome putRegistration(Transaction& transaction, const RegistrationWish& wish);
/// One outcome per wish, in their order; those in conflict are left alone and the others done, so roll back
/// if all or nothing is meant. The same item of the same student twice: std::invalid_argument, nothing
/// written.
[[nodiscard]] std::vector<RegistrationOutcome> putRegistrations(Transaction& transaction,
                                                                const std::vector<RegistrationWish>& wishes);
/// Nothing there and nothing expected is `done`.
[[nodiscard]] RegistrationOutcome removeRegistration(Transaction& transaction, const std::string& student_no,
                                                     const std::string& item, Expected expected);

std::optional<RegistrationRow> findRegistration(Reader& reader, const std::string& student_no,
                                                const std::string& item);
/// By item.
std::vector<RegistrationRow> registrationsOf(Reader& reader, const std::string& student_no);
/// Every row in blocks, by item, then number.
void forEachRegistration(Reader& reader, const std::function<void(std::vector<RegistrationRow>&)>& block);

}  // namespace lixiao::store
