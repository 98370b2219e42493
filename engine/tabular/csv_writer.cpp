#include "engine/tabular/csv_writer.h"

#include <charconv>

namespace lixiao::tabular {
namespace {
constexpr std::size_t kFlushBytes = 1U << 18;

bool needsQuotes(std::string_view cell) {
  if (cell.empty()) return false;
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  if (blank(cell.front()) || blank(cell.back())) return true;
  for (const char c : cell)
    if (c == ',' || c == '"' || c == '\r' || c == '\n') return true;
  return false;
}
}  // namespace

void appendCsvCell(std::string& out, std::string_view cell) {
  if (!needsQuotes(cell)) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

bool looksLikeFormula(std::string_view cell) {
  constexpr std::string_view kStarts("=+-@\t\r\0", 7);
  return !cell.empty() && kStarts.find(cell.front()) != std::string_view::npos;
}

CsvWriter::CsvWriter(std::ostream& out, CsvOptions options) : out_(out), options_(options) {
  if (options_.byte_order_mark) pending_ += "\xEF\xBB\xBF";
}

CsvWriter::~CsvWriter() {
  flush();
}

void CsvWriter::separate() {
  if (row_begun_) pending_ += ',';
  row_begun_ = true;
}

CsvWriter& CsvWriter::text(std::string_view cell) {
  separate();
  if (!options_.guard_formulas || !looksLikeFormula(cell)) {
    appendCsvCell(pending_, cell);
    return *this;
  }
  appendCsvCell(pending_, "'" + std::string(cell));
  return *this;
}

CsvWriter& CsvWriter::plain(std::string_view cell) {
  separate();
  appendCsvCell(pending_, cell);
  return *this;
}

CsvWriter& CsvWriter::number(std::int64_t cell) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, cell).ptr;
  return plain(std::string_view(digits, static_cast<std::size_t>(end - digits)));
}

void CsvWriter::endRow() {
  pending_ += options_.crlf ? "\r\n" : "\n";
  row_begun_ = false;
  if (pending_.size() >= kFlushBytes) flush();
}

void CsvWriter::flush() {
  out_.write(pending_.data(), static_cast<std::streamsize>(pending_.size()));
  pending_.clear();
}

}  // namespace lixiao::tabular
