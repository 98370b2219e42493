#include "web/pages/list_draft.h"

#include <array>

#include "web/pages/paste.h"

namespace lixiao::web::pages {

namespace {

std::string replaced(std::string text, const std::vector<std::string_view>& unwanted) {
  for (const std::string_view each : unwanted)
    for (std::size_t at = text.find(each); at != std::string::npos; at = text.find(each, at))
      text.replace(at, each.size(), " ");
  return text;
}

std::string cell(const std::string& text) {
  return replaced(text, {"\r", "\n", "\t", ",", ";", "，", "；", "、"});
}

}  // namespace

std::string listLine(const std::string& student_no, const std::string& name, const std::string& remark) {
  std::string line = student_no + "," + cell(name);
  if (!remark.empty()) line += "," + replaced(remark, {"\r", "\n"});
  return line + "\n";
}

std::string listLines(const std::vector<service::ListMemberLine>& members) {
  std::string text;
  for (const service::ListMemberLine& each : members)
    text += listLine(each.student_no, each.name, each.remark);
  return text;
}

std::string listLines(const std::vector<service::ListRow>& rows) {
  std::string text;
  for (const service::ListRow& each : rows) text += listLine(each.student_no, each.name, each.remark);
  return text;
}

std::vector<service::ListRow> readList(const std::string& text) {
  std::vector<service::ListRow> rows;
  for (PastedLine& line : readPasted(text, 3)) {
    line.rest.resize(2);
    rows.push_back({line.row, std::move(line.number), std::move(line.rest[0]), std::move(line.rest[1])});
  }
  return rows;
}

}  // namespace lixiao::web::pages
