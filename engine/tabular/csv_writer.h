#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

namespace lixiao::tabular {

struct CsvOptions {
  bool byte_order_mark = false;  ///< for old spreadsheets, which show UTF-8 without it as garbage
  bool crlf = false;
  bool guard_formulas = true;  ///< off only for files that no spreadsheet opens
};

/// Writes CSV after RFC 4180 to a stream, which must outlive it. Cells collect in memory and reach the stream
/// in large pieces: call flush (or destroy the writer) before reading them. Not thread-safe.
class CsvWriter {
 public:
  explicit CsvWriter(std::ostream& out, CsvOptions options = {});
  ~CsvWriter();
  CsvWriter(const CsvWriter&) = delete;
  CsvWriter& operator=(const CsvWriter&) = delete;

  /// A cell of text. One that a spreadsheet would run as a formula gets a `'` in front.
  CsvWriter& text(std::string_view cell);
  /// A cell that is a number, a date or a word of the program's own: written as it is, quoted where needed.
  CsvWriter& plain(std::string_view cell);
  CsvWriter& number(std::int64_t cell);
  void endRow();
  void flush();

 private:
  void separate();

  std::ostream& out_;
  CsvOptions options_;
  std::string pending_;
  bool row_begun_ = false;
};

/// Appends one cell, quoted if it holds a comma, a quote, a line break or blanks at an end.
void appendCsvCell(std::string& out, std::string_view cell);
/// Whether a spreadsheet would take the text for a formula: it begins with = + - @ TAB CR or NUL.
bool looksLikeFormula(std::string_view cell);

}  // namespace lixiao::tabular
