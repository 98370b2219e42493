#include "engine/workflow/reference.h"

#include <algorithm>

#include "engine/workflow/keys.h"
#include "engine/workflow/keys_notes.h"

namespace lixiao::workflow {
namespace {

struct FormNotes {
  Form form;
  std::string_view name;
  std::string_view en;
  std::string_view zh;
};

constexpr FormNotes kForms[] = {
    {Form::Text, "text", "words for people; quotes where YAML needs them", "给人看的文字"},
    {Form::Value, "value", "a value of a student; empty is unknown", "学生的数据值，空即未知"},
    {Form::Id, "id", "Latin letters, digits and `_`, beginning with a letter, at most 60",
     "拉丁字母、数字和 `_`，字母开头，至多 60 个"},
    {Form::FactName, "fact name", "ids with dots between them: `finance.tuition_due`",
     "用点连接的编号：`finance.tuition_due`"},
    {Form::ItemName, "item name", "an item; `ITEM.PART` is a part of it, `ITEM.WORD` one of `for_each`",
     "项目；`项目.分项` 是它的分项，`项目.取值` 是 `for_each` 的一项"},
    {Form::Boolean, "boolean", "`true` or `false`, nothing else", "只能是 `true` 或 `false`"},
    {Form::Date, "date", "`2015-06-18`", "`2015-06-18`"},
    {Form::Day, "day",
     "a date, a name of the calendar like `on_site.from`, or a date of the student's; names with `+ 3d` or "
     "`- 14d`; of a window alone its first day where something begins, its last where something ends",
     "日期，日程中的名字如 `on_site.from`，或学生的一个日期；名字后可加 `+ 3d`、`- "
     "14d`；只写时段名时，开始处取第一天，截止处取最后一天"},
    {Form::Duration, "duration", "`30m` or `30min`, `24h`, `7d`", "`30m` 或 `30min`、`24h`、`7d`"},
    {Form::Count, "whole number", "from 1 to 1000", "1 至 1000 的整数"},
    {Form::Hours, "hours", "`08:30-11:30`", "`08:30-11:30`"},
    {Form::Amount, "amount", "money in whole units, above 0, at most two decimals: `5`, `5.50`",
     "金额，大于 0，至多两位小数：`5`、`5.50`"},
    {Form::Rule, "rule", "an expression of the rule language; one that begins with `!` needs quotes",
     "规则表达式；以 `!` 开头时须加引号"},
};

const FormNotes* formNotes(Form form) {
  const auto* found =
      std::find_if(std::begin(kForms), std::end(kForms), [&](const FormNotes& f) { return f.form == form; });
  return found == std::end(kForms) ? nullptr : found;
}

bool hasSection(const Shape& shape) {
  return !shape.keys.empty() || shape.scalar == Form::ItemEntry;
}

/// `an item` → `an-item`, as a heading's anchor is made.
std::string anchor(const Shape& shape) {
  std::string text;
  for (const char c : shape.title)
    if (c == ' ')
      text += '-';
    else if (c != '.' && c != ',')
      text += c;
  return text;
}

std::string link(const Shape& shape) {
  return "[" + std::string(shape.title) + "](#" + anchor(shape) + ")";
}

std::string joined(std::string_view divided) {
  std::string text;
  for (const std::string& word : words(divided)) text += (text.empty() ? "`" : " `") + word + "`";
  return text;
}

std::string scalarText(Form form, std::string_view of) {
  if (form == Form::Word) return joined(of);
  const FormNotes* notes = formNotes(form);
  return notes == nullptr ? std::string() : std::string(notes->name);
}

std::string shapeText(std::string_view name) {
  const Shape& of = shape(name);
  return hasSection(of) ? link(of) : scalarText(of.scalar, of.of);
}

std::string valueText(const Key& key) {
  switch (key.form) {
    case Form::Map:
      return shapeText(key.of);
    case Form::MapOf:
      return "map by id: " + shapeText(key.of);
    case Form::ListOf:
      return "list: " + shapeText(key.of);
    case Form::SomeOf:
      return shapeText(key.of) + ", or a list";
    default:
      return scalarText(key.form, key.of);
  }
}

std::string_view needText(Need need) {
  switch (need) {
    case Need::Required:
      return "required 必填";
    case Need::UnlessParts:
      return "required without parts 无分项时必填";
    case Need::Optional:
      break;
  }
  return "optional 可选";
}

/// A cell's text: a bar would end the cell.
std::string cell(std::string_view text) {
  std::string shown;
  for (const char c : text) shown += c == '|' ? std::string("\\|") : std::string(1, c);
  return shown;
}

std::string row(const Key& key) {
  const std::string fallback = key.fallback.empty() ? "" : "`" + std::string(key.fallback) + "`";
  return "| `" + std::string(key.name) + "` | " + cell(valueText(key)) + " | " +
         std::string(needText(key.need)) + " | " + cell(fallback) + " | " + cell(key.en) + " | " +
         cell(key.zh) + " |\n";
}

std::string section(const Shape& shape) {
  const ShapeNotes* notes = notesOf(shape.name);
  std::string text = "\n## " + std::string(shape.title) + "\n\n";
  if (notes != nullptr) text += std::string(notes->zh) + "\n\n";
  if (shape.has_scalar && shape.scalar != Form::ItemEntry)
    text +=
        "Instead of the map: " + scalarText(shape.scalar, shape.of) + ". 也可以不写成映射，直接写值。\n\n";
  if (!shape.keys.empty()) {
    text += "| key 键 | value 值 | need | default 默认 | meaning | 含义 |\n|---|---|---|---|---|---|\n";
    for (const Key& key : shape.keys) text += row(key);
    text += "\n";
  }
  if (notes != nullptr) text += "```yaml\n" + std::string(notes->example) + "```\n";
  return text;
}

std::string introduction() {
  std::string text =
      "# YAML reference · YAML 参考\n\n"
      "Every key of the files of an edition, as `lixiao schema --format markdown` prints it from the table "
      "that\n"
      "the loader and the JSON Schema use. Findings are in [diagnostics](diagnostics.md), checking and "
      "editors in\n"
      "[editing workflows](editing-workflows.md).\n\n"
      "届别文件的全部键，由 `lixiao schema --format markdown` 从加载器与 JSON Schema 共用的表生成。\n\n"
      "| value | form | 写法 |\n|---|---|---|\n";
  for (const FormNotes& form : kForms)
    text +=
        "| " + std::string(form.name) + " | " + cell(form.en) + " | " + cell(std::string(form.zh)) + " |\n";
  return text;
}

}  // namespace

std::string yamlReference() {
  std::string text = introduction();
  for (const Shape& shape : language())
    if (hasSection(shape)) text += section(shape);
  return text;
}

}  // namespace lixiao::workflow
