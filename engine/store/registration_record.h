#pragma once

// What a registration holds as columns. For the .cpp files of this folder only.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "engine/model/registration.h"
#include "engine/store/error.h"
#include "engine/store/meta.h"
#include "engine/store/registration.h"

namespace lixiao::store {

/// `result, remark, until_day, at, registered_by, revision, condition, amount`
struct HeldRegistration {
  std::string result;
  std::string remark;
  std::optional<std::int64_t> until;
  model::Instant at{};
  std::string by;
  std::int64_t revision = 0;
  std::string condition;
  std::optional<std::int64_t> amount;
};

inline HeldRegistration held(const model::Registration& made, std::int64_t revision) {
  HeldRegistration columns{std::string(model::word(made.result)),
                           made.remark,
                           {},
                           made.at,
                           made.by,
                           revision,
                           made.condition,
                           made.amount};
  if (made.until) columns.until = model::dayNumber(*made.until);
  return columns;
}

/// Moves out of the columns.
inline model::Registration registration(HeldRegistration& columns) {
  const auto result = model::parseRegistrationResult(columns.result);
  if (!result)
    throw StoreError(StoreError::Kind::Damaged,
                     "a registration has no result of this program: " + columns.result);
  model::Registration made{*result,       std::move(columns.remark), {},
                           columns.at,    std::move(columns.by),     std::move(columns.condition),
                           columns.amount};
  if (columns.until) made.until = model::dateOf(static_cast<std::int32_t>(*columns.until));
  return made;
}

/// `revision`: of what is there, if anything is.
inline bool meets(std::optional<std::int64_t> revision, const Expected& expected) {
  switch (expected.what) {
    case Expected::What::Anything:
      return true;
    case Expected::What::Nothing:
      return !revision;
    case Expected::What::Revision:
      return revision == expected.revision;
  }
  return false;
}

/// The revisions of registrations of both tables are never met twice.
inline std::int64_t nextRevisions(Transaction& transaction, std::int64_t count = 1) {
  return nextNumbers(transaction, "registration_revision", count);
}

}  // namespace lixiao::store
