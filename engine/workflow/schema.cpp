#include "engine/workflow/schema.h"

#include <nlohmann/json.hpp>

#include "engine/workflow/keys.h"
#include "engine/workflow/keys_notes.h"

namespace lixiao::workflow {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kIdPattern = "^[A-Za-z][A-Za-z0-9_]{0,59}$";
constexpr const char* kDottedPattern = "^[A-Za-z][A-Za-z0-9_]*(\\.[A-Za-z][A-Za-z0-9_]*)*$";
constexpr const char* kItemPattern = "^[A-Za-z][A-Za-z0-9_]{0,59}(\\.[A-Za-z0-9_\\u0080-\\uFFFF]+)*$";
constexpr const char* kSaysSomething = "\\S";
constexpr const char* kDatePattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
constexpr const char* kHoursPattern = "^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$";
constexpr const char* kDayPattern = "^([0-9]{4}-[0-9]{2}-[0-9]{2}|[A-Za-z][A-Za-z0-9_.]*( *[+-] *[0-9]+d)?)$";

Json reference(std::string_view shape_name) {
  return {{"$ref", "#/$defs/" + std::string(shape_name)}};
}

/// YAML readers take `12` and `true` for a number and a boolean; the loader reads the text as it stands.
Json anyScalar() {
  return {{"type", {"string", "number", "boolean"}}, {"pattern", kSaysSomething}};
}

const char* idPattern(Form form) {
  return form == Form::FactName ? kDottedPattern : form == Form::ItemName ? kItemPattern : kIdPattern;
}

Json scalarSchema(Form form, std::string_view of) {
  switch (form) {
    case Form::Boolean:
      return {{"type", "boolean"}};
    case Form::Date:
      return {{"type", "string"}, {"pattern", kDatePattern}};
    case Form::Day:
      return {{"type", "string"}, {"pattern", kDayPattern}};
    case Form::Duration:
      return {{"type", "string"}, {"pattern", "^[0-9]*[1-9][0-9]*(m|min|h|d)$"}};
    case Form::Count:
      return {{"type", "integer"}, {"minimum", 1}, {"maximum", 1000}};
    case Form::Hours:
      return {{"type", "string"}, {"pattern", kHoursPattern}};
    case Form::Id:
    case Form::FactName:
    case Form::ItemName:
      return {{"type", "string"}, {"pattern", idPattern(form)}};
    case Form::Amount:
      return {{"type", "number"}, {"exclusiveMinimum", 0}};
    case Form::Rule:
      return {{"type", {"string", "boolean"}}, {"pattern", kSaysSomething}};
    case Form::Word:
      return {{"enum", words(of)}};
    case Form::Value:
      return {{"type", {"string", "number", "boolean", "null"}}};
    default:
      return anyScalar();
  }
}

Json keySchema(const Key& key) {
  Json schema;
  switch (key.form) {
    case Form::Map:
      schema = reference(key.of);
      break;
    case Form::MapOf:
      schema = {{"type", "object"},
                {"propertyNames", {{"pattern", idPattern(keyForm(key))}}},
                {"additionalProperties", reference(key.of)}};
      if (key.need == Need::Required || key.of == "part") schema["minProperties"] = 1;
      break;
    case Form::SomeOf:
      schema = {{"anyOf", {reference(key.of), {{"type", "array"}, {"items", reference(key.of)}}}}};
      break;
    case Form::ListOf:
      schema = {{"type", "array"}, {"items", reference(key.of)}};
      if (key.of == "registrar" || key.of == "batch" || key.of == "hours") schema["minItems"] = 1;
      break;
    default:
      schema = scalarSchema(key.form, key.of);
  }
  schema["title"] = key.zh;
  schema["description"] = key.en;
  if (!key.fallback.empty() && schema["type"] == "boolean") schema["default"] = key.fallback == "true";
  return schema;
}

Json mapSchema(const Shape& shape) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const Key& key : shape.keys) {
    properties[std::string(key.name)] = keySchema(key);
    if (key.need == Need::Required) required.push_back(key.name);
  }
  Json schema = {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = required;
  for (const Key& key : shape.keys)
    if (key.need == Need::UnlessParts)
      schema["anyOf"] = {{{"required", {key.name}}}, {{"required", {"parts"}}}};
  return schema;
}

