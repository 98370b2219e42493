#include <signal.h>
#include <sys/resource.h>

#include <fstream>

#include "engine/store/database.h"
#include "engine/store/journal_verify.h"
#include "engine/store/meta.h"
#include "tests/catch.h"
#include "tests/store/fixture.h"

using namespace lixiao::store;
using namespace lixiao::store::test;

namespace {
/// No file may grow beyond `bytes` while this lives, as on a disk that is full.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = ::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int) = SIG_DFL;
};

void writeMuch(Database& database) {
  database.write([](Transaction& transaction) {
    setMeta(transaction, "half", "written");
    std::vector<JournalEntry> entries(2000, entry(1));
    for (JournalEntry& made : entries) made.payload.append(2000, 'x');
    appendJournal(transaction, entries);
  });
}

void checkNothingHalfWritten(Database& database) {
  database.read([](Reader& reader) {
    CHECK(getMeta(reader, "half") == std::nullopt);
    const ChainReport report = verifyJournal(reader);
    CHECK_FALSE(report.fault);
    CHECK(report.entries == 5);
  });
}
}  // namespace

TEST_CASE("When a file cannot grow the change fails whole, reading goes on, and later writes work",
          "[fault]") {
  Fixture f;
  appendEntries(f.database, 5);
  {
    const SmallDisk disk(600000);
    CHECK_THROWS_WITH(writeMuch(f.database), Catch::Contains("nothing of this change was kept"));
    checkNothingHalfWritten(f.database);
  }
  checkNothingHalfWritten(f.database);
  writeMuch(f.database);
  CHECK(f.database.read(journalHead).seq == 2005);
  CHECK(rawSql(f.file, "PRAGMA integrity_check").at(0) == "ok");
}

TEST_CASE("A full disk is told as such", "[fault]") {
  Fixture f;
  appendEntries(f.database, 5);
  try {
    f.database.write([&](Transaction& transaction) {
      limitPages(transaction, 80);
      setMeta(transaction, "half", "written");
      appendJournal(transaction, std::vector<JournalEntry>(5000, entry(1)));
    });
    FAIL("written");
  } catch (const StoreError& fault) {
    CHECK(fault.kind() == StoreError::Kind::Full);
    CHECK(std::string(fault.what()).find("the disk is full") != std::string::npos);
  }
  checkNothingHalfWritten(f.database);
}

TEST_CASE("A file that is not a database is refused in words", "[fault]") {
  const Folder folder;
  const auto file = folder / "lixiao.db";
  std::ofstream(file) << std::string(5000, 'x');
  try {
    const Database opened(file);
    FAIL("opened");
  } catch (const StoreError& fault) {
    CHECK(fault.kind() == StoreError::Kind::Damaged);
    CHECK(std::string(fault.what()).find(file.string()) == 0);
  }
  CHECK_THROWS_WITH(Database(folder / "none/lixiao.db"), Catch::Contains("there is no folder"));
}
