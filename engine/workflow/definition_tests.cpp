#include "engine/workflow/definition_fields.h"

namespace lixiao::workflow {
namespace {

using yaml::Node;

TestRegistration readRegistration(const Node& item, const Node& entry) {
  if (!entry.isMap()) return {wordOf(item), wordOf(entry)};
  const Fields fields(entry);
  return {wordOf(item),      fields.word("result"),    fields.word("remark"), fields.word("until"),
          fields.word("at"), fields.word("condition"), fields.word("amount")};
}

std::vector<std::pair<Word, Word>> pairsOf(const Node* map) {
  std::vector<std::pair<Word, Word>> pairs;
  eachPair(map, [&](const Node& key, const Node& value) { pairs.emplace_back(wordOf(key), wordOf(value)); });
  return pairs;
}

TestDefinition readTest(const Node& entry) {
  const Fields fields(entry);
  TestDefinition test;
  test.source = entry.source;
  test.place = yaml::span(entry);
  test.name = fields.word("name");
  test.lists = fields.wordList("lists");
  test.submitted = fields.wordList("submitted");
  test.collected = fields.wordList("collected");
  test.today = fields.word("today");
  test.student = pairsOf(fields.node("student"));
  test.unconfirmed = pairsOf(fields.node("unconfirmed"));
  test.others_clear = pairsOf(fields.node("others_clear"));
  test.expect = pairsOf(fields.node("expect"));
  eachPair(fields.node("registrations"), [&](const Node& item, const Node& registration) {
    test.registrations.push_back(readRegistration(item, registration));
  });
  return test;
}

}  // namespace

std::vector<TestDefinition> readTests(const Node& root) {
  std::vector<TestDefinition> tests;
  eachEntry(root.find("tests"), [&](const Node& entry) { tests.push_back(readTest(entry)); });
  return tests;
}

}  // namespace lixiao::workflow
