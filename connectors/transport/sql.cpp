#include "connectors/transport/sql.h"

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/SQLiteException.h>
#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Data/Statement.h>
#include <Poco/URI.h>
#include <sqlite3.h>

#include <thread>

#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

using Poco::Data::Session;

constexpr int kStepsBetweenLooks = 10'000;
constexpr std::chrono::milliseconds kLockPause{20};

int stopWhenExhausted(void* patience) {
  return static_cast<const Patience*>(patience)->exhausted() ? 1 : 0;
}

int waitForLock(void* patience, int) {
  if (static_cast<const Patience*>(patience)->exhausted()) return 0;
  std::this_thread::sleep_for(kLockPause);
  return 1;
}

Session open(const std::filesystem::path& path) {
  static const bool registered = (Poco::Data::SQLite::Connector::registerConnector(), true);
  static_cast<void>(registered);
  if (!std::filesystem::exists(path)) throw FetchError(FailureKind::Config, "there is no database file");
  std::string escaped;
  Poco::URI::encode(std::filesystem::absolute(path).string(), "?#%", escaped);
  try {
    return Session(Poco::Data::SQLite::Connector::KEY, "file:" + escaped + "?mode=ro");
  } catch (const Poco::Exception&) {
    throw FetchError(FailureKind::Config, "the database file cannot be opened for reading");
  }
}

}  // namespace

ReadOnlyDatabase::ReadOnlyDatabase(const std::filesystem::path& path, const Patience& patience)
    : session_(open(path)) {
  sqlite3* handle = Poco::Data::SQLite::Utility::dbHandle(session_);
  auto* context = const_cast<Patience*>(&patience);
  sqlite3_progress_handler(handle, kStepsBetweenLooks, stopWhenExhausted, context);
  sqlite3_busy_handler(handle, waitForLock, context);
  using namespace Poco::Data::Keywords;
  session_ << "BEGIN", now;
}

ReadOnlyDatabase::~ReadOnlyDatabase() {
  sqlite3* handle = Poco::Data::SQLite::Utility::dbHandle(session_);
  sqlite3_progress_handler(handle, 0, nullptr, nullptr);
  sqlite3_exec(handle, "ROLLBACK", nullptr, nullptr, nullptr);
}

void throwDatabaseError(const Poco::Exception& error, const Patience& patience) {
  namespace sqlite = Poco::Data::SQLite;
  if (patience.exhausted()) unreachable("the database did not answer in time");
  if (dynamic_cast<const sqlite::DBLockedException*>(&error) ||
      dynamic_cast<const sqlite::TableLockedException*>(&error)) {
    unreachable("the database is locked");
  }
  if (dynamic_cast<const sqlite::CorruptImageException*>(&error)) malformed("the database file is damaged");
  throw FetchError(FailureKind::Config, "the view cannot be read: " + error.message());
}

}  // namespace lixiao::connectors
