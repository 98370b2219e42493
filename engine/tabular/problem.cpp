#include "engine/tabular/problem.h"

#include <algorithm>
#include <utility>

namespace lixiao::tabular {

using model::LocalizedText;
using model::Message;

std::string columnLetters(std::size_t column) {
  std::string letters;
  for (; column > 0; column = (column - 1) / 26) letters += static_cast<char>('A' + (column - 1) % 26);
  std::reverse(letters.begin(), letters.end());
  return letters;
}

Message placeOf(const Problem& problem) {
  if (problem.row == 0 && problem.column == 0) return {};
  const LocalizedText row(std::to_string(problem.row));
  const LocalizedText column(columnLetters(problem.column));
  const LocalizedText name(problem.column_name);
  if (problem.column == 0) return {"row {0}", {row}};
  if (problem.row == 0) return {"column {0}", {column}};
  if (name.empty()) return {"row {0}, column {1}", {row, column}};
  return {"row {0}, column {1} ({2})", {row, column, name}};
}

void Problems::add(Problem problem) {
  if (problem.severity == Problem::Severity::Error) has_errors_ = true;
  if (problems_.size() < most_) {
    problems_.push_back(std::move(problem));
  } else {
    ++left_out_;
  }
}

void Problems::error(std::size_t row, std::size_t column, std::string column_name, Message message) {
  add({Problem::Severity::Error, row, column, std::move(column_name), std::move(message)});
}

void Problems::suspicion(std::size_t row, std::size_t column, std::string column_name, Message message) {
  add({Problem::Severity::Suspicion, row, column, std::move(column_name), std::move(message)});
}

void Problems::sortByPlace() {
  std::stable_sort(problems_.begin(), problems_.end(), [](const Problem& a, const Problem& b) {
    return std::pair(a.row, a.column) < std::pair(b.row, b.column);
  });
}

}  // namespace lixiao::tabular
