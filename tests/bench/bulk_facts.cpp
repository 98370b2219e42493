#include "tests/bench/bulk_facts.h"

#include <sqlite3.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <thread>

#include "engine/board/board.h"
#include "engine/service/commands.h"
#include "engine/store/sealing.h"

namespace lixiao::bench {
namespace {

namespace fs = std::filesystem;
using Delivery = service::Commands::Delivery;

const std::vector<std::string> kFacts = {"finance.tuition_due", "finance.dorm_due", "library.loans",
                                         "library.fines", "housing.dorm_due"};

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

/// `amount` for every student and fact, up to so many facts.
Delivery deliveryOf(const board::Board& board, std::size_t most, std::int64_t amount, model::Instant as_of) {
  Delivery delivery{"bulk", kFacts, {}, {}, as_of};
  board.read([&](const board::Contents& contents) {
    for (const auto& partition : contents.partitions())
      for (std::size_t row = 0; row < partition->rows(); ++row)
        for (const std::string& fact : kFacts) {
          if (delivery.facts.size() == most) return 0;
          delivery.facts.push_back({partition->studentNo(row), fact, model::Value(amount)});
        }
    return 0;
  });
  return delivery;
}

void require(bool good, const char* what) {
  if (!good) throw std::runtime_error(what);
}

void execute(sqlite3* database, const char* sql) {
  require(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sqlite3_errmsg(database));
}

void insertPlainly(sqlite3* database, const Delivery& delivery) {
  execute(database, "BEGIN");
  sqlite3_stmt* insert = nullptr;
  require(sqlite3_prepare_v2(database, "INSERT INTO fact VALUES (?, ?, ?, ?, ?)", -1, &insert, nullptr) ==
              SQLITE_OK,
          sqlite3_errmsg(database));
  for (const Delivery::Row& row : delivery.facts) {
    sqlite3_bind_text(insert, 1, row.student_no.c_str(), -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 2, row.fact.c_str(), -1, SQLITE_STATIC);
    sqlite3_bind_int64(insert, 3, *row.value.number());
    sqlite3_bind_int64(insert, 4, delivery.as_of.time_since_epoch().count());
    sqlite3_bind_text(insert, 5, delivery.source.c_str(), -1, SQLITE_STATIC);
    require(sqlite3_step(insert) == SQLITE_DONE, sqlite3_errmsg(database));
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  execute(database, "COMMIT");
}

double plainSqlite(const fs::path& path, const Delivery& delivery) {
  sqlite3* raw = nullptr;
  require(sqlite3_open(path.c_str(), &raw) == SQLITE_OK, "the plain database cannot be made");
  const std::unique_ptr<sqlite3, int (*)(sqlite3*)> database(raw, sqlite3_close);
  execute(raw, "PRAGMA journal_mode = WAL");
  execute(raw, "PRAGMA synchronous = FULL");
  execute(raw,
          "CREATE TABLE fact (student_no TEXT, fact TEXT, value BIGINT, as_of BIGINT, source TEXT, "
          "PRIMARY KEY (fact, student_no)) WITHOUT ROWID");
  return timed([&] { insertPlainly(raw, delivery); });
}

}  // namespace

BulkFacts applyInBulk(const fs::path& database, std::size_t facts) {
  const fs::path folder = database.parent_path() / "bulk";
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::copy_file(database, folder / "lixiao.db");
  const Ticking clock;
  store::Database copy(folder / "lixiao.db");
  const store::Sealer sealer(database.string() + ".key");
  board::Editions editions;
  board::Board board(copy, clock, editions);
  board.start();
  while (!board.ready()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  service::Commands commands(service::Engine{copy, editions, board, sealer, clock});
  const auto apply = [&](std::int64_t amount) {
    Delivery delivery = deliveryOf(board, facts, amount, clock.now());
    return timed([&] {
      require(static_cast<bool>(commands.recordDelivery(std::move(delivery))), "the delivery was refused");
      require(board.waitFor(copy.read([](store::Reader& reader) { return reader.journalPosition(); }),
                            std::chrono::minutes(5)),
              "the board does not follow");
    });
  };
  BulkFacts result;
  result.new_seconds = apply(12345);
  result.same_seconds = apply(12345);
  const Delivery delivery = deliveryOf(board, facts, 12345, clock.now());
  result.facts = delivery.facts.size();
  result.sqlite_seconds = plainSqlite(folder / "plain.db", delivery);
  fs::remove_all(folder);
  return result;
}

}  // namespace lixiao::bench
