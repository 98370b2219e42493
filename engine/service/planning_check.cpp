#include "engine/service/planning_check.h"

#include <algorithm>

namespace lixiao::service {
namespace {

std::string lineOf(const std::vector<workflow::SourceFile>& files, const model::Place& place) {
  const auto file = std::find_if(files.begin(), files.end(),
                                 [&](const workflow::SourceFile& each) { return each.path == place.file; });
  if (file == files.end() || place.line <= 0) return {};
  std::size_t begin = 0;
  for (int line = 1; line < place.line; ++line) {
    begin = file->text.find('\n', begin);
    if (begin == std::string::npos) return {};
    ++begin;
  }
  std::string text = file->text.substr(begin, file->text.find('\n', begin) - begin);
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

FailedTest failedTest(const workflow::RuleTestFailure& failure,
                      const std::vector<workflow::SourceFile>& files) {
  const workflow::RuleTest::Expectation& expected = *failure.expectation;
  FailedTest failed{{}, failure.test->name, expected.subject, expected.status, failure.actual, failure.why};
  failed.diagnostic.code = "failing-test";
  failed.diagnostic.place = expected.place;
  failed.diagnostic.length = static_cast<int>(model::codePoints(expected.subject));
  failed.diagnostic.message = "test " + failed.name + ": " + expected.subject + " is " + failure.actual +
                              " and not " + expected.status;
  failed.diagnostic.source_line = lineOf(files, expected.place);
  return failed;
}

}  // namespace

std::vector<model::Diagnostic> EditionCheck::findings() const {
  std::vector<model::Diagnostic> all = diagnostics;
  all.reserve(all.size() + failed.size());
  for (const FailedTest& each : failed) all.push_back(each.diagnostic);
  model::sortByPlace(all);
  return all;
}

EditionCheck checkEdition(const std::vector<workflow::SourceFile>& files, RuleTests tests) {
  workflow::Loaded loaded = workflow::load(files);
  EditionCheck check;
  check.workflow = std::move(loaded.workflow);
  check.diagnostics = std::move(loaded.diagnostics);
  check.tests = loaded.tests.size();
  if (!check.workflow || tests == RuleTests::Leave) return check;
  for (const workflow::RuleTestFailure& failure : workflow::run(loaded.tests, check.workflow))
    check.failed.push_back(failedTest(failure, files));
  return check;
}

}  // namespace lixiao::service
