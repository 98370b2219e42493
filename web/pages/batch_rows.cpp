#include "web/pages/batch_rows.h"

#include "engine/service/row_tables.h"
#include "engine/tabular/table.h"
#include "web/pages/paste.h"

namespace lixiao::web::pages {

namespace {

/// Whether the lines begin with names of columns, as copied with them from a sheet.
bool hasHeader(std::string_view text) {
  const std::string_view first = text.substr(0, text.find('\n'));
  return first.find("学号") != std::string_view::npos || first.find("student_no") != std::string_view::npos;
}

ReadBatch fromTable(std::string_view bytes, const std::string& name, const std::string& item,
                    model::RegistrationResult result, const std::string& remark) {
  ReadBatch read;
  tabular::ReadResult table = tabular::readTable(bytes, name.empty() ? "paste" : name);
  read.problems = std::move(table.problems);
  if (read.problems.hasErrors()) return read;
  auto rows = service::itemRows(std::move(table.table), item, result, remark);
  read.problems = std::move(rows.problems);
  read.batch = {std::move(rows.rows), name};
  return read;
}

}  // namespace

ReadBatch readBatch(const Action& action, const std::string& item, model::RegistrationResult result,
                    const std::string& remark) {
  const auto& upload = action.form.upload;
  if (upload && !upload->bytes.empty()) return fromTable(upload->bytes, upload->name, item, result, remark);
  const std::string& text = action.form["rows"];
  if (hasHeader(text)) return fromTable(text, {}, item, result, remark);
  ReadBatch read;
  for (PastedLine& line : readPasted(text, 2)) {
    const bool own = !line.rest.empty() && !line.rest[0].empty();
    read.batch.rows.push_back({line.row, std::move(line.number), item, result, own ? line.rest[0] : remark});
  }
  return read;
}

}  // namespace lixiao::web::pages
