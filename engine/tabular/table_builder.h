#pragma once

#include <string>
#include <vector>

#include "engine/tabular/table.h"

namespace lixiao::tabular {

/// What a row with fewer cells than the header is: half a row in a text file, empty cells in a sheet.
enum class ShortRow : std::uint8_t { Refused, Filled };

/// Collects rows into a table and holds them to the limits and to the header. The first row with text is the
/// header; rows without text are left out.
class TableBuilder {
 public:
  TableBuilder(const ReadOptions& options, ShortRow short_row);

  /// Takes a row. Returns false when a limit is passed and reading on is pointless.
  bool add(std::size_t number, std::vector<std::string> cells);

  Problems& problems() { return result_.problems; }
  /// How many columns the header has, so far as it is known.
  std::size_t width() const { return header_width_; }
  /// The name of a column (1 is the first) as far as the header is known.
  std::string columnName(std::size_t column) const;

  /// What was collected; a table without a header is a problem of the file.
  ReadResult finish(const std::string& file_name) &&;

 private:
  bool isTrailer(std::size_t number, const std::vector<std::string>& cells);
  bool takeHeader(std::size_t number, std::vector<std::string> cells);
  void checkCells(std::size_t number, const std::vector<std::string>& cells);
  bool fitHeader(std::size_t number, std::vector<std::string>& cells);

  Limits limits_;
  std::string trailer_;
  ShortRow short_row_;
  std::size_t header_width_ = 0;  ///< with the empty cells at its end
  std::size_t cells_ = 0;
  ReadResult result_;
};

}  // namespace lixiao::tabular
