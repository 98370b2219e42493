#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/workflow/load.h"

namespace lixiao::web::pages {

/// The files of an edition as an admin is changing them.
struct Draft {
  std::string base;  ///< digest of the active edition they were made from
  std::vector<workflow::SourceFile> files;

  workflow::SourceFile* find(std::string_view path);
};

/// `{"base": "…", "files": [{"path": "edition.yaml", "text": "…"}]}`; nothing when it is not of this form, a
/// name is none or stands twice, or there are too many files.
std::optional<Draft> readDraft(std::string_view json);
std::string writeDraft(const Draft& draft);

/// Whether a file of an edition may be called so: `edition.yaml`, `colleges/护理学院.yaml`.
bool isFileName(std::string_view path);

}  // namespace lixiao::web::pages
