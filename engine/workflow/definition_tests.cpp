#include "engine/workflow/definition_fields.h"

namespace lixiao::workflow {
namespace {

using yaml::Node;

TestRegistration readRegistration(const Node& item, const Node& entry) {
  if (!entry.isMap()) return {wordOf(item), wordOf(entry), {}, {}};
  const Fields fields(entry);
  return {wordOf(item), fields.word("result"), fields.word("remark"), fields.word("until")};
}

TestDefinition readTest(const Node& entry) {
  const Fields fields(entry);
  TestDefinition test;
  test.source = entry.source;
  test.place = yaml::span(entry);
  test.name = fields.word("name");
  test.lists = fields.wordList("lists");
  test.submitted = fields.wordList("submitted");
  test.today = fields.word("today");
  eachPair(fields.node("student"), [&](const Node& name, const Node& value) {
    test.student.emplace_back(wordOf(name), wordOf(value));
  });
  eachPair(fields.node("registrations"), [&](const Node& item, const Node& registration) {
    test.registrations.push_back(readRegistration(item, registration));
  });
  eachPair(fields.node("expect"), [&](const Node& subject, const Node& status) {
    test.expect.emplace_back(wordOf(subject), wordOf(status));
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
