#include "tests/bench/bulk_facts.h"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <thread>

#include "connectors/checked_fetch.h"
#include "connectors/plugin.h"
#include "connectors/plugin_loader.h"
#include "engine/board/board.h"
#include "engine/service/commands.h"
#include "engine/store/sealing.h"

namespace lixiao::bench {
namespace {

namespace fs = std::filesystem;
using connectors::StudentRef;

constexpr auto kSource = "library";

/// Moves on with every question, so that each delivery is newer than the one before.
class Ticking final : public model::Clock {
 public:
  model::Instant now() const override { return now_ += std::chrono::seconds(1); }

 private:
  mutable model::Instant now_ = *model::parseInstant("2015-06-24T12:00:00+08:00");
};

double timed(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void require(bool good, const char* what) {
  if (!good) throw std::runtime_error(what);
}

void execute(sqlite3* database, const char* sql) {
  require(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sqlite3_errmsg(database));
}

using Opened = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;

Opened opened(const fs::path& path) {
  sqlite3* database = nullptr;
  constexpr int kAsByDefault = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX;
  require(sqlite3_open_v2(path.c_str(), &database, kAsByDefault, nullptr) == SQLITE_OK,
          "a database cannot be opened");
  return {database, sqlite3_close};
}

void insertPlainly(sqlite3* database, const connectors::Delivery& delivery) {
  execute(database, "BEGIN");
  sqlite3_stmt* insert = nullptr;
  require(sqlite3_prepare_v2(database, "INSERT INTO fact VALUES (?, ?, ?, ?, ?)", -1, &insert, nullptr) ==
              SQLITE_OK,
          sqlite3_errmsg(database));
  for (const connectors::StudentFact& row : delivery.facts) {
    sqlite3_bind_text(insert, 1, row.student_no.c_str(), -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 2, row.fact.c_str(), -1, SQLITE_STATIC);
    sqlite3_bind_int64(insert, 3, *row.value.number());
    sqlite3_bind_int64(insert, 4, delivery.as_of.time_since_epoch().count());
    sqlite3_bind_text(insert, 5, kSource, -1, SQLITE_STATIC);
    require(sqlite3_step(insert) == SQLITE_DONE, sqlite3_errmsg(database));
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  execute(database, "COMMIT");
}

double plainSqlite(const fs::path& path, const connectors::Delivery& delivery) {
  const auto database = opened(path);
  sqlite3* raw = database.get();
  execute(raw, "PRAGMA journal_mode = WAL");
  execute(raw, "PRAGMA synchronous = FULL");
  execute(raw,
          "CREATE TABLE fact (student_no TEXT, fact TEXT, value BIGINT, as_of BIGINT, source TEXT, "
          "PRIMARY KEY (fact, student_no)) WITHOUT ROWID");
  return timed([&] { insertPlainly(raw, delivery); });
}

/// Nobody has a loan or a fine yet.
void forgetFacts(const fs::path& path) {
  execute(opened(path).get(), "DELETE FROM fact WHERE fact IN ('library.loans', 'library.fines')");
}

/// By number, as the service asks about them.
std::vector<StudentRef> studentsOf(const board::Board& board) {
  return board.read([](const board::Contents& contents) {
    std::vector<StudentRef> students;
    for (const auto& partition : contents.partitions())
      for (std::size_t row = 0; row < partition->rows(); ++row)
        students.push_back({partition->studentNo(row)});
    std::sort(students.begin(), students.end(),
              [](const StudentRef& a, const StudentRef& b) { return a.student_no < b.student_no; });
    return students;
  });
}

/// Where the library says what every student has.
struct Shelf {
  std::vector<std::pair<const char*, const char*>> settings;
  void (*fill)(const fs::path& folder, const std::vector<StudentRef>& students, std::int64_t loans,
               std::int64_t fines);
};

void dropFile(const fs::path& folder, const std::vector<StudentRef>& students, std::int64_t loans,
              std::int64_t fines) {
  fs::create_directories(folder / "drop");
  std::ofstream file(folder / "drop" / "books.csv");
  file << "student_no,loans,fines\n";
  for (const StudentRef& student : students)
    file << student.student_no << ',' << loans << ',' << fines << '\n';
  file << "TOTAL," << students.size() << ",\n";
}

void fillView(const fs::path& folder, const std::vector<StudentRef>& students, std::int64_t loans,
              std::int64_t fines) {
  fs::remove(folder / "books.db");
  const auto database = opened(folder / "books.db");
  execute(database.get(), "BEGIN; CREATE TABLE book (student_no TEXT PRIMARY KEY, loans INT, fines INT)");
  for (const StudentRef& student : students)
    execute(database.get(), ("INSERT INTO book VALUES ('" + student.student_no + "'," +
                             std::to_string(loans) + "," + std::to_string(fines) + ")")
                                .c_str());
  execute(database.get(), "CREATE VIEW books AS SELECT * FROM book; COMMIT");
}

const Shelf kFile{{{"transport", "file"}, {"folder", "drop"}, {"file_name", "books.csv"}}, dropFile};
const Shelf kView{{{"transport", "sql"}, {"engine", "sqlite"}, {"database", "books.db"}, {"view", "books"}},
                  fillView};

/// The connector, as the service has it from its plugin and settings.
class Library {
 public:
  Library(const fs::path& folder, const Shelf& shelf) : folder_(folder), shelf_(shelf) {
    const std::vector<connectors::Setting> plugins = {{"lixiao_library.so", {}, {}, ""}};
    require(connectors::loadPlugins(plugins, LIXIAO_BINARY_DIR "/plugins", registry_).empty(), "no plugin");
    connectors::Settings settings(model::Place{(folder / "lixiao.yaml").string(), 1, 1});
    for (const auto& [key, value] : shelf.settings) settings.set(key, value);
    settings.set("amount_unit", "fen");
    const connectors::ConnectorFactory* factory = registry_.find(kSource);
    require(factory->check(settings).empty(), "the settings are wrong");
    facts_ = factory->facts(settings);
    connector_ = factory->create(settings);
  }

  void fill(const std::vector<StudentRef>& students, std::int64_t loans, std::int64_t fines) const {
    shelf_.fill(folder_, students, loans, fines);
  }
  connectors::Delivery fetch(const std::vector<StudentRef>& students, const model::Clock& clock) const {
    auto result = connectors::checkedFetch(*connector_, facts_, students, clock, {});
    if (result.failure()) throw std::runtime_error(result.failure()->text);
    return std::move(*result.delivery());
  }
  const std::vector<std::string>& facts() const { return facts_; }

 private:
  fs::path folder_;
  const Shelf& shelf_;
  connectors::Registry registry_;
  std::vector<std::string> facts_;
  std::unique_ptr<connectors::Connector> connector_;
};

service::Commands::Delivery deliveryOf(connectors::Delivery said, const std::vector<std::string>& facts,
                                       model::Instant as_of) {
  service::Commands::Delivery delivery{kSource, facts, {}, std::move(said.unknown_students), as_of};
  delivery.facts.reserve(said.facts.size());
  for (connectors::StudentFact& fact : said.facts)
    delivery.facts.push_back({std::move(fact.student_no), std::move(fact.fact), std::move(fact.value)});
  return delivery;
}

}  // namespace

BulkFacts applyInBulk(const fs::path& database) {
  const fs::path folder = database.parent_path() / "bulk";
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::copy_file(database, folder / "lixiao.db");
  forgetFacts(folder / "lixiao.db");
  const Ticking clock;
  store::Database copy(folder / "lixiao.db");
  const store::Sealer sealer(database.string() + ".key");
  board::Editions editions;
  board::Board board(copy, clock, editions);
  board.start();
  while (!board.ready()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  service::Commands commands(service::Engine{copy, editions, board, sealer, clock});
  const Library by_file(folder, kFile), by_view(folder, kView);
  const std::vector<StudentRef> students = studentsOf(board);
  const auto apply = [&](const Library& library, std::int64_t loans, std::int64_t fines) {
    library.fill(students, loans, fines);
    return timed([&] {
      auto delivery = deliveryOf(library.fetch(students, clock), library.facts(), clock.now());
      require(static_cast<bool>(commands.recordDelivery(std::move(delivery))), "the delivery was refused");
      require(board.waitFor(copy.read([](store::Reader& reader) { return reader.journalPosition(); }),
                            std::chrono::minutes(5)),
              "the board does not follow");
    });
  };
  BulkFacts result;
  result.first_seconds = apply(by_file, 1, 12345);
  result.changed_seconds = apply(by_file, 2, 54321);
  result.same_seconds = apply(by_file, 2, 54321);
  result.view_changed_seconds = apply(by_view, 3, 12345);
  result.view_same_seconds = apply(by_view, 3, 12345);
  const connectors::Delivery delivery = by_view.fetch(students, clock);
  result.facts = delivery.facts.size();
  result.sqlite_seconds = plainSqlite(folder / "plain.db", delivery);
  fs::remove_all(folder);
  return result;
}

}  // namespace lixiao::bench
