#include "engine/tabular/columns.h"

#include <algorithm>
#include <map>

#include "engine/model/text.h"

namespace lixiao::tabular {
namespace {

using model::LocalizedText;
using model::Message;

/// What is compared: half-width, small letters, no blanks, no `*`, no remark in brackets at the end.
std::string headerKey(std::string_view name) {
  std::string key;
  for (char c : cleanCell(name, CellKind::Code).text)
    if (c != '*') key += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  const std::size_t bracket = key.find('(');
  if (bracket != std::string::npos && bracket > 0 && key.back() == ')') key.resize(bracket);
  return key;
}

/// For people: 学号, or `student_no` where a column has no other name.
std::string shownName(const Column& column) {
  return column.aliases.empty() ? column.id : column.aliases.front();
}

class Matcher {
 public:
  Matcher(const Table& table, std::span<const Column> wanted, UnknownColumn unknown)
      : table_(table), wanted_(wanted), unknown_(unknown) {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      know(wanted[i].id, i);
      for (const std::string& alias : wanted[i].aliases) know(alias, i);
    }
  }

  HeaderMatch run() {
    result_.places.resize(wanted_.size());
    if (looksLikeData()) {
      result_.problems.error(table_.header_number, 0, "",
                             {"the first row holds data; it must hold the names of the columns", {}});
      return std::move(result_);
    }
    for (std::size_t at = 0; at < table_.header.size(); ++at) place(at);
    for (std::size_t i = 0; i < wanted_.size(); ++i)
      if (wanted_[i].required && !result_.places[i])
        result_.problems.error(table_.header_number, 0, "",
                               {"the column \"{0}\" is missing", {LocalizedText(shownName(wanted_[i]))}});
    return std::move(result_);
  }

 private:
  void know(const std::string& name, std::size_t wanted) {
    names_.push_back(name);
    by_key_.emplace(headerKey(name), wanted);
  }

  /// No name is known, and a cell holds a number: someone left the header out.
  bool looksLikeData() const {
    const auto known = [&](const std::string& name) { return by_key_.contains(headerKey(name)); };
    const auto numeric = [](const std::string& name) {
      return std::count_if(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; }) >= 6;
    };
    return std::none_of(table_.header.begin(), table_.header.end(), known) &&
           std::any_of(table_.header.begin(), table_.header.end(), numeric);
  }

  void place(std::size_t at) {
    const std::string& name = table_.header[at];
    const auto found = by_key_.find(headerKey(name));
    if (found == by_key_.end()) return reportUnknown(at, name);
    std::optional<std::size_t>& where = result_.places[found->second];
    if (where) {
      result_.problems.error(
          table_.header_number, at + 1, name,
          {"this column is there twice, first as column {0} \"{1}\"",
           {LocalizedText(columnLetters(*where + 1)), LocalizedText(table_.header[*where])}});
      return;
    }
    where = at;
  }

  void reportUnknown(std::size_t at, const std::string& name) {
    const std::string nearest = model::nearestWord(name, names_);
    Message message = nearest.empty() ? Message{"no column of this name is known", {}}
                                      : Message{"no column of this name is known; did you mean \"{0}\"?",
                                                {LocalizedText(nearest)}};
    if (name.empty()) message = {"this column has no name", {}};
    const auto severity = unknown_ == UnknownColumn::Refused || name.empty() ? Problem::Severity::Error
                                                                             : Problem::Severity::Suspicion;
    result_.problems.add({severity, table_.header_number, at + 1, name, std::move(message)});
  }

  const Table& table_;
  std::span<const Column> wanted_;
  UnknownColumn unknown_;
  std::vector<std::string> names_;
  std::map<std::string, std::size_t> by_key_;
  HeaderMatch result_;
};

}  // namespace

HeaderMatch matchHeader(const Table& table, std::span<const Column> wanted, UnknownColumn unknown) {
  return Matcher(table, wanted, unknown).run();
}

void cleanColumns(Table& table, std::span<const Column> wanted, const HeaderMatch& match,
                  Problems& problems) {
  for (Row& row : table.rows) {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (!match.places[i] || *match.places[i] >= row.cells.size()) continue;
      const std::size_t at = *match.places[i];
      Cleaned cleaned = cleanCell(row.cells[at], wanted[i].kind);
      row.cells[at] = std::move(cleaned.text);
      for (Message& suspicion : cleaned.suspicions)
        problems.suspicion(row.number, at + 1, table.header[at], std::move(suspicion));
    }
  }
}

}  // namespace lixiao::tabular
