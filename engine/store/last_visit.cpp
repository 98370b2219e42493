#include "engine/store/last_visit.h"

#include <tuple>

#include "engine/store/row.h"

namespace lixiao::store {

template <>
struct Columns<LastVisit> {
  static auto of(auto& row) {
    return std::tie(row.student_no, row.known, row.known_at, row.shown, row.shown_at, row.ended);
  }
};

namespace {
constexpr auto kFind =
    "SELECT student_no, known, known_at, shown, shown_at, ended FROM last_visit WHERE student_no = $1";
constexpr auto kPut =
    "INSERT INTO last_visit (student_no, known, known_at, shown, shown_at, ended) "
    "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (student_no) DO UPDATE SET known = excluded.known, "
    "known_at = excluded.known_at, shown = excluded.shown, shown_at = excluded.shown_at, "
    "ended = excluded.ended";
}  // namespace

std::optional<LastVisit> findLastVisit(Reader& reader, const std::string& student_no) {
  return selectOne<LastVisit>(reader.session(), kFind, student_no);
}

void putLastVisit(Transaction& transaction, const LastVisit& visit) {
  std::vector<LastVisit> rows = {visit};
  executeAll(transaction.session(), kPut, rows);
}

}  // namespace lixiao::store
