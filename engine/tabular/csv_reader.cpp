#include "engine/tabular/csv_reader.h"

#include <csv.h>

#include <algorithm>
#include <new>
#include <utility>

#include "engine/tabular/table_builder.h"

namespace lixiao::tabular {
namespace {

using model::LocalizedText;

/// The separator that stands most often in the first line with text, outside of quotes.
char separatorOf(std::string_view text) {
  constexpr std::string_view kSeparators = ",\t;";
  const std::size_t begin = std::min(text.find_first_not_of("\r\n"), text.size());
  std::size_t counts[3] = {};
  bool quoted = false;
  for (const char c : text.substr(begin)) {
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == '\n' || c == '\r')) break;
    const std::size_t which = quoted ? std::string_view::npos : kSeparators.find(c);
    if (which != std::string_view::npos) ++counts[which];
  }
  return kSeparators[static_cast<std::size_t>(std::max_element(counts, counts + 3) - counts)];
}

/// Feeds libcsv line by line, so that every row and every open quote has a line number.
class CsvReader {
 public:
  CsvReader(std::string_view text, const ReadOptions& options)
      : text_(text), max_columns_(options.limits.max_columns), builder_(options, ShortRow::Refused) {
    if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
    csv_set_delim(&parser_, static_cast<unsigned char>(separatorOf(text)));
  }
  ~CsvReader() { csv_free(&parser_); }
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;

  ReadResult run(const std::string& file_name) {
    while (!text_.empty() && reading_) feed(takeLine());
    if (reading_ && csv_fini(&parser_, onCell, onRow, this) != 0) reportOpenQuote();
    return std::move(builder_).finish(file_name);
  }

 private:
  static void onCell(void* bytes, std::size_t size, void* self) {
    auto& reader = *static_cast<CsvReader*>(self);
    ++reader.cells_begun_;
    if (reader.cells_.empty()) reader.cells_.reserve(reader.builder_.width());
    // One too many is kept, so that the builder sees that there are too many.
    if (reader.cells_.size() <= reader.max_columns_)
      reader.cells_.emplace_back(static_cast<const char*>(bytes), size);
  }

  static void onRow(int, void* self) { static_cast<CsvReader*>(self)->endRow(); }

  void endRow() {
    if (!builder_.add(row_line_, std::exchange(cells_, {}))) reading_ = false;
    in_row_ = false;
  }

  std::string_view takeLine() {
    const std::size_t end = text_.find_first_of("\r\n");
    std::size_t length = std::min(end, text_.size() - 1) + 1;
    if (end != std::string_view::npos && text_.substr(end).starts_with("\r\n")) ++length;
    const std::string_view line = text_.substr(0, length);
    text_.remove_prefix(length);
    ++line_;
    return line;
  }

  void feed(std::string_view line) {
    const bool was_open = in_row_;
    if (!was_open) row_line_ = line_;
    in_row_ = line.find_first_not_of(" \t\r\n") != std::string_view::npos || was_open;
    cells_begun_ = 0;
    const std::size_t taken = csv_parse(&parser_, line.data(), line.size(), onCell, onRow, this);
    if (taken != line.size()) return reportStrayQuote();
    // A row that goes on after the end of its line does so inside a quote.
    if (in_row_ && (!was_open || cells_begun_ > 0)) quote_line_ = line_;
  }

  void reportStrayQuote() {
    reading_ = false;
    if (csv_error(&parser_) == CSV_ENOMEM) throw std::bad_alloc();
    if (in_row_ && row_line_ != line_ && cells_begun_ == 0) {
      builder_.problems().error(line_, 0, "",
                                {"the quote that opens in line {0} closes in the middle of a cell",
                                 {LocalizedText(std::to_string(quote_line_))}});
      return;
    }
    builder_.problems().error(line_, 0, "",
                              {"a quote stands in the middle of a cell; a cell with quotes in it must be "
                               "quoted, its quotes doubled",
                               {}});
  }

  void reportOpenQuote() {
    if (csv_error(&parser_) == CSV_ENOMEM) throw std::bad_alloc();
    builder_.problems().error(quote_line_, 0, "", {"the quote that opens in this line is never closed", {}});
  }

  std::string_view text_;
  std::size_t max_columns_;
  TableBuilder builder_;
  csv_parser parser_{};
  std::vector<std::string> cells_;
  std::size_t cells_begun_ = 0;  ///< cells that ended in the line being fed
  std::size_t line_ = 0;
  std::size_t row_line_ = 0;
  std::size_t quote_line_ = 0;
  bool in_row_ = false;
  bool reading_ = true;
};

}  // namespace

ReadResult readCsv(std::string_view text, const std::string& file_name, const ReadOptions& options) {
  return CsvReader(text, options).run(file_name);
}

}  // namespace lixiao::tabular
