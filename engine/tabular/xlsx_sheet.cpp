#include "engine/tabular/xlsx_sheet.h"

#include <algorithm>
#include <charconv>

namespace lixiao::tabular {
namespace {

using model::LocalizedText;
using model::Message;
using Poco::XML::Attributes;

constexpr std::size_t kMostMerged = 100'000;

Message damaged() {
  return {"the workbook is damaged; open it in a spreadsheet program and save it again", {}};
}

std::size_t numberOf(std::string_view text) {
  std::size_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

SheetReader::SheetReader(const Workbook& workbook, const Limits& limits)
    : workbook_(workbook), limits_(limits) {}

void SheetReader::open(const std::string& element, const Attributes& attributes) {
  if (element == "row") return openRow(attributes);
  if (element == "mergeCell") return openMerge(attributes);
  if (element == "c") return openCell(attributes);
  if (!in_cell_) return;
  if (element == "v") in_value_ = has_value_ = true;
  if (element == "f") has_formula_ = true;
  if (element == "rPh") in_reading_aid_ = true;
  if (element == "t") in_text_ = !in_reading_aid_;
}

void SheetReader::close(const std::string& element) {
  if (element == "v") in_value_ = false;
  if (element == "t") in_text_ = false;
  if (element == "rPh") in_reading_aid_ = false;
  if (element == "c" && in_cell_) closeCell();
}

void SheetReader::text(std::string_view part) {
  // One byte more than the limit is enough for the limit to be noticed.
  if (in_value_ && value_.size() <= limits_.max_cell_bytes) value_ += part;
  if (in_text_ && inline_text_.size() <= limits_.max_cell_bytes) inline_text_ += part;
}

void SheetReader::openRow(const Attributes& attributes) {
  const std::size_t before = rows.empty() ? 0 : rows.back().number;
  const std::string given = attribute(attributes, "r");
  const std::size_t number = given.empty() ? before + 1 : numberOf(given);
  if (number <= before) throw Refusal(damaged());
  // A row without text is forgotten when the next begins; formatted empty rows cost nothing.
  if (!rows.empty() && rows.back().cells.empty()) rows.pop_back();
  rows.push_back({number, {}});
  column_ = 0;
  // The header, and perhaps a title above it, do not count.
  if (rows.size() > limits_.max_rows && rows.size() - limits_.max_rows > 2)
    throw Refusal({"there are more than {0} rows; hand them in as several files",
                   {LocalizedText(std::to_string(limits_.max_rows))}});
}

void SheetReader::openCell(const Attributes& attributes) {
  if (rows.empty() || in_cell_) throw Refusal(damaged());
  const CellPlace place = placeOfCell(attribute(attributes, "r"));
  const std::size_t column = place.column == 0 ? column_ + 1 : place.column;
  if (column <= column_ || (place.row != 0 && place.row != rows.back().number)) throw Refusal(damaged());
  column_ = column;
  style_ = numberOf(attribute(attributes, "s"));
  type_ = attribute(attributes, "t");
  value_.clear();
  inline_text_.clear();
  has_formula_ = has_value_ = false;
  in_cell_ = true;
}

void SheetReader::openMerge(const Attributes& attributes) {
  if (merged.size() >= kMostMerged) throw Refusal(damaged());
  const std::string range = attribute(attributes, "ref");
  const std::size_t colon = range.find(':');
  if (colon == std::string::npos) return;
  const MergedCells cells{placeOfCell(std::string_view(range).substr(0, colon)),
                          placeOfCell(std::string_view(range).substr(colon + 1))};
  if (cells.first != cells.last) merged.push_back(cells);
}

void SheetReader::closeCell() {
  in_cell_ = false;
  CellText cell = cellText();
  if (cell.problem) report(std::move(*cell.problem));
  if (!cell.text.empty()) store(std::move(cell.text));
}

CellText SheetReader::cellText() const {
  if (type_ == "inlineStr") return {unescaped(inline_text_), std::nullopt};
  if (has_formula_ && !has_value_)
    return {"",
            Message{"the cell holds a formula without its result; open the file in a spreadsheet program and "
                    "save it again",
                    {}}};
  if (type_ == "s") return sharedText();
  if (type_ == "str") return {unescaped(value_), std::nullopt};
  if (type_ == "d") return {value_, std::nullopt};
  if (type_ == "b") return {value_ == "1" || value_ == "true" ? "true" : "false", std::nullopt};
  if (type_ == "e") return {"", Message{"the cell shows an error such as #N/A", {}}};
  const NumberFormat format = style_ < workbook_.styles.size() ? workbook_.styles[style_] : NumberFormat{};
  return textOfNumber(value_, format, workbook_.dates_from_1904);
}

CellText SheetReader::sharedText() const {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(value_.data(), value_.data() + value_.size(), index);
  const bool whole = error == std::errc() && end == value_.data() + value_.size();
  if (!whole || index >= workbook_.shared_strings.size()) throw Refusal(damaged());
  return {workbook_.shared_strings[index], std::nullopt};
}

void SheetReader::store(std::string text) {
  std::vector<std::string>& cells = rows.back().cells;
  // One column too many is kept, so that the limit is noticed.
  const std::size_t column = std::min(column_, limits_.max_columns + 1);
  cells_ += column - std::min(column, cells.size());
  if (cells_ > limits_.max_cells)
    throw Refusal({"there are more than {0} cells; hand them in as several files",
                   {LocalizedText(std::to_string(limits_.max_cells))}});
  if (cells.size() < column) cells.resize(column);
  cells[column - 1] = std::move(text);
}

void SheetReader::report(Message message) {
  if (problems.size() <= limits_.max_problems)
    problems.push_back({Problem::Severity::Error, rows.back().number, column_, "", std::move(message)});
}

}  // namespace lixiao::tabular
