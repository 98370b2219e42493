#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/status.h"

namespace lixiao::tabular {

/// What is wrong with a file, a row or a cell, in words for the person who made the file.
/// Never holds the text of a cell: it may be an identity number.
struct Problem {
  /// An error refuses the file; a suspicion is shown before a person confirms.
  enum class Severity : std::uint8_t { Error, Suspicion };

  Severity severity = Severity::Error;
  std::size_t row = 0;      ///< as people count: line of a CSV file, row of a sheet; 0 is the whole file
  std::size_t column = 0;   ///< 1 is column A; 0 is the whole row
  std::string column_name;  ///< as the header names it; may be empty
  model::Message message;

  bool operator==(const Problem&) const = default;
};

/// Where the problem is: `row 12, column C (name)`, or nothing for the whole file.
model::Message placeOf(const Problem& problem);

/// `A`, `Z`, `AA` for 1, 26, 27.
std::string columnLetters(std::size_t column);

/// Problems in the order they were found, of which only the first `most` are kept: a person does not read the
/// ten-thousandth, and a hostile file must not fill the memory.
class Problems {
 public:
  explicit Problems(std::size_t most = 200) : most_(most) {}

  void add(Problem problem);
  void error(std::size_t row, std::size_t column, std::string column_name, model::Message message);
  void suspicion(std::size_t row, std::size_t column, std::string column_name, model::Message message);

  /// Orders what was kept by row and column.
  void sortByPlace();

  const std::vector<Problem>& all() const { return problems_; }
  /// How many were found and not kept.
  std::size_t leftOut() const { return left_out_; }
  bool hasErrors() const { return has_errors_; }

 private:
  std::size_t most_;
  std::size_t left_out_ = 0;
  bool has_errors_ = false;
  std::vector<Problem> problems_;
};

}  // namespace lixiao::tabular
