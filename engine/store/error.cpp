#include "engine/store/error.h"

#include <Poco/Data/DataException.h>
#include <Poco/Data/SQLite/SQLiteException.h>

namespace lixiao::store {
namespace {
namespace sqlite = Poco::Data::SQLite;
using Kind = StoreError::Kind;

Kind kindOf(const Poco::Exception& fault) {
  if (dynamic_cast<const sqlite::DatabaseFullException*>(&fault)) return Kind::Full;
  if (dynamic_cast<const sqlite::ReadOnlyException*>(&fault)) return Kind::ReadOnly;
  if (dynamic_cast<const sqlite::CantOpenDBFileException*>(&fault)) return Kind::ReadOnly;
  if (dynamic_cast<const sqlite::DBLockedException*>(&fault)) return Kind::Busy;
  if (dynamic_cast<const sqlite::TableLockedException*>(&fault)) return Kind::Busy;
  if (dynamic_cast<const sqlite::IOErrorException*>(&fault)) return Kind::Io;
  if (dynamic_cast<const sqlite::CorruptImageException*>(&fault)) return Kind::Damaged;
  return Kind::Other;
}

std::string advice(Kind kind) {
  switch (kind) {
    case Kind::Full:
      return "the disk is full, nothing of this change was kept";
    case Kind::ReadOnly:
      return "the file or its folder cannot be written, nothing of this change was kept";
    case Kind::Busy:
      return "another process kept the database locked, nothing of this change was kept";
    case Kind::Io:
      return "reading or writing the file failed, look at its disk; nothing of this change was kept";
    case Kind::Damaged:
      return "the file is damaged or not a database";
    default:
      return "the database refused";
  }
}
}  // namespace

void rethrow(const std::string& path) {
  try {
    throw;
  } catch (const StoreError& fault) {
    if (std::string_view(fault.what()).starts_with(path)) throw;
    throw StoreError(fault.kind(), path + ": " + fault.what());
  } catch (const Poco::Data::DataException& fault) {
    const Kind kind = kindOf(fault);
    throw StoreError(kind, path + ": " + advice(kind) + " (" + fault.displayText() + ")");
  }
}

}  // namespace lixiao::store
