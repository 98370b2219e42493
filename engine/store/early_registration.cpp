#include "engine/store/early_registration.h"

#include "engine/store/registration_record.h"
#include "engine/store/row.h"

namespace lixiao::store {

namespace {
/// The row as its columns are.
struct EarlyRecord {
  std::string item;
  std::string student_no;
  HeldRegistration held;
  std::optional<std::int64_t> removed;
};
}  // namespace

template <>
struct Columns<EarlyRecord> {
  static auto of(auto& row) {
    return std::tie(row.item, row.student_no, row.held.result, row.held.remark, row.held.until, row.held.at,
                    row.held.by, row.held.revision, row.held.condition, row.held.amount, row.removed);
  }
};

namespace {
constexpr auto kNote =
    "INSERT INTO early_registration (student_no, item) SELECT student_no, item FROM registration "
    "WHERE student_no = $1 ON CONFLICT (student_no, item) DO NOTHING";
constexpr auto kForget = "DELETE FROM early_registration WHERE student_no = $1";
constexpr auto kOfItem =
    "SELECT r.item, r.student_no, r.result, r.remark, r.until_day, r.at, r.registered_by, r.revision, "
    "r.condition, r.amount, s.removed FROM early_registration e "
    "JOIN registration r ON r.item = e.item AND r.student_no = e.student_no "
    "LEFT JOIN student s ON s.student_no = e.student_no "
    "WHERE e.item = $1 AND (s.student_no IS NULL OR s.removed = 1) ORDER BY r.at, r.student_no";

void forEachNumber(Transaction& transaction, const char* sql, const std::vector<std::string>& student_nos) {
  std::vector<Text> rows;
  rows.reserve(student_nos.size());
  for (const std::string& student_no : student_nos) rows.push_back({student_no});
  executeAll(transaction.session(), sql, rows);
}
}  // namespace

void noteAbsent(Transaction& transaction, const std::vector<std::string>& student_nos) {
  forEachNumber(transaction, kNote, student_nos);
}

void forgetAbsent(Transaction& transaction, const std::vector<std::string>& student_nos) {
  forEachNumber(transaction, kForget, student_nos);
}

std::vector<EarlyRegistration> earlyRegistrations(Reader& reader, const std::string& item) {
  std::vector<EarlyRegistration> found;
  for (EarlyRecord& record : select<EarlyRecord>(reader.session(), kOfItem, item)) {
    const std::int64_t revision = record.held.revision;
    found.push_back(
        {{std::move(record.student_no), std::move(record.item), registration(record.held), revision},
         record.removed.has_value()});
  }
  return found;
}

}  // namespace lixiao::store
