#pragma once

#include <string>
#include <vector>

#include "engine/tabular/xlsx_workbook.h"

namespace lixiao::tabular {

/// A range of merged cells; only its first cell has text.
struct MergedCells {
  CellPlace first;
  CellPlace last;
};

/// Collects the rows of one sheet as text. Cells to the right of the last with text are not there.
class SheetReader final : public XmlHandler {
 public:
  SheetReader(const Workbook& workbook, const Limits& limits);

  std::vector<Row> rows;
  std::vector<MergedCells> merged;
  std::vector<Problem> problems;

 private:
  void open(const std::string& element, const Poco::XML::Attributes& attributes) override;
  void close(const std::string& element) override;
  void text(std::string_view part) override;

  void openRow(const Poco::XML::Attributes& attributes);
  void openCell(const Poco::XML::Attributes& attributes);
  void openMerge(const Poco::XML::Attributes& attributes);
  void closeCell();
  CellText cellText() const;
  CellText sharedText() const;
  void store(std::string text);
  void report(model::Message message);

  const Workbook& workbook_;
  const Limits& limits_;
  std::size_t cells_ = 0;
  std::size_t column_ = 0;
  std::size_t style_ = 0;
  std::string type_;
  std::string value_;
  std::string inline_text_;
  bool has_formula_ = false;
  bool has_value_ = false;
  bool in_cell_ = false;
  bool in_value_ = false;
  bool in_text_ = false;
  bool in_reading_aid_ = false;
};

}  // namespace lixiao::tabular
