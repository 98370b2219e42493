#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/workflow/rule_test.h"
#include "engine/workflow/workflow.h"

namespace lixiao::workflow {

/// One file of a year's folder. The path is what diagnostics show.
struct SourceFile {
  std::string path;
  std::string text;

  bool operator==(const SourceFile&) const = default;
};

struct Loaded {
  std::shared_ptr<const Workflow> workflow;    ///< nullptr when there is an error
  std::vector<RuleTest> tests;                 ///< of the *.test.yaml among the files
  std::vector<model::Diagnostic> diagnostics;  ///< all of them, sorted by place
};

/// Loads, checks and compiles one year: `edition.yaml`, a file per student type, `*.test.yaml`. Never throws
/// for what the files contain; limits: 1 MiB a file, 200 files, 50 levels, no anchors, aliases or tags.
Loaded load(const std::vector<SourceFile>& files);

}  // namespace lixiao::workflow
