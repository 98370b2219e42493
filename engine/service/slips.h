#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"
#include "engine/service/queries.h"

namespace lixiao::service {

/// A slip with what it says now.
struct IssuedSlip {
  std::string code;
  model::Instant issued_at{};
  StudentView student;
  std::vector<StudentView::Field> belongs;  ///< college and class
  model::LocalizedText edition;
  workflow::TimeZone time_zone;
};

/// What anybody who holds a code may know.
struct SlipValidity {
  bool valid = false;
  std::optional<model::Instant> since;  ///< of one that is valid no more: when that was so at the latest
  model::Instant as_of{};
  workflow::TimeZone time_zone;
};

/// Clearance slips: issued when all is clear, checked by their code. Thread-safe.
class Slips {
 public:
  explicit Slips(const Engine& engine);
  ~Slips();

  /// The slip of a student who is all clear by a fresh decision; the same one while nothing it says has
  /// changed, else a new one, and the old one is valid no more. Refused (NotNow) with every open item while
  /// there is one.
  Outcome<IssuedSlip> issue(const Actor& actor, const std::string& student_no);
  /// The one that was issued and still says what is; NotFound when there is none.
  Outcome<IssuedSlip> issued(const Actor& actor, const std::string& student_no) const;
  /// Whether a slip of this code was issued and its student is still all clear, or was when a document was
  /// handed out.
  SlipValidity check(const std::string& code) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// A code as it is printed: groups of five, the last of six.
std::string groupedCode(const std::string& code);
/// A code as somebody typed it, "" when it cannot be one. Small letters, blanks and signs between do not
/// matter, nor do the letters that look like a digit.
std::string readCode(const std::string& typed);

}  // namespace lixiao::service