/// An id of the shelf, `{use: id, …}` with any keys of an item, or one id with an item of its own.
Json itemEntrySchema(const Shape& of) {
  Json change = mapSchema(shape("item"));
  change["properties"]["use"] = scalarSchema(Form::Id, "");
  change["required"] = {"use"};
  change.erase("anyOf");
  Json part = mapSchema(shape("part"));
  part.erase("required");
  part["type"] = {"object", "null"};
  change["properties"]["parts"]["additionalProperties"] = part;
  Json own = {{"type", "object"},
              {"minProperties", 1},
              {"maxProperties", 1},
              {"propertyNames", {{"pattern", kIdPattern}, {"not", {{"const", "use"}}}}},
              {"additionalProperties", reference("item")}};
  if (of.name == "college_item") return own;
  return {{"anyOf", {scalarSchema(Form::Id, ""), change, own}}};
}

Json bareSchema(const Shape& shape) {
  if (shape.has_scalar && shape.scalar == Form::ItemEntry) return itemEntrySchema(shape);
  if (!shape.has_scalar) return mapSchema(shape);
  if (shape.keys.empty()) return scalarSchema(shape.scalar, shape.of);
  return {{"anyOf", {scalarSchema(shape.scalar, shape.of), mapSchema(shape)}}};
}

std::string changeName(std::string_view shape_name) {
  return std::string(shape_name) + "_change";
}

bool isMapped(Form form) {
  return form == Form::Map || form == Form::MapOf;
}

/// A key of an edition that extends another one: what it says is laid over the base, `~` takes it away.
Json changeOfKey(const Key& key) {
  Json value = keySchema(key);
  const bool deep = isMapped(key.form) && !shape(key.of).keys.empty();
  if (deep && key.form == Form::Map) value["$ref"] = "#/$defs/" + changeName(key.of);
  if (key.form == Form::MapOf) {
    const Json entry = deep ? reference(changeName(key.of)) : reference(key.of);
    value["additionalProperties"] = {{"anyOf", {entry, {{"type", "null"}}}}};
    value.erase("minProperties");
  }
  const Json title = value["title"], description = value["description"];
  value.erase("title");
  value.erase("description");
  return {{"anyOf", {value, {{"type", "null"}}}}, {"title", title}, {"description", description}};
}

/// A shape of an edition that extends another one: nothing must be there.
Json changeSchema(const Shape& of) {
  Json properties = Json::object();
  for (const Key& key : of.keys) properties[std::string(key.name)] = changeOfKey(key);
  Json schema = {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
  if (of.has_scalar) return {{"anyOf", {scalarSchema(of.scalar, of.of), schema}}};
  return schema;
}

void addChanges(const Shape& of, Json& definitions) {
  Json& schema = definitions[changeName(of.name)];
  if (!schema.is_null()) return;
  schema = changeSchema(of);
  schema["title"] = std::string(of.title) + " that changes another one";
  for (const Key& key : of.keys)
    if (isMapped(key.form) && !shape(key.of).keys.empty()) addChanges(shape(key.of), definitions);
}

/// An edition that extends another one says its own year and what it extends.
void addEditionChange(Json& definitions) {
  addChanges(shape("edition"), definitions);
  Json& edition = definitions[changeName("edition")];
  for (const char* key : {"edition", "extends"})
    for (const Key& own : shape("edition").keys)
      if (own.name == key) edition["properties"][key] = keySchema(own);
  edition["required"] = {"edition", "extends"};
}

Json shapeSchema(const Shape& shape) {
  Json schema = bareSchema(shape);
  schema["title"] = shape.title;
  if (const ShapeNotes* notes = notesOf(shape.name)) schema["description"] = notes->zh;
  return schema;
}

}  // namespace

std::string jsonSchema() {
  Json schema = {
      {"$schema", "https://json-schema.org/draft/2020-12/schema"},
      {"title", "Lixiao"},
      {"description", "A file of an edition: edition.yaml, a student type, a college, or rule tests"},
      {"anyOf",
       {reference("edition"), reference("edition_change"), reference("student_type"), reference("college"),
        reference("tests")}}};
  for (const Shape& shape : language()) schema["$defs"][std::string(shape.name)] = shapeSchema(shape);
  addEditionChange(schema["$defs"]);
  return schema.dump(2) + "\n";
}

}  // namespace lixiao::workflow
