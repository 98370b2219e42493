#pragma once

#include <chrono>
#include <compare>
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

/// Where a journal stands. One that started anew counts from 1 again, in the next epoch.
struct JournalPosition {
  std::int64_t epoch = 1;
  std::int64_t seq = 0;

  auto operator<=>(const JournalPosition&) const = default;  // NOLINT(modernize-use-nullptr): its false alarm
};

/// While it lives, what this thread writes goes into the journal of this epoch or nowhere: once the journal
/// has started anew, Database::write throws StoreError (StartedAnew). For work that was begun on what the
/// tables held before. 0 asks for nothing. The innermost counts.
class OnlyInEpoch {
 public:
  explicit OnlyInEpoch(std::int64_t epoch);
  ~OnlyInEpoch();
  OnlyInEpoch(const OnlyInEpoch&) = delete;
  OnlyInEpoch& operator=(const OnlyInEpoch&) = delete;

 private:
  std::int64_t outer_;
};

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
  std::int64_t journalSeq() const { return journal_.seq; }
  JournalPosition journalPosition() const { return journal_; }

 protected:
  explicit Reader(Database& database);
  void readJournal();

  Database& database_;
  std::unique_ptr<Poco::Data::Session> session_;
  JournalPosition journal_;

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
  void setJournalSeq(std::int64_t seq) { journal_.seq = seq; }
  /// Told when the tables were cleared and the journal was.
  void setJournalEpoch(std::int64_t epoch) { journal_ = {epoch, 0}; }

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
  /// A file that nobody writes, for reading only: a copy that was put aside. It must have this program's
  /// schema.
  struct ReadOnly {};
  Database(const std::filesystem::path& path, ReadOnly);
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
  bool waitForEntries(const JournalPosition& after, std::chrono::milliseconds timeout,
                      const std::stop_token& stop = {});

  /// Writes what is committed into a new file, whole and without free pages, also inside a write of this
  /// thread (without what that wrote). Throws StoreError when it cannot, or when the file is there and not
  /// empty.
  void copyInto(const std::filesystem::path& file) const;
  /// Rewrites the file without what was deleted, and empties the write-ahead log, so that no byte of it
  /// stays. False when a reader of another connection kept the log from being emptied.
  bool compact();

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
