#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/tabular/problem.h"

namespace lixiao::tabular {

/// How much one file may hold. The defaults are for files that people upload.
struct Limits {
  std::size_t max_bytes = 10U << 20;
  std::size_t max_unpacked_bytes = 200U << 20;
  std::size_t max_entries = 1000;  ///< files inside one .xlsx
  std::size_t max_rows = 200'000;
  std::size_t max_columns = 100;
  std::size_t max_cells = 5'000'000;
  std::size_t max_cell_bytes = 4096;
  std::size_t max_problems = 200;

  /// For a file that the person running the program named on its own command line: only the size of a cell,
  /// the number of columns and the number of problems are bounded.
  static Limits trusted();
};

struct Row {
  std::size_t number = 0;  ///< line of the CSV file where the row begins, or row of the sheet; 1 is the first
  std::vector<std::string> cells;  ///< UTF-8 without blanks around it, one for each column of the header
};

struct Table {
  std::size_t header_number = 0;
  std::vector<std::string> header;
  std::vector<Row> rows;
  std::vector<std::string> trailer;  ///< cells of the last row, when it is one; `ReadOptions::trailer`
};

struct ReadOptions {
  Limits limits;
  std::string sheet{};  ///< of a workbook; empty takes the first that is not hidden
  /// The first cell of the row that ends the table, of any length; empty: there is none.
  std::string trailer{};
};

struct ReadResult {
  Table table;
  Problems problems;

  /// Whether `table` is the whole file. When not, nothing of it may be used.
  [[nodiscard]] bool ok() const { return !problems.hasErrors(); }
};

/// Reads a table handed in by a person: CSV with commas, tabs or semicolons in UTF-8, UTF-16 (with its mark)
/// or GB18030, or the first sheet of an .xlsx workbook. The content decides which, not the name; `file_name`
/// only appears in messages. Rows without any text are left out. A row that is longer or shorter than the
/// header, a number that a spreadsheet has rounded (1.1E+17), a control character and a limit that is passed
/// are errors. Throws only when memory runs out. Safe to call from any thread.
[[nodiscard]] ReadResult readTable(std::string_view bytes, const std::string& file_name,
                                   const ReadOptions& options = {});

}  // namespace lixiao::tabular
