#include "engine/store/database.h"

#include <Poco/Data/SQLite/Connector.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <thread>
#include <vector>

#include "engine/store/row.h"
#include "engine/store/schema.h"

namespace lixiao::store {

template <>
struct Columns<JournalPosition> {
  static auto of(auto& row) { return std::tie(row.epoch, row.seq); }
};

namespace {
constexpr std::size_t kIdleReaders = 16;
constexpr std::size_t kConnectSeconds = 2;  // Poco tries a file that cannot be opened again for so long
constexpr auto kReadJournal = "SELECT epoch, seq FROM journal_head WHERE id = 1";

/// The epoch that this thread's writes belong to, 0 for any.
thread_local std::int64_t only_in_epoch = 0;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

using SessionPtr = std::unique_ptr<Poco::Data::Session>;

enum class Purpose { Work, Copy };

SessionPtr connect(const std::string& path, Purpose purpose = Purpose::Work) {
  static std::once_flag registered;
  std::call_once(registered, [] {
    // No connection is used by two threads at a time, so none needs a lock for each of its calls. Refused,
    // which does no harm, where SQLite is in use already.
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    Poco::Data::SQLite::Connector::registerConnector();
  });
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (!std::filesystem::is_directory(folder))
    throw StoreError(StoreError::Kind::ReadOnly, "there is no folder " + folder.string());
  auto session =
      std::make_unique<Poco::Data::Session>(Poco::Data::SQLite::Connector::KEY, path, kConnectSeconds);
  if (purpose == Purpose::Work)
    configure(*session);
  else
    configureReadOnly(*session);
  return session;
}
}  // namespace

/// The connections and what their users share. A connection is here only when no transaction is open on it.
class Database::Sessions {
 public:
  explicit Sessions(std::string path, Purpose purpose) : path_(std::move(path)), purpose_(purpose) {
    if (purpose_ == Purpose::Copy) return;
    writer = connect(path_);
    migrate(*writer);
  }

  SessionPtr takeReader() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        SessionPtr session = std::move(idle_.back());
        idle_.pop_back();
        return session;
      }
    }
    return connect(path_, purpose_);
  }
  void giveReader(SessionPtr session) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kIdleReaders) idle_.push_back(std::move(session));
  }
  SessionPtr takeWriter() { return writer ? std::move(writer) : connect(path_, purpose_); }

  void announce(const JournalPosition& position) {
    {
      const std::lock_guard lock(mutex_);
      committed_position_ = std::max(committed_position_, position);
    }
    committed_.notify_all();
  }
  bool waitFor(const JournalPosition& after, std::chrono::milliseconds timeout, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    return committed_.wait_for(lock, stop, timeout, [&] { return committed_position_ > after; });
  }

  std::mutex write_mutex;
  std::atomic<std::thread::id> write_thread;
  SessionPtr writer;  ///< guarded by write_mutex; empty while in use or after a fault

 private:
  const std::string path_;
  const Purpose purpose_;
  std::mutex mutex_;
  std::vector<SessionPtr> idle_;              ///< guarded by mutex_
  JournalPosition committed_position_{0, 0};  ///< guarded by mutex_
  std::condition_variable_any committed_;
};

OnlyInEpoch::OnlyInEpoch(std::int64_t epoch) : outer_(only_in_epoch) {
  only_in_epoch = epoch;
}
OnlyInEpoch::~OnlyInEpoch() {
  only_in_epoch = outer_;
}

Reader::Reader(Database& database) : database_(database) {}

Reader::Reader(Database& database, Snapshot) : database_(database) {
  session_ = database.sessions_->takeReader();
  execute(*session_, "BEGIN");
  readJournal();  // the first read fixes the snapshot
}

void Reader::readJournal() {
  journal_ = select<JournalPosition>(*session_, kReadJournal).at(0);
}

Reader::~Reader() {
  if (!session_) return;
  try {
    execute(*session_, "ROLLBACK");
    database_.sessions_->giveReader(std::move(session_));
  } catch (const Poco::Exception&) {
    session_.reset();  // closing the connection ends its transaction
  }
}

Transaction::Transaction(Database& database) : Reader(database) {
  Database::Sessions& sessions = *database.sessions_;
  if (sessions.write_thread.load() == std::this_thread::get_id())
    throw std::logic_error("a write inside a write of the same thread");
  alone_ = std::unique_lock(sessions.write_mutex);
  session_ = sessions.takeWriter();
  execute(*session_, "BEGIN IMMEDIATE");
  readJournal();
  if (only_in_epoch != 0 && only_in_epoch != journal_.epoch) {
    execute(*session_, "ROLLBACK");
    sessions.writer = std::move(session_);
    throw StoreError(StoreError::Kind::StartedAnew, "the journal has started anew");
  }
  open_ = true;
  sessions.write_thread = std::this_thread::get_id();
}

void Transaction::finish() {
  execute(*session_, rolled_back_ ? "ROLLBACK" : "COMMIT");
  open_ = false;
  if (!rolled_back_) database_.sessions_->announce(journal_);
}

Transaction::~Transaction() {
  Database::Sessions& sessions = *database_.sessions_;
  try {
    if (open_) execute(*session_, "ROLLBACK");
    sessions.writer = std::move(session_);
  } catch (const Poco::Exception&) {
    session_.reset();  // closing the connection ends its transaction
  }
  sessions.write_thread = std::thread::id{};
}

Database::Database(const std::filesystem::path& path) : path_(std::filesystem::absolute(path)) {
  try {
    sessions_ = std::make_unique<Sessions>(path_.string(), Purpose::Work);
    sessions_->announce(read([](Reader& reader) { return reader.journalPosition(); }));
  } catch (...) {
    rethrow(path_.string());
  }
}

Database::Database(const std::filesystem::path& path, ReadOnly) : path_(std::filesystem::absolute(path)) {
  if (!std::filesystem::exists(path_))
    throw StoreError(StoreError::Kind::ReadOnly, path_.string() + ": there is no such file");
  sessions_ = std::make_unique<Sessions>(path_.string(), Purpose::Copy);
}

Database::~Database() = default;

void Database::copyInto(const std::filesystem::path& file) const {
  try {
    const SessionPtr session = connect(path_.string());
    execute(*session, "VACUUM main INTO $1", file.string());
  } catch (...) {
    rethrow(path_.string());
  }
}

bool Database::compact() {
  try {
    const std::lock_guard alone(sessions_->write_mutex);
    const SessionPtr session = connect(path_.string());
    execute(*session, "PRAGMA main.secure_delete = ON");
    execute(*session, "VACUUM main");
    return select<Number>(*session, "PRAGMA main.wal_checkpoint(TRUNCATE)").at(0).value == 0;
  } catch (...) {
    rethrow(path_.string());
  }
}

bool Database::waitForEntries(const JournalPosition& after, std::chrono::milliseconds timeout,
                              const std::stop_token& stop) {
  if (sessions_->waitFor(after, timeout, stop)) return true;
  sessions_->announce(read([](Reader& reader) { return reader.journalPosition(); }));
  return sessions_->waitFor(after, std::chrono::milliseconds{0}, stop);
}

}  // namespace lixiao::store
