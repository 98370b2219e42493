#include "engine/tabular/xlsx_workbook.h"

#include <charconv>
#include <map>

namespace lixiao::tabular {
namespace {

using model::LocalizedText;
using model::Message;
using Poco::XML::Attributes;

constexpr std::size_t kMostStyles = 100'000;
constexpr std::size_t kMostSheets = 1000;

Message damaged() {
  return {"the workbook is damaged; open it in a spreadsheet program and save it again", {}};
}

unsigned numberOf(const std::string& text) {
  unsigned value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool isTrue(const std::string& text) {
  return text == "1" || text == "true";
}

struct Sheet {
  std::string name;
  std::string relation;
  bool hidden = false;
};

class SheetList final : public XmlHandler {
 public:
  bool dates_from_1904 = false;
  std::vector<Sheet> sheets;

  const Sheet& choose(const std::string& name) const {
    for (const Sheet& sheet : sheets)
      if (name.empty() ? !sheet.hidden : sheet.name == name) return sheet;
    if (name.empty()) throw Refusal({"the workbook has no visible sheet", {}});
    throw Refusal({"the workbook has no sheet \"{0}\"", {LocalizedText(name)}});
  }

 private:
  void open(const std::string& element, const Attributes& attributes) override {
    if (element == "workbookPr") dates_from_1904 = isTrue(attribute(attributes, "date1904"));
    if (element != "sheet") return;
    if (sheets.size() >= kMostSheets) throw Refusal(damaged());
    const std::string state = attribute(attributes, "state");
    sheets.push_back({attribute(attributes, "name"), attribute(attributes, "id"),
                      state == "hidden" || state == "veryHidden"});
  }
};

class Relations final : public XmlHandler {
 public:
  std::map<std::string, std::string> part_by_id;
  std::string shared_strings;
  std::string styles;

 private:
  /// Targets are relative to xl/ unless they begin with a slash.
  static std::string partName(const std::string& target) {
    return target.starts_with('/') ? target.substr(1) : "xl/" + target;
  }

  void open(const std::string& element, const Attributes& attributes) override {
    if (element != "Relationship" || part_by_id.size() >= kMostSheets) return;
    const std::string part = partName(attribute(attributes, "Target"));
    const std::string type = attribute(attributes, "Type");
    part_by_id[attribute(attributes, "Id")] = part;
    if (type.ends_with("/sharedStrings")) shared_strings = part;
    if (type.ends_with("/styles")) styles = part;
  }
};

class Styles final : public XmlHandler {
 public:
  std::vector<NumberFormat> formats;

 private:
  void open(const std::string& element, const Attributes& attributes) override {
    if (element == "cellXfs") in_cell_formats_ = true;
    if (element == "numFmt" && spelled_.size() < kMostStyles)
      spelled_[numberOf(attribute(attributes, "numFmtId"))] =
          spelledFormat(attribute(attributes, "formatCode"));
    if (element != "xf" || !in_cell_formats_) return;
    if (formats.size() >= kMostStyles) throw Refusal(damaged());
    const unsigned id = numberOf(attribute(attributes, "numFmtId"));
    const auto spelled = spelled_.find(id);
    formats.push_back(spelled == spelled_.end() ? builtInFormat(id) : spelled->second);
  }

  void close(const std::string& element) override {
    if (element == "cellXfs") in_cell_formats_ = false;
  }

  std::map<unsigned, NumberFormat> spelled_;
  bool in_cell_formats_ = false;
};

/// Each `si` is one string, made of one `t` or of several in runs; the reading aids in `rPh` are left out.
class SharedStrings final : public XmlHandler {
 public:
  explicit SharedStrings(const Limits& limits) : limits_(limits) {}
  std::vector<std::string> strings;

 private:
  void open(const std::string& element, const Attributes&) override {
    if (element == "rPh") in_reading_aid_ = true;
    if (element == "t") in_text_ = !in_reading_aid_;
    if (element != "si") return;
    if (strings.size() >= limits_.max_cells)
      throw Refusal({"there are more than {0} cells; hand them in as several files",
                     {LocalizedText(std::to_string(limits_.max_cells))}});
    current_.clear();
  }

  void close(const std::string& element) override {
    if (element == "rPh") in_reading_aid_ = false;
    if (element == "t") in_text_ = false;
    if (element == "si") strings.push_back(unescaped(current_));
  }

  void text(std::string_view part) override {
    // One byte more than the limit is enough for the limit to be noticed.
    if (in_text_ && current_.size() <= limits_.max_cell_bytes) current_ += part;
  }

  const Limits& limits_;
  std::string current_;
  bool in_text_ = false;
  bool in_reading_aid_ = false;
};

}  // namespace

Workbook readWorkbook(Package& package, const std::string& sheet, const Limits& limits) {
  const std::string kBook = "xl/workbook.xml";
  const std::string kRelations = "xl/_rels/workbook.xml.rels";
  if (!package.has(kBook) || !package.has(kRelations))
    throw Refusal({"the file is a ZIP archive but not an .xlsx workbook", {}});
  SheetList sheets;
  package.parse(kBook, sheets);
  Relations relations;
  package.parse(kRelations, relations);
  Styles styles;
  if (!relations.styles.empty()) package.parse(relations.styles, styles);
  SharedStrings strings(limits);
  if (!relations.shared_strings.empty()) package.parse(relations.shared_strings, strings);
  Workbook workbook;
  workbook.sheet_part = relations.part_by_id[sheets.choose(sheet).relation];
  workbook.dates_from_1904 = sheets.dates_from_1904;
  workbook.styles = std::move(styles.formats);
  workbook.shared_strings = std::move(strings.strings);
  return workbook;
}

}  // namespace lixiao::tabular
