#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/workflow/load.h"

namespace lixiao::service {

/// An expectation of a rule test that was not met, at its place, with the code `failing-test`.
struct FailedTest {
  model::Diagnostic diagnostic;
  std::string name, subject, expected, actual;
  std::string why;  ///< the reason and the rules with the values they read, several lines
};

/// What is to be said of the files of an edition.
struct EditionCheck {
  std::shared_ptr<const workflow::Workflow> workflow;  ///< nullptr when there is an error
  std::vector<model::Diagnostic> diagnostics;          ///< of reading the files, sorted by place
  std::size_t tests = 0;                               ///< how many rule tests there are
  std::vector<FailedTest> failed;

  /// Whether they may be activated: no error, no failing test. Warnings do not count.
  bool good() const { return workflow != nullptr && failed.empty(); }
  /// Everything there is to say, sorted by place.
  std::vector<model::Diagnostic> findings() const;
};

enum class RuleTests : bool { Leave, Run };

/// Loads the files and, when there is no error and it is asked for, runs their rule tests.
EditionCheck checkEdition(const std::vector<workflow::SourceFile>& files, RuleTests tests = RuleTests::Run);

}  // namespace lixiao::service
