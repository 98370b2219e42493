#include "web/pages/paste.h"

#include <algorithm>
#include <array>

#include "engine/tabular/clean.h"

namespace lixiao::web::pages {

namespace {

struct Cut {
  std::size_t at;
  std::size_t length;
};

/// The first separator of the line.
Cut firstSeparator(std::string_view line) {
  constexpr std::array<std::string_view, 6> kSeparators = {"\t", ",", ";", "，", "；", "、"};
  Cut first{std::string_view::npos, 0};
  for (const std::string_view each : kSeparators) {
    const std::size_t at = line.find(each);
    if (at < first.at) first = {at, each.size()};
  }
  return first;
}

PastedLine readLine(std::string_view line, std::size_t row, std::size_t cells) {
  PastedLine read;
  read.row = row;
  for (std::size_t cell = 0;; ++cell) {
    const Cut cut = cell + 1 < cells ? firstSeparator(line) : Cut{std::string_view::npos, 0};
    const std::string_view text = tabular::trim(line.substr(0, cut.at));
    if (cell == 0)
      read.number = tabular::cleanCell(text, tabular::CellKind::Code).text;
    else
      read.rest.emplace_back(text);
    if (cut.at == std::string_view::npos) return read;
    line.remove_prefix(cut.at + cut.length);
  }
}

}  // namespace

std::vector<PastedLine> readPasted(std::string_view text, std::size_t cells) {
  std::vector<PastedLine> lines;
  for (std::size_t row = 1; !text.empty(); ++row) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = tabular::trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty()) lines.push_back(readLine(line, row, cells));
  }
  return lines;
}

}  // namespace lixiao::web::pages
