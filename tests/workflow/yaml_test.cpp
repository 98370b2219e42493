#include "engine/workflow/yaml_parse.h"

#include "tests/catch.h"

using namespace lixiao::workflow;

namespace {

/// A text with the tree it parses to and what was found.
struct Parsed {
  explicit Parsed(std::string text) : source("a.yaml", std::move(text)), root(yaml::parse(source, findings)) {
    for (const auto& d : findings.take())
      found += d.code + "@" + std::to_string(d.place.line) + ":" + std::to_string(d.place.column) + " ";
  }
  Findings findings;
  Source source;
  std::optional<yaml::Node> root;
  std::string found;
};

/// The text that stands at the place of `part` of the value of `a`.
std::string written(const Parsed& parsed, const std::string& part) {
  const yaml::Node& node = *parsed.root->find("a");
  const Span span = yaml::spanWithin(node, node.text.find(part), part.size());
  return parsed.source.text().substr(span.begin, span.length);
}

}  // namespace

TEST_CASE("Scalars keep what was written", "[yaml]") {
  const Parsed parsed("a: 0012\nb: yes\nc: '1'\nd: ~\ne: [x, {f: 1.50}]\n");
  REQUIRE(parsed.root);
  CHECK(parsed.found.empty());
  CHECK(parsed.root->find("a")->text == "0012");
  CHECK(parsed.root->find("b")->text == "yes");
  CHECK(parsed.root->find("c")->style == yaml::Node::Style::SingleQuoted);
  CHECK(parsed.root->find("d")->isNull());
  CHECK(parsed.root->find("e")->values[1].find("f")->text == "1.50");
  CHECK(parsed.root->find("g") == nullptr);
}

TEST_CASE("A place inside a scalar is found however it is written", "[yaml]") {
  for (const char* text :
       {"a: one && two.three\n", "a: 'one && two.three'\n", "a: \"one && two.three\"\n",
        "a: |\n  one &&\n  two.three\n", "a: >-\n    one\n    && two.three\n", "a: one\n  && two.three\n",
        "a: 'it''s one && two.three'\n", "a: \"\\u79bb \\\"one\\\" && two.three\"\n",
        "a: > # why\n  图书 &&\n  two.three\n", "a: |\r\n  one &&\r\n  two.three\r\n",
        "a: \"one \\\n   && two.three\"\n"}) {
    INFO(text);
    const Parsed parsed(text);
    REQUIRE(parsed.root);
    CHECK(written(parsed, "two.three") == "two.three");
  }
}

TEST_CASE("Columns count code points and skip a byte order mark", "[yaml]") {
  const Parsed parsed("\xEF\xBB\xBF离校: 毕业 x\n");
  REQUIRE(parsed.root);
  const yaml::Node& value = parsed.root->values[0];
  CHECK(parsed.source.place(value.begin).column == 5);
  CHECK(parsed.source.place(yaml::spanWithin(value, value.text.find('x'), 1).begin).column == 8);
}

TEST_CASE("Duplicate keys are told with both places", "[yaml]") {
  Findings findings;
  const Source source("a.yaml", "a: 1\nb: {c: 1, 'c': 2}\na: 3\n");
  const auto root = yaml::parse(source, findings);
  const auto found = findings.take();
  REQUIRE(found.size() == 2);
  CHECK(format(found[1]) ==
        "a.yaml:3:1: error[duplicate-key]: \"a\" is given twice\n  3 | a: 3\n    | ^\n"
        "  a.yaml:1:1: first given here\n  1 | a: 1\n    | ^\n");
  CHECK(found[0].place.column == 11);
  REQUIRE(root);
  CHECK(root->find("a")->text == "1");
}

TEST_CASE("What is not plain YAML is refused with its place", "[yaml]") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "empty-file@0:0 "},
      {"\xEF\xBB\xBF", "empty-file@0:0 "},
      {"# nothing\n", "empty-file@0:0 "},
      {"- a\n", "wrong-type@1:1 "},
      {"word\n", "wrong-type@1:1 "},
      {"a: &x 1\n", "anchor@1:4 "},
      {"a: *x\n", "anchor@1:4 "},
      {"a: !!str 1\n", "tag@1:4 "},
      {"a: !x == 1\n", "tag@1:4 "},
      {"<<: {a: 1}\n", "merge-key@1:1 "},
      {"? [a]\n: 1\n", "bad-key@1:3 "},
      {"a: 1\n---\nb: 2\n", "multi-document@2:1 "},
      {"a: 1\n\tb: 2\n", "tab@2:1 "},
      {"a: 1\nb: \xC4\xE3\n", "not-utf8@2:4 "},
      {std::string("a: 1\nb: \0x\n", 11), "control-character@2:4 "},
      {"a: b: c\n", "yaml-syntax@1:5 "},
      {"a: [1, 2\nb: 3\n", "yaml-syntax@2:2 "},
      {"a: 'b\nc: d\n", "yaml-syntax@1:4 "},
      {"a: \"b\nc: d\n", "yaml-syntax@1:4 "},
      {std::string(1U << 21U, 'x'), "too-large@0:0 "},
  };
  for (const auto& [text, found] : cases) {
    INFO(text.substr(0, 40));
    const Parsed parsed(text);
    CHECK_FALSE(parsed.root);
    CHECK(parsed.found == found);
  }
}

TEST_CASE("Depth is bounded however it is written", "[yaml]") {
  std::string indented;
  for (std::size_t i = 0; i < 200; ++i) indented += std::string(i, ' ') + "a:\n";
  for (const std::string& text :
       {"a: " + std::string(60, '[') + std::string(60, ']') + "\n", std::string(500000, '['),
        std::string(500000, '{'), "a: " + std::string(5000, '[') + std::string(5000, ']'), indented, [] {
          std::string dashes;
          for (int i = 0; i < 300000; ++i) dashes += "- ";
          return dashes;
        }()}) {
    INFO(text.substr(0, 40));
    const Parsed parsed(text);
    CHECK_FALSE(parsed.root);
    CHECK_THAT(parsed.found, Catch::Contains("too-deep"));
  }
  const Parsed deep("a: " + std::string(40, '[') + std::string(40, ']') + "\n");
  CHECK(deep.root);
}
