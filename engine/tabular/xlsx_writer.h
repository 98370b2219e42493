#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/date.h"

namespace lixiao::tabular {

/// Writes a workbook (.xlsx) row by row. The same calls give the same bytes. Not thread-safe. Throws
/// std::length_error when a sheet is full and std::runtime_error when the file cannot be made.
class XlsxWriter {
 public:
  /// `made`: what the file says of when it was made.
  explicit XlsxWriter(model::Instant made);
  ~XlsxWriter();
  XlsxWriter(const XlsxWriter&) = delete;
  XlsxWriter& operator=(const XlsxWriter&) = delete;

  /// Begins a sheet; the first before any row. What a name may not hold is replaced, and it is cut to 31
  /// characters; names must differ.
  XlsxWriter& sheet(std::string_view name);
  /// A row of titles, set off from what follows and kept in sight.
  void header(const std::vector<std::string>& titles);

  /// A cell of text, also a student's number: never a formula, never rounded, cut where a cell is full.
  XlsxWriter& text(std::string_view cell);
  XlsxWriter& number(std::int64_t cell);
  /// `decimals`: how many are shown, at most 6.
  XlsxWriter& number(double cell, int decimals);
  /// `share` of 1, shown as per cent with one decimal.
  XlsxWriter& percent(double share);
  void endRow();

  /// The whole file. Nothing can be written afterwards.
  std::string finish();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::tabular
