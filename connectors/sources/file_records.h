#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/sources/records.h"

namespace lixiao::connectors {

/// The newest of the files dropped into a folder, CSV or XLSX, in UTF-8, UTF-16 or GB18030; as of its drop. A
/// file that shrinks too far from the one before is refused.
Schema fileSchema();
/// Findings beyond the schema.
std::vector<model::Diagnostic> checkFile(const Settings& settings);
/// `fields`: names of columns. `settings` must be complete and checked.
std::unique_ptr<RecordSource> makeFileSource(const Settings& settings, const std::vector<FieldPlace>& fields);

}  // namespace lixiao::connectors
