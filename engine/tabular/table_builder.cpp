#include "engine/tabular/table_builder.h"

#include <algorithm>
#include <utility>

#include "engine/tabular/clean.h"

namespace lixiao::tabular {
namespace {

using model::LocalizedText;

LocalizedText text(std::size_t number) {
  return LocalizedText(std::to_string(number));
}

void trimInPlace(std::string& cell) {
  const std::string_view trimmed = trim(cell);
  if (trimmed.size() == cell.size()) return;
  cell = std::string(trimmed);
}

bool isControl(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7F;
}

void dropEmptyEnd(std::vector<std::string>& cells) {
  while (!cells.empty() && cells.back().empty()) cells.pop_back();
}

}  // namespace

TableBuilder::TableBuilder(const ReadOptions& options, ShortRow short_row)
    : limits_(options.limits),
      trailer_(options.trailer),
      short_row_(short_row),
      result_{{}, Problems(options.limits.max_problems)} {}

std::string TableBuilder::columnName(std::size_t column) const {
  const auto& header = result_.table.header;
  return column > 0 && column <= header.size() ? header[column - 1] : std::string();
}

bool TableBuilder::add(std::size_t number, std::vector<std::string> cells) {
  for (std::string& cell : cells) trimInPlace(cell);
  if (std::all_of(cells.begin(), cells.end(), [](const std::string& cell) { return cell.empty(); }))
    return true;
  checkCells(number, cells);
  if (result_.table.header.empty()) return takeHeader(number, std::move(cells));
  if (isTrailer(number, cells)) return true;
  if (result_.table.rows.size() >= limits_.max_rows) {
    problems().error(
        number, 0, "",
        {"there are more than {0} rows; hand them in as several files", {text(limits_.max_rows)}});
    return false;
  }
  if (!fitHeader(number, cells)) return true;
  cells_ += cells.size();
  if (cells_ > limits_.max_cells) {
    problems().error(
        number, 0, "",
        {"there are more than {0} cells; hand them in as several files", {text(limits_.max_cells)}});
    return false;
  }
  result_.table.rows.push_back({number, std::move(cells)});
  return true;
}

/// What stands behind the trailer is a problem, for the table was said to have ended.
bool TableBuilder::isTrailer(std::size_t number, const std::vector<std::string>& cells) {
  if (!result_.table.trailer.empty()) {
    problems().error(number, 0, "", {"there is a row behind the last one", {}});
    return true;
  }
  if (trailer_.empty() || cells.empty() || cells.front() != trailer_) return false;
  result_.table.trailer = cells;
  return true;
}

bool TableBuilder::takeHeader(std::size_t number, std::vector<std::string> cells) {
  header_width_ = cells.size();
  dropEmptyEnd(cells);
  const bool fits = cells.size() <= limits_.max_columns;
  if (!fits)
    problems().error(number, 0, "", {"there are more than {0} columns", {text(limits_.max_columns)}});
  result_.table.header_number = number;
  result_.table.header = std::move(cells);
  return fits;
}

void TableBuilder::checkCells(std::size_t number, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string& cell = cells[i];
    if (cell.size() > limits_.max_cell_bytes)
      problems().error(number, i + 1, columnName(i + 1),
                       {"the cell is longer than {0} bytes", {text(limits_.max_cell_bytes)}});
    if (std::any_of(cell.begin(), cell.end(), isControl))
      problems().error(number, i + 1, columnName(i + 1), {"the cell holds a control character", {}});
    if (isRoundedNumber(cell))
      problems().error(
          number, i + 1, columnName(i + 1),
          {"a spreadsheet has rounded this number; format the column as text and enter it again", {}});
  }
}

bool TableBuilder::fitHeader(std::size_t number, std::vector<std::string>& cells) {
  const std::size_t width = result_.table.header.size();
  const std::size_t given = cells.size();
  const std::size_t tolerated = short_row_ == ShortRow::Filled ? given : header_width_;
  if (given > width && given <= tolerated) {
    dropEmptyEnd(cells);
    cells.resize(std::max(cells.size(), width));
  }
  if (cells.size() > width) {
    problems().error(number, 0, "",
                     {"the row has {0} cells, the header has {1}", {text(given), text(width)}});
    return false;
  }
  if (cells.size() < width && short_row_ == ShortRow::Refused) {
    problems().error(
        number, 0, "",
        {"the row has only {0} cells, the header has {1}: is it cut off?", {text(given), text(width)}});
    return false;
  }
  cells.resize(width);
  return true;
}

ReadResult TableBuilder::finish(const std::string& file_name) && {
  if (result_.table.header.empty() && !problems().hasErrors())
    problems().error(0, 0, "", {"{0} is empty", {LocalizedText(file_name)}});
  return std::move(result_);
}

}  // namespace lixiao::tabular
