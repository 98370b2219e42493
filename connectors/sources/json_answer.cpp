#include "connectors/sources/json_answer.h"

#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

using nlohmann::json;

/// The shortest text of the number: 300.1 stays 300.1, and 0.30000000000000004 is not mistaken for 0.30.
std::string numberText(const json& number) {
  std::string text = number.dump();
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

std::optional<JsonPlace> placeOf(const Settings& settings, const std::string& key) {
  const std::string& text = settings.text(key);
  return text == "none" ? std::nullopt : JsonPlace::parse(text);
}

}  // namespace

std::optional<JsonPlace> JsonPlace::parse(const std::string& text) {
  if (text == "#") return JsonPlace(json::json_pointer(), text);
  if (!text.starts_with('/')) return JsonPlace(json::json_pointer() / text, text);
  try {
    return JsonPlace(json::json_pointer(text), text);
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

const json* JsonPlace::find(const json& in) const {
  try {
    return in.contains(pointer_) ? &in.at(pointer_) : nullptr;
  } catch (const json::exception&) {
    return nullptr;
  }
}

const json& JsonPlace::at(const json& in) const {
  const json* found = find(in);
  if (!found) malformed("an answer without \"" + written_ + "\"");
  return *found;
}

std::optional<std::string> JsonPlace::text(const json& in) const {
  return scalarText(at(in), written_);
}

std::optional<std::string> JsonPlace::text(const json& in, Field::Kind kind) const {
  const json& value = at(in);
  if (kind == Field::Kind::Count && value.is_array()) return std::to_string(value.size());
  return text(in);
}

std::optional<std::string> scalarText(const json& value, const std::string& name) {
  if (value.is_null()) return std::nullopt;
  if (value.is_string()) return value.get_ref<const std::string&>();
  if (value.is_number()) return numberText(value);
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  malformed("\"" + name + "\" is neither a text nor a number");
}

Schema jsonShapeSchema() {
  const auto row = [](const char* key, const char* otherwise, const char* zh, const char* en) {
    return SettingRow{key, SettingType::Text, false, otherwise, {zh, en}};
  };
  return {
      row("ok_field", "none", "成功标志所在处", "where the answer says that the question went well"),
      row("ok_value", "0", "表示成功的值", "what stands there then"),
      row("rows_field", "/students", "记录所在处", "where the answer has the list of students"),
      row("student_no_field", "student_no", "学号所在处", "where one of them has the number"),
      row("unknown_field", "/unknown", "查无此人名单所在处", "where the numbers are that it does not know"),
      row("unit_field", "/unit", "金额单位所在处", "where the answer says the unit of its amounts"),
      row("currency_field", "/currency", "币种所在处", "where the answer says their currency"),
      row("as_of_field", "none", "数据时间所在处", "where the answer says when this was so"),
      row("total_field", "none", "总数所在处", "where the answer says how many rows all pages have"),
      row("next_page_field", "none", "下一页所在处", "where the answer names the next page"),
  };
}

JsonShape jsonShape(const Settings& settings, const std::vector<FieldPlace>& fields) {
  JsonShape shape{*placeOf(settings, "rows_field"),
                  settings.text("ask") == "one",
                  rowsPerStudent(settings),
                  placeOf(settings, "ok_field"),
                  settings.text("ok_value"),
                  placeOf(settings, "student_no_field"),
                  placeOf(settings, "unknown_field"),
                  placeOf(settings, "unit_field"),
                  placeOf(settings, "currency_field"),
                  placeOf(settings, "as_of_field"),
                  placeOf(settings, "total_field"),
                  placeOf(settings, "next_page_field"),
                  {},
                  AmountUnit::Yuan};
  // A source that is asked for no amount need not say what they count.
  if (settings.has("amount_unit"))
    shape.amount_unit = amountUnit(settings);
  else
    shape.unit = shape.currency = std::nullopt;
  for (const FieldPlace& place : fields)
    shape.fields.emplace_back(*JsonPlace::parse(place.where), place.field.kind);
  return shape;
}

std::vector<model::Diagnostic> checkJsonShape(const Settings& settings) {
  std::vector<model::Diagnostic> findings;
  for (const auto& [key, setting] : settings.entries()) {
    if (key.ends_with("_field") && !JsonPlace::parse(setting.text))
      findings.push_back(
          badValue(setting, "\"" + setting.text + "\" is not a JSON pointer", "/data/0/amount"));
  }
  const Setting* rows = settings.find("rows_field");
  if (rows && rows->text == "none")
    findings.push_back(badValue(*rows, "an answer needs rows", "# is the whole answer"));
  return findings;
}

}  // namespace lixiao::connectors
