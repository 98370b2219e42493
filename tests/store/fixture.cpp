#include "tests/store/fixture.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>

#include "engine/store/row.h"

namespace lixiao::store::test {

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "lixiao-store-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::vector<std::string> rawSql(const std::filesystem::path& file, const std::string& sql) {
  sqlite3* opened = nullptr;
  const int rc = sqlite3_open(file.c_str(), &opened);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(opened, sqlite3_close);
  if (rc != SQLITE_OK) throw std::runtime_error("cannot open");
  std::vector<std::string> rows;
  const auto collect = [](void* into, int, char** values, char**) {
    static_cast<std::vector<std::string>*>(into)->emplace_back(values[0] ? values[0] : "");
    return 0;
  };
  sqlite3_busy_timeout(database.get(), 10000);
  sqlite3_exec(database.get(), "PRAGMA synchronous = OFF", nullptr, nullptr, nullptr);
  if (sqlite3_exec(database.get(), sql.c_str(), collect, &rows, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(database.get()));
  return rows;
}

std::string output(const std::string& command) {
  const std::unique_ptr<FILE, decltype(&pclose)> pipe(popen(command.c_str(), "r"), pclose);
  if (!pipe) throw std::runtime_error("cannot run " + command);
  std::string text;
  for (int c = 0; (c = fgetc(pipe.get())) != EOF;) text.push_back(static_cast<char>(c));
  if (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

void limitPages(Transaction& transaction, int pages) {
  execute(transaction.session(), ("PRAGMA main.max_page_count = " + std::to_string(pages)).c_str());
}

std::string fileBytes(const std::filesystem::path& file) {
  std::string bytes;
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::ifstream in(file.string() + suffix, std::ios::binary);
    bytes.append(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return bytes;
}

JournalEntry entry(int i) {
  return {at(1000 * i),
          "a" + std::to_string(i % 3),
          std::string(kind::kStudentChanged),
          number(i),
          std::nullopt,
          R"({"name":"学生 )" + std::to_string(i) + "\"}"};
}

void appendEntries(Database& database, int count) {
  std::vector<JournalEntry> entries;
  for (int i = 1; i <= count; ++i) entries.push_back(entry(i));
  database.write([&](Transaction& transaction) { appendJournal(transaction, entries); });
}

std::string number(int i) {
  return std::to_string(20150000 + i);
}

}  // namespace lixiao::store::test
