#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "connectors/connector.h"
#include "connectors/transport/patience.h"

namespace lixiao::connectors {

/// The housing office's read-only view of who has left the room: one row a student, with 0 or 1 (NULL: not
/// said).
class CheckOutView {
 public:
  /// `database`, `view`, `student_column`, `checked_out_column`.
  static Schema schema();
  explicit CheckOutView(const Settings& settings);

  /// Adds `fact` for all students and who is unknown. Throws FetchError.
  void fetch(const std::vector<StudentRef>& students, const char* fact, const Patience& patience,
             Delivery& delivery) const;

 private:
  std::filesystem::path database_;
  std::string any_row_;   ///< SQL
  std::string question_;  ///< SQL; its parameter is a JSON list of student numbers
};

}  // namespace lixiao::connectors
