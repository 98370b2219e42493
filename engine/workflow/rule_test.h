#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/workflow/record.h"

namespace lixiao::workflow {

/// A test an admin wrote beside the workflow: one student, one day, the statuses expected.
struct RuleTest {
  std::string name;
  model::Place place;
  StudentRecord student;
  Circumstances circumstances;
  struct Expectation {
    std::string subject;  ///< an item or document id, or `batch.DOCUMENT`; checked when loading
    std::string status;   ///< `action_required`; of a batch its label, `none` for none
    model::Place place;
  };
  std::vector<Expectation> expectations;
};

struct RuleTestFailure {
  const RuleTest* test = nullptr;
  const RuleTest::Expectation* expectation = nullptr;
  std::string actual;  ///< the status it had
  std::string why;     ///< the reason and the rules with the values they read, several lines
};

std::vector<RuleTestFailure> run(const std::vector<RuleTest>& tests,
                                 std::shared_ptr<const Workflow> workflow);

}  // namespace lixiao::workflow
