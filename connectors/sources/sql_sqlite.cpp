#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/SQLiteException.h>
#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Data/Statement.h>
#include <Poco/URI.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "connectors/sources/sql_database.h"
#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

using Poco::Data::Session;

constexpr int kStepsBetweenLooks = 10'000;
constexpr std::chrono::milliseconds kLockPause{20};
constexpr std::size_t kSecondsToOpen = 1;  // for so long Poco tries again

namespace sqlite = Poco::Data::SQLite;

int stopWhenExhausted(void* patience) {
  return static_cast<const Patience*>(patience)->exhausted() ? 1 : 0;
}

int waitForLock(void* patience, int) {
  if (static_cast<const Patience*>(patience)->exhausted()) return 0;
  std::this_thread::sleep_for(kLockPause);
  return 1;
}

Session open(const std::filesystem::path& path) {
  static const bool registered = (sqlite::Connector::registerConnector(), true);
  static_cast<void>(registered);
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error))
    throw FetchError(FailureKind::Config, "there is no database file");
  constexpr const char* kCannotBeOpened = "the database file cannot be opened for reading";
  if (!std::ifstream(path)) throw FetchError(FailureKind::Config, kCannotBeOpened);
  std::string escaped;
  Poco::URI::encode(std::filesystem::absolute(path).string(), "?#%", escaped);
  try {
    return Session(sqlite::Connector::KEY, "file:" + escaped + "?mode=ro", kSecondsToOpen);
  } catch (const Poco::Exception&) {
    throw FetchError(FailureKind::Config, kCannotBeOpened);
  }
}

class SqliteDatabase final : public SqlDatabase {
 public:
  SqliteDatabase(const std::filesystem::path& path, const Patience& patience)
      : SqlDatabase(open(path)), patience_(patience) {
    sqlite3* handle = sqlite::Utility::dbHandle(session_);
    auto* context = const_cast<Patience*>(&patience);
    sqlite3_progress_handler(handle, kStepsBetweenLooks, stopWhenExhausted, context);
    sqlite3_busy_handler(handle, waitForLock, context);
    using namespace Poco::Data::Keywords;
    session_ << "BEGIN", now;
  }

  ~SqliteDatabase() override {
    sqlite3* handle = sqlite::Utility::dbHandle(session_);
    sqlite3_progress_handler(handle, 0, nullptr, nullptr);
    sqlite3_exec(handle, "ROLLBACK", nullptr, nullptr, nullptr);
  }

  std::string placeholder(std::size_t) const override { return "?"; }

  void fail(const Poco::Exception& error) const override {
    if (patience_.exhausted()) unreachable("the database did not answer in time");
    if (dynamic_cast<const sqlite::DBLockedException*>(&error) ||
        dynamic_cast<const sqlite::TableLockedException*>(&error)) {
      unreachable("the database is locked");
    }
    if (dynamic_cast<const sqlite::CorruptImageException*>(&error)) malformed("the database file is damaged");
    throw FetchError(FailureKind::Config, "the view cannot be read: " + error.message());
  }

 private:
  const Patience& patience_;
};

}  // namespace

std::unique_ptr<SqlDatabase> openSqlite(const Settings& settings, const Patience& patience) {
  return std::make_unique<SqliteDatabase>(settings.path("database"), patience);
}

}  // namespace lixiao::connectors
