#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <stop_token>
#include <type_traits>
#include <utility>

#include "engine/store/error.h"

namespace Poco::Data {
class Session;
}

namespace lixiao::store {

class Database;

/// A consistent snapshot of the database, fixed when it was opened. Lives only inside Database::read or, as a
/// Transaction, inside Database::write. NOT thread-safe.
class Reader {
 public:
  virtual ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  Poco::Data::Session& session() { return *session_; }
  /// The last entry of the journal that this snapshot holds, 0 when the journal is empty. A copy of the
  /// tables made from this snapshot is kept up to date with the entries after it.
  std::int64_t journalSeq() const { return journal_seq_; }

 protected:
  explicit Reader(Database& database);
  void readJournalSeq();

  Database& database_;
  std::unique_ptr<Poco::Data::Session> session_;
  std::int64_t journal_seq_ = 0;

 private:
  friend class Database;
  struct Snapshot {};
  Reader(Database& database, Snapshot);
};

/// A read-write transaction: the only one of the process while it lives. It reads what it wrote.
class Transaction final : public Reader {
 public:
  ~Transaction() override;

  /// Nothing of this transaction will be kept, though the work ends without an exception. For the expected
  /// "no".
  void rollBack() { rolled_back_ = true; }
  /// Told by the journal when it appended.
  void setJournalSeq(std::int64_t seq) { journal_seq_ = seq; }

 private:
  friend class Database;
  explicit Transaction(Database& database);
  void finish();

  std::unique_lock<std::mutex> alone_;
  bool rolled_back_ = false;
  bool open_ = false;
};

/// One SQLite file in WAL mode, every commit synced to disk. Thread-safe: any number of readers beside one
/// writer; other processes may use the file as well.
class Database {
 public:
  /// Opens or creates the file and brings its schema up to date. Throws StoreError, with the file unchanged,
  /// when the schema is newer than this program's.
  explicit Database(const std::filesystem::path& path);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Runs `work(Transaction&)` alone. Commits when it returns (what it returns is given back once it is on
  /// disk), rolls back when it throws or asked for rollBack(). Must not be nested in another write of the
  /// same thread.
  template <class Work>
  std::invoke_result_t<Work&, Transaction&> write(Work&& work);

  /// Runs `work(Reader&)` on a snapshot, at the same time as writers and other readers.
  template <class Work>
  std::invoke_result_t<Work&, Reader&> read(Work&& work);

  /// Waits until the journal holds entries after `after`, at most `timeout`, or until a stop is requested.
  /// True when it does. Entries written by another process are seen at the end of the time-out.
  bool waitForEntries(std::int64_t after, std::chrono::milliseconds timeout,
                      const std::stop_token& stop = {});

  const std::filesystem::path& path() const { return path_; }

 private:
  friend class Reader;
  friend class Transaction;
  class Sessions;

  std::filesystem::path path_;
  std::unique_ptr<Sessions> sessions_;
};

template <class Work>
std::invoke_result_t<Work&, Transaction&> Database::write(Work&& work) {
  try {
    Transaction transaction(*this);
    if constexpr (std::is_void_v<std::invoke_result_t<Work&, Transaction&>>) {
      work(transaction);
      transaction.finish();
    } else {
      auto result = work(transaction);
      transaction.finish();
      return result;
    }
  } catch (...) {
    rethrow(path_.string());
  }
}

template <class Work>
std::invoke_result_t<Work&, Reader&> Database::read(Work&& work) {
  try {
    Reader reader(*this, Reader::Snapshot{});
    return work(reader);
  } catch (...) {
    rethrow(path_.string());
  }
}

}  // namespace lixiao::store
