#pragma once

#include <string>
#include <vector>

#include "engine/model/value.h"
#include "engine/service/guide_view.h"
#include "engine/store/database.h"
#include "engine/workflow/workflow.h"

namespace lixiao::service {

/// An item or document that a department may write about.
struct GuideSubjectId {
  std::string id;
  model::LocalizedText title;
  std::string college;  ///< of a college's own item, else ""
};

/// Items it registers and documents it hands out, each once, in the order of the workflow.
std::vector<GuideSubjectId> subjectsOf(const workflow::Workflow& workflow,
                                       workflow::DepartmentIndex department);

/// The title of an item or document; empty when there is none.
model::LocalizedText subjectTitle(const workflow::Workflow& workflow, const std::string& subject);

GuideView guideView(const workflow::Workflow& workflow, store::GuideVersion version);

/// All guides that stand, of one moment. Lives no longer than the workflow.
class GuideShelf {
 public:
  GuideShelf(store::Reader& reader, const workflow::Workflow& workflow);

  /// What concerns a student about an item or document of a department: what is written about that very
  /// subject, else about the whole department. `attributes` are the student's.
  std::vector<GuideView> about(workflow::DepartmentIndex department, const std::string& subject,
                               const std::vector<model::Value>& attributes) const;
  const std::vector<store::GuideVersion>& all() const { return guides_; }

 private:
  const workflow::Workflow& workflow_;
  std::vector<store::GuideVersion> guides_;  ///< by key
};

}  // namespace lixiao::service
