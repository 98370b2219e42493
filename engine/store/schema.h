#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace Poco::Data {
class Session;
}

namespace lixiao::store {

/// One step of the schema. A step that was ever released is never edited: a change is a new step.
struct Migration {
  std::int64_t version;
  std::vector<const char*> statements;
};
const std::vector<Migration>& migrations();

/// 0 for an empty file. Throws StoreError when the file belongs to another program.
std::int64_t schemaVersion(Poco::Data::Session& session);
/// Throws StoreError (NewerSchema) when the schema is later than this program's.
void refuseNewerSchema(Poco::Data::Session& session);
/// Brings the schema up to date in one transaction of its own.
void migrate(Poco::Data::Session& session);
/// What every connection needs before its first statement.
void configure(Poco::Data::Session& session);
/// The same for a file that nobody writes.
void configureReadOnly(Poco::Data::Session& session);

}  // namespace lixiao::store
