#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/store/database.h"
#include "engine/store/journal.h"

namespace lixiao::store::test {

/// A folder of its own, gone at the end.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A new database in a folder of its own.
struct Fixture {
  Folder folder;
  std::filesystem::path file = folder / "lixiao.db";
  Database database{file};
};

/// Runs SQL straight through SQLite, as somebody would who goes round the program. Returns the first column
/// of the rows. Throws std::runtime_error.
std::vector<std::string> rawSql(const std::filesystem::path& file, const std::string& sql);

/// What a shell command writes on standard output, without its last line end.
std::string output(const std::string& command);

/// As if the disk held no more than `pages` pages of the database, for this connection.
void limitPages(Transaction& transaction, int pages);

/// Every byte of the database and of its log.
std::string fileBytes(const std::filesystem::path& file);

inline model::Instant at(std::int64_t milliseconds) {
  return model::Instant{std::chrono::milliseconds{milliseconds}};
}

/// `student.changed` of student `S<i>` by actor `a<i mod 3>`, at i seconds.
JournalEntry entry(int i);
/// Appends entry(1) to entry(count).
void appendEntries(Database& database, int count);

/// `20150000 + i`
std::string number(int i);

}  // namespace lixiao::store::test
