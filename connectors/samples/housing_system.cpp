#include "connectors/samples/housing_system.h"

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/Statement.h>

#include <map>

#include "connectors/samples/sample_program.h"

namespace lixiao::samples {
namespace {

using namespace Poco::Data::Keywords;

constexpr const char* kCreate =
    "CREATE TABLE IF NOT EXISTS room (student_no TEXT PRIMARY KEY, checked_out INTEGER NOT NULL)";
constexpr const char* kInsert = "INSERT INTO room (student_no, checked_out) VALUES ($1, $2)";
constexpr const char* kUpdate = "UPDATE room SET checked_out = $1 WHERE student_no = $2";
constexpr const char* kCount = "SELECT count(*) FROM room WHERE student_no = $1";
constexpr const char* kRooms = "SELECT student_no, checked_out FROM room";

/// What the view selects while a fault is on; `lock` and `missing-view` are not among them.
const std::map<std::string, std::string>& faultySelects() {
  static const std::map<std::string, std::string> selects = {
      {"duplicate", std::string(kRooms) + " UNION ALL " + kRooms},
      {"empty", std::string(kRooms) + " WHERE false"},
      {"unknown", std::string(kRooms) + " WHERE student_no <> (SELECT min(student_no) FROM room)"},
      {"not-said", "SELECT student_no, NULL AS checked_out FROM room"},
      {"wrong-value", "SELECT student_no, 2 AS checked_out FROM room"},
      {"silence",
       "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
       "SELECT student_no, checked_out FROM room, n WHERE x < 0"},
  };
  return selects;
}

Poco::Data::Session open(const std::filesystem::path& database) {
  Poco::Data::SQLite::Connector::registerConnector();
  return Poco::Data::Session(Poco::Data::SQLite::Connector::KEY, database.string());
}

/// Throws std::runtime_error for anything but `true`, `false`, `1` and `0`.
int flag(const std::string& text) {
  if (text == "true" || text == "1") return 1;
  if (text == "false" || text == "0") return 0;
  throw std::runtime_error("housing.csv: checked_out is true or false, not " + text);
}

}  // namespace

HousingSystem::HousingSystem(const std::filesystem::path& folder, const std::filesystem::path& database,
                             const Faults& faults)
    : faults_(faults), session_(open(database)) {
  std::vector<std::string> numbers;
  std::vector<int> checked_out;
  for (const auto& row : readCsv(folder / "housing.csv", {"student_no", "checked_out"})) {
    numbers.push_back(row.at("student_no"));
    checked_out.push_back(flag(row.at("checked_out")));
  }
  execute("BEGIN IMMEDIATE");
  execute(kCreate);
  execute("DELETE FROM room");
  if (!numbers.empty()) session_ << kInsert, use(numbers), use(checked_out), now;
  replaceView(kRooms);
  execute("COMMIT");
}

HousingSystem::~HousingSystem() {
  if (locked_) execute("ROLLBACK");
}

std::vector<std::string> HousingSystem::faultKinds() {
  std::vector<std::string> kinds{"lock", "missing-view"};
  for (const auto& [kind, select] : faultySelects()) kinds.push_back(kind);
  return kinds;
}

Reply HousingSystem::control(const Call& call) {
  if (call.method != "POST") return {405, "application/json", "{}"};
  if (call.path != "/check-out" && call.path != "/check-in") return {404, "application/json", "{}"};
  const auto given = call.query.find("student_no");
  std::string student_no = given == call.query.end() ? "" : given->second;
  int checked_out = call.path == "/check-out" ? 1 : 0;
  int rooms = 0;
  std::lock_guard lock(mutex_);
  session_ << kCount, into(rooms), use(student_no), now;
  if (rooms == 0) return {404, "application/json", "{}"};
  session_ << kUpdate, use(checked_out), use(student_no), now;
  return {};
}

void HousingSystem::applyFault() {
  const std::string fault = faults_.current();
  std::lock_guard lock(mutex_);
  if (locked_) execute("ROLLBACK");
  locked_ = false;
  const auto faulty = faultySelects().find(fault);
  replaceView(faulty == faultySelects().end() ? kRooms : faulty->second);
  if (fault == "missing-view") execute("DROP VIEW room_check_out");
  if (fault == "lock") {
    execute("BEGIN EXCLUSIVE");
    locked_ = true;
  }
}

void HousingSystem::execute(const std::string& sql) {
  session_ << sql, now;
}

void HousingSystem::replaceView(const std::string& select) {
  execute("DROP VIEW IF EXISTS room_check_out");
  execute("CREATE VIEW room_check_out AS " + select);
}

}  // namespace lixiao::samples
