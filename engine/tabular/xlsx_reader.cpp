#include "engine/tabular/xlsx_reader.h"

#include <algorithm>
#include <utility>

#include "engine/tabular/table_builder.h"
#include "engine/tabular/xlsx_sheet.h"

namespace lixiao::tabular {
namespace {

using model::LocalizedText;

std::size_t textsIn(const Row& row) {
  return static_cast<std::size_t>(std::count_if(row.cells.begin(), row.cells.end(),
                                                [](const std::string& cell) { return !cell.empty(); }));
}

bool isTitle(const Row& row, const std::vector<MergedCells>& merged) {
  return textsIn(row) == 1 && std::any_of(merged.begin(), merged.end(), [&](const MergedCells& range) {
           return range.first.row <= row.number && row.number <= range.last.row &&
                  range.first.column < range.last.column;
         });
}

/// The first row that is not a title.
std::vector<Row>::iterator headerOf(SheetReader& sheet) {
  auto header = sheet.rows.begin();
  while (header != sheet.rows.end() && (header->cells.empty() || isTitle(*header, sheet.merged))) ++header;
  return header;
}

/// Merged cells among the data would read as empty, except the first.
void reportMerged(const SheetReader& sheet, std::size_t header_number, Problems& problems) {
  for (const MergedCells& range : sheet.merged)
    if (range.last.row >= header_number && header_number != 0)
      problems.error(range.first.row, range.first.column, "",
                     {"cells are merged from {0} to {1}; undo that and fill in each of them",
                      {LocalizedText(columnLetters(range.first.column) + std::to_string(range.first.row)),
                       LocalizedText(columnLetters(range.last.column) + std::to_string(range.last.row))}});
}

ReadResult tableOf(SheetReader& sheet, const std::string& file_name, const ReadOptions& options) {
  TableBuilder builder(options, ShortRow::Filled);
  std::size_t header_number = 0;
  for (auto row = headerOf(sheet); row != sheet.rows.end(); ++row) {
    if (header_number == 0) header_number = row->number;
    if (!builder.add(row->number, std::move(row->cells))) break;
  }
  for (Problem& problem : sheet.problems) {
    problem.column_name = builder.columnName(problem.column);
    builder.problems().add(std::move(problem));
  }
  reportMerged(sheet, header_number, builder.problems());
  builder.problems().sortByPlace();
  return std::move(builder).finish(file_name);
}

}  // namespace

ReadResult readXlsx(std::string_view bytes, const std::string& file_name, const ReadOptions& options) {
  try {
    Package package(bytes, options.limits);
    const Workbook workbook = readWorkbook(package, options.sheet, options.limits);
    SheetReader sheet(workbook, options.limits);
    package.parse(workbook.sheet_part, sheet);
    return tableOf(sheet, file_name, options);
  } catch (const Refusal& refusal) {
    ReadResult result{{}, Problems(options.limits.max_problems)};
    result.problems.error(0, 0, "", refusal.message);
    return result;
  }
}

}  // namespace lixiao::tabular
