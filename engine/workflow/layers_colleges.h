#pragma once

#include <vector>

#include "engine/workflow/definition.h"

namespace lixiao::workflow {

/// The files of a year's colleges: each adds items of its own to the student types, for the students whose
/// `college` is its own, and changes nothing else. An inherited file may name student types that the year
/// does not have any more.
struct CollegeFile {
  const yaml::Node* root = nullptr;
  bool inherited = false;
};
void addCollegeItems(const std::vector<CollegeFile>& files, const EditionDefinition& edition,
                     std::vector<StudentTypeDefinition>& types, Findings& findings);

}  // namespace lixiao::workflow
