#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/tabular/clean.h"
#include "engine/tabular/problem.h"
#include "engine/tabular/table.h"

namespace lixiao::tabular {

/// A column the caller wants, under any of its names: `student_no`, 学号.
struct Column {
  std::string id;
  std::vector<std::string> aliases;
  CellKind kind = CellKind::Text;
  bool required = true;
};

/// What a column that nobody asked for means.
enum class UnknownColumn : std::uint8_t { Refused, Suspicious };

struct HeaderMatch {
  /// For each wanted column where it stands in the table (0 is the first), or nothing.
  std::vector<std::optional<std::size_t>> places;
  Problems problems;

  [[nodiscard]] bool ok() const { return !problems.hasErrors(); }
};

/// Finds the wanted columns in the header, in any order; capitals, blanks inside (姓 名), full-width letters
/// and a remark in brackets (学号（必填）) do not matter. A required column that is missing, a column that
/// stands there twice, one without a name and an unknown one (with the nearest name) are problems.
[[nodiscard]] HeaderMatch matchHeader(const Table& table, std::span<const Column> wanted,
                                      UnknownColumn unknown = UnknownColumn::Refused);

/// Cleans every wanted cell in place by the kind of its column; what was suspicious is added to `problems`.
void cleanColumns(Table& table, std::span<const Column> wanted, const HeaderMatch& match, Problems& problems);

}  // namespace lixiao::tabular
