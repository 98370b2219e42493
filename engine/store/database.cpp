#include "engine/store/database.h"

#include <Poco/Data/SQLite/Connector.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <thread>
#include <vector>

#include "engine/store/row.h"
#include "engine/store/schema.h"

namespace lixiao::store {

namespace {
constexpr std::size_t kIdleReaders = 16;
constexpr std::size_t kConnectSeconds = 2;  // Poco tries a file that cannot be opened again for so long
constexpr auto kReadSeq = "SELECT seq FROM journal_head WHERE id = 1";

using SessionPtr = std::unique_ptr<Poco::Data::Session>;

SessionPtr connect(const std::string& path) {
  static std::once_flag registered;
  std::call_once(registered, [] { Poco::Data::SQLite::Connector::registerConnector(); });
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (!std::filesystem::is_directory(folder))
    throw StoreError(StoreError::Kind::ReadOnly, "there is no folder " + folder.string());
  auto session =
      std::make_unique<Poco::Data::Session>(Poco::Data::SQLite::Connector::KEY, path, kConnectSeconds);
  configure(*session);
  return session;
}
}  // namespace

/// The connections and what their users share. A connection is here only when no transaction is open on it.
class Database::Sessions {
 public:
  explicit Sessions(std::string path) : path_(std::move(path)) {
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
    return connect(path_);
  }
  void giveReader(SessionPtr session) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kIdleReaders) idle_.push_back(std::move(session));
  }
  SessionPtr takeWriter() { return writer ? std::move(writer) : connect(path_); }

  void announce(std::int64_t seq) {
    {
      const std::lock_guard lock(mutex_);
      committed_seq_ = std::max(committed_seq_, seq);
    }
    committed_.notify_all();
  }
  bool waitFor(std::int64_t after, std::chrono::milliseconds timeout, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    return committed_.wait_for(lock, stop, timeout, [&] { return committed_seq_ > after; });
  }

  std::mutex write_mutex;
  std::atomic<std::thread::id> write_thread;
  SessionPtr writer;  ///< guarded by write_mutex; empty while in use or after a fault

 private:
  const std::string path_;
  std::mutex mutex_;
  std::vector<SessionPtr> idle_;    ///< guarded by mutex_
  std::int64_t committed_seq_ = 0;  ///< guarded by mutex_
  std::condition_variable_any committed_;
};

Reader::Reader(Database& database) : database_(database) {}

Reader::Reader(Database& database, Snapshot) : database_(database) {
  session_ = database.sessions_->takeReader();
  execute(*session_, "BEGIN");
  readJournalSeq();  // the first read fixes the snapshot
}

void Reader::readJournalSeq() {
  journal_seq_ = select<Number>(*session_, kReadSeq).at(0).value;
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
  readJournalSeq();
  open_ = true;
  sessions.write_thread = std::this_thread::get_id();
}

void Transaction::finish() {
  execute(*session_, rolled_back_ ? "ROLLBACK" : "COMMIT");
  open_ = false;
  if (!rolled_back_) database_.sessions_->announce(journal_seq_);
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
    sessions_ = std::make_unique<Sessions>(path_.string());
    sessions_->announce(read([](Reader& reader) { return reader.journalSeq(); }));
  } catch (...) {
    rethrow(path_.string());
  }
}

Database::~Database() = default;

bool Database::waitForEntries(std::int64_t after, std::chrono::milliseconds timeout,
                              const std::stop_token& stop) {
  if (sessions_->waitFor(after, timeout, stop)) return true;
  sessions_->announce(read([](Reader& reader) { return reader.journalSeq(); }));
  return sessions_->waitFor(after, std::chrono::milliseconds{0}, stop);
}

}  // namespace lixiao::store
