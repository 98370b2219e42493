#include "connectors/sources/fields.h"

#include <Poco/StringTokenizer.h>

#include <algorithm>

#include "connectors/settings_values.h"
#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

constexpr std::int64_t kMostCount = 1'000'000;
constexpr std::int64_t kMostSum = 1'000'000'000'000'000;

std::vector<std::string> words(const std::string& list) {
  const Poco::StringTokenizer tokens(
      list, ",", Poco::StringTokenizer::TOK_TRIM | Poco::StringTokenizer::TOK_IGNORE_EMPTY);
  return {tokens.begin(), tokens.end()};
}

bool has(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::int64_t count(const std::string& text) {
  const auto number = parseInteger(text);
  if (!number || *number < 0 || *number > kMostCount) malformed("a count that is not a whole number");
  return *number;
}

/// SIP2 names nothing as the settings would; every other source has columns or members of its own names.
std::string usualPlace(const Field& field, std::string_view transport) {
  if (transport == "sip2") return field.in_sip2;
  return field.usual ? field.name : "";
}

}  // namespace

Schema fieldSchema(const std::vector<Field>& fields) {
  Schema schema;
  bool flags = false;
  for (const Field& field : fields) {
    schema.push_back({field.name + "_field", SettingType::Text, false, "", field.title});
    flags = flags || field.kind == Field::Kind::Flag;
  }
  if (flags) {
    schema.push_back({"yes_words", SettingType::Text, false, "1,true,yes,是", {"表示“是”", "words for yes"}});
    schema.push_back({"no_words", SettingType::Text, false, "0,false,no,否", {"表示“否”", "words for no"}});
  }
  return schema;
}

std::vector<FieldPlace> placedFields(const std::vector<Field>& fields, const Settings& settings,
                                     std::string_view transport) {
  std::vector<FieldPlace> places;
  for (const Field& field : fields) {
    const Setting* given = settings.find(field.name + "_field");
    const std::string where = given ? given->text : usualPlace(field, transport);
    if (!where.empty() && where != "none") places.push_back({field, where});
  }
  return places;
}

FieldReader::FieldReader(const Settings& settings)
    : unit_(settings.has("amount_unit") ? amountUnit(settings) : AmountUnit::Yuan),
      yes_(settings.has("yes_words") ? words(settings.text("yes_words")) : std::vector<std::string>()),
      no_(settings.has("no_words") ? words(settings.text("no_words")) : std::vector<std::string>()) {}

model::Value FieldReader::read(const Field& field, const std::optional<std::string>& text) const {
  if (!text || text->empty()) return {};
  switch (field.kind) {
    case Field::Kind::Count:
      return model::Value(count(*text));
    case Field::Kind::Amount:
      return model::Value(parseAmount(*text, unit_));
    case Field::Kind::Flag:
      return flag(field.name, *text);
  }
  return {};
}

model::Value FieldReader::flag(const std::string& name, const std::string& text) const {
  if (has(yes_, text)) return model::Value(true);
  if (has(no_, text)) return model::Value(false);
  malformed("\"" + name + "\" is neither one of yes_words nor one of no_words");
}

model::Value FieldReader::together(const model::Value& one, const model::Value& other) {
  if (!one.known() || !other.known()) return {};
  if (one.boolean()) return model::Value(*one.boolean() && *other.boolean());
  const std::int64_t sum = *one.number() + *other.number();
  if (sum > kMostSum) malformed("a sum beyond all bounds");
  return model::Value(sum);
}

model::Value FieldReader::clear(const Field& field) {
  return field.kind == Field::Kind::Flag ? model::Value(true) : model::Value(std::int64_t{0});
}

}  // namespace lixiao::connectors
