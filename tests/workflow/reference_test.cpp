// docs/yaml-reference.md is what the program prints, and its examples are good YAML. With LIXIAO_REGENERATE=1
// in the environment the page is written instead.
#include "engine/workflow/reference.h"

#include <cstdlib>
#include <set>

#include "engine/workflow/keys_check.h"
#include "engine/workflow/keys_notes.h"
#include "engine/workflow/yaml_parse.h"
#include "tests/catch.h"
#include "tests/workflow/files.h"

using namespace lixiao::workflow;
using namespace lixiao::workflow::tests;

namespace {

void collectKeys(const yaml::Node& node, std::set<std::string>& keys) {
  for (const yaml::Node& key : node.keys) keys.insert(key.text);
  for (const yaml::Node& value : node.values) collectKeys(value, keys);
}

/// The shape of a map with one key, under which an example stands; the shape itself for whole files.
Shape surrounding(const Shape& shape, const std::string& key) {
  for (const Shape& parent : language())
    for (const Key& each : parent.keys)
      if (each.name == key && each.of == shape.name) return {"example", "an example", {each}};
  return shape;
}

}  // namespace

TEST_CASE("The page of the YAML reference is what the program prints", "[docs]") {
  const auto page = sourceDirectory() / "docs/yaml-reference.md";
  if (std::getenv("LIXIAO_REGENERATE") != nullptr) std::ofstream(page, std::ios::binary) << yamlReference();
  INFO("write it anew: build/release/lixiao schema --format markdown > docs/yaml-reference.md");
  CHECK(contents(page) == yamlReference());
}

TEST_CASE("Every shape with keys has an example with each of them, which the loader takes", "[docs]") {
  for (const Shape& shape : language()) {
    if (shape.keys.empty()) continue;
    INFO(shape.name);
    const ShapeNotes* notes = notesOf(shape.name);
    REQUIRE(notes != nullptr);
    const Source source("example.yaml", std::string(notes->example));
    Findings findings;
    const auto root = yaml::parse(source, findings);
    REQUIRE(root);
    checkShape(*root, surrounding(shape, root->keys.front().text), findings);
    CHECK(formatted(findings.take()).empty());
    std::set<std::string> keys;
    collectKeys(*root, keys);
    for (const Key& key : shape.keys) {
      INFO("the example lacks " << key.name);
      CHECK(keys.count(std::string(key.name)) == 1);
    }
  }
}

TEST_CASE("The reference names every key with its meaning in both languages", "[docs]") {
  const std::string page = yamlReference();
  for (const Shape& shape : language())
    for (const Key& key : shape.keys) {
      INFO(shape.name << "." << key.name);
      CHECK(page.find("| `" + std::string(key.name) + "` |") != std::string::npos);
      CHECK(page.find(key.zh) != std::string::npos);
      CHECK(page.find(key.en) != std::string::npos);
    }
}
