#include "engine/workflow/schema.h"

#include <nlohmann/json.hpp>

#include "engine/workflow/keys.h"
#include "tests/catch.h"

using namespace lixiao::workflow;
using nlohmann::json;

namespace {

/// Every `$ref` below the node.
void collectReferences(const json& node, std::vector<std::string>& references) {
  if (node.is_object())
    for (const auto& [key, value] : node.items()) {
      if (key == "$ref") references.push_back(value);
      collectReferences(value, references);
    }
  if (node.is_array())
    for (const json& part : node) collectReferences(part, references);
}

}  // namespace

TEST_CASE("The schema knows every key that is built and no other", "[schema]") {
  const json schema = json::parse(jsonSchema());
  CHECK(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema");
  const json& item = schema["$defs"]["item"];
  CHECK(item["properties"].contains("applies_when"));
  CHECK(item["properties"]["appointment"]["$ref"] == "#/$defs/appointment");
  CHECK(item["additionalProperties"] == false);
  CHECK(item["required"] == json({"title"}));
  CHECK(item["anyOf"] == json::parse(R"([{"required": ["mode"]}, {"required": ["parts"]}])"));
  CHECK(schema["$defs"]["part"]["required"] == json({"title", "mode"}));
  CHECK_FALSE(schema["$defs"]["part"]["properties"].contains("parts"));
  CHECK(item["properties"]["mode"]["enum"] == json(words("automatic|exceptions|registration|declaration")));
  CHECK(item["properties"]["visit"]["description"] == "the student must come (registration)");
}

TEST_CASE("Every reference of the schema leads somewhere", "[schema]") {
  const json schema = json::parse(jsonSchema());
  std::vector<std::string> references;
  collectReferences(schema, references);
  CHECK(references.size() > 20);
  for (const std::string& reference : references) {
    INFO(reference);
    CHECK(schema.contains(json::json_pointer(reference.substr(1))));
  }
}

TEST_CASE("Every key names a shape of the table and says what it is for", "[schema]") {
  for (const Shape& each : language())
    for (const Key& key : each.keys) {
      INFO(each.name << "." << key.name);
      CHECK_FALSE(key.zh.empty());
      CHECK_FALSE(key.en.empty());
      const bool of_shape = key.form == Form::Map || key.form == Form::MapOf || key.form == Form::ListOf;
      if (of_shape) CHECK(shape(key.of).name == key.of);
    }
}
