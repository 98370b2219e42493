#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/store/database.h"

namespace lixiao::store {

/// A clearance slip that was issued. What it says is kept as a hash only.
struct Slip {
  std::string code;  ///< 26 letters and digits
  std::string student_no;
  model::Instant at{};
  std::string by;
  std::string workflow_digest;
  std::string says;  ///< SHA-256, hex
  std::optional<model::Instant> revoked;

  bool operator==(const Slip&) const = default;
};

/// The code must be new.
void addSlip(Transaction& transaction, const Slip& slip);
/// Revokes what the student has that is live; returns how many.
std::int64_t revokeSlips(Transaction& transaction, const std::string& student_no, model::Instant at);
std::optional<Slip> findSlip(Reader& reader, const std::string& code);
/// The live one, if any.
std::optional<Slip> liveSlipOf(Reader& reader, const std::string& student_no);

}  // namespace lixiao::store
