#include <sstream>

#include "engine/service/statistics.h"
#include "engine/tabular/csv_writer.h"
#include "engine/tabular/xlsx_writer.h"
#include "web/pages/pages.h"
#include "web/pages/statistics_data.h"

namespace lixiao::web::pages {

namespace {

using model::ItemStatus;
using service::StatisticsView;

/// A cell is a text or a number.
struct Cell {
  std::string text;
  std::optional<std::uint64_t> number;
};
struct Table {
  std::string id, title;
  std::vector<std::string> header;
  std::vector<std::vector<Cell>> rows;
};

constexpr std::array kStatuses = {ItemStatus::Cleared, ItemStatus::Deferred, ItemStatus::Waiting,
                                  ItemStatus::ActionRequired, ItemStatus::NotApplicable};

Cell text(std::string value) {
  return {std::move(value), {}};
}
Cell number(std::uint64_t value) {
  return {{}, value};
}

void addStatuses(const Visit& visit, std::vector<std::string>& header) {
  for (const ItemStatus status : kStatuses) header.push_back(visit.in(model::title(status)));
  header.push_back(visit.tr("Cleared without a visit"));
}
void addCounts(std::vector<Cell>& row, const service::PairCounts& pairs) {
  for (const ItemStatus status : kStatuses) row.push_back(number(pairs.of(status)));
  row.push_back(number(pairs.without_visit));
}

Table itemTable(const Visit& visit, const StatisticsView& view) {
  Table table{"items", visit.tr("By item"), {visit.tr("Item"), visit.tr("Department")}, {}};
  addStatuses(visit, table.header);
  for (const service::StatisticsLine& line : view.items) {
    std::vector<Cell> row = {text(visit.in(line.title)), text(visit.in(line.department))};
    addCounts(row, line.pairs);
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table lineTable(const Visit& visit, const StatisticsView& view) {
  Table table{"lines", visit.in(view.by_title), {visit.in(view.by_title)}, {}};
  const bool by_value = view.by != "department";
  if (by_value) table.header.insert(table.header.end(), {visit.tr("Students"), visit.tr("All clear")});
  addStatuses(visit, table.header);
  for (const service::StatisticsLine& line : view.lines) {
    std::vector<Cell> row = {text(valueTitle(visit, line))};
    if (by_value) row.push_back(number(line.students));
    if (by_value) row.push_back(number(line.all_clear));
    addCounts(row, line.pairs);
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table documentTable(const Visit& visit, const StatisticsView& view) {
  using model::DocumentStatus;
  Table table{"documents", visit.tr("Certificates"), {visit.tr("Certificate"), visit.tr("Department")}, {}};
  constexpr std::array kOrder = {DocumentStatus::Collected, DocumentStatus::Released,
                                 DocumentStatus::Withheld, DocumentStatus::NotApplicable};
  for (const DocumentStatus status : kOrder) table.header.push_back(visit.in(model::title(status)));
  for (const service::StatisticsDocument& each : view.documents) {
    std::vector<Cell> row = {text(visit.in(each.title)), text(visit.in(each.department))};
    for (const DocumentStatus status : kOrder)
      row.push_back(number(each.by_status[static_cast<std::size_t>(status)]));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table dayTable(const Visit& visit, const StatisticsView& view) {
  Table table{"days", visit.tr("Over time"), {visit.tr("Day"), visit.tr("Open"), visit.tr("Cleared")}, {}};
  for (const service::StatisticsDay& each : view.days) {
    const service::PairCounts pairs{each.by_status, 0};
    table.rows.push_back({text(model::formatDate(each.day)), number(pairs.open()), number(pairs.cleared())});
  }
  return table;
}

std::vector<Table> tablesOf(const Visit& visit, const StatisticsView& view) {
  std::vector<Table> tables = {itemTable(visit, view), lineTable(visit, view), documentTable(visit, view)};
  if (!view.days.empty()) tables.push_back(dayTable(visit, view));
  return tables;
}

std::string csv(const Table& table) {
  std::ostringstream out;
  tabular::CsvWriter writer(out, {.byte_order_mark = true, .crlf = true});
  for (const std::string& title : table.header) writer.text(title);
  writer.endRow();
  for (const std::vector<Cell>& row : table.rows) {
    for (const Cell& cell : row) {
      if (cell.number)
        writer.number(static_cast<std::int64_t>(*cell.number));
      else
        writer.text(cell.text);
    }
    writer.endRow();
  }
  writer.flush();
  return out.str();
}

std::string xlsx(const std::vector<Table>& tables, model::Instant made) {
  tabular::XlsxWriter writer(made);
  for (const Table& table : tables) {
    writer.sheet(table.title);
    writer.header(table.header);
    for (const std::vector<Cell>& row : table.rows) {
      for (const Cell& cell : row) {
        if (cell.number)
          writer.number(static_cast<std::int64_t>(*cell.number));
        else
          writer.text(cell.text);
      }
      writer.endRow();
    }
  }
  return writer.finish();
}

http::Response file(const std::string& type, const std::string& name, std::string bytes) {
  http::Response response(200, type, std::move(bytes));
  return response.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
}

}  // namespace

http::Response statisticsCsv(const Visit& visit) {
  const auto view = visit.sources().statistics.count(visit.actor(), readStatisticsSearch(visit.query));
  if (!view) return visit.refusal(view.refusal());
  const std::string wanted = visit.query["table"].empty() ? "items" : visit.query["table"];
  for (const Table& table : tablesOf(visit, *view.value()))
    if (table.id == wanted)
      return file("text/csv; charset=utf-8", "statistics-" + wanted + ".csv", csv(table));
  return visit.error(404);
}

http::Response statisticsXlsx(const Visit& visit) {
  const auto view = visit.sources().statistics.count(visit.actor(), readStatisticsSearch(visit.query));
  if (!view) return visit.refusal(view.refusal());
  return file("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "statistics.xlsx",
              xlsx(tablesOf(visit, *view.value()), view.value()->as_of));
}

}  // namespace lixiao::web::pages
