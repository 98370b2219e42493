#include "engine/store/slip.h"

#include "engine/store/row.h"

namespace lixiao::store {

template <>
struct Columns<Slip> {
  static auto of(auto& row) {
    return std::tie(row.code, row.student_no, row.at, row.by, row.workflow_digest, row.says, row.revoked);
  }
};

namespace {
#define SLIP_COLUMNS "SELECT code, student_no, at, issued_by, workflow_digest, says, revoked FROM slip "
constexpr auto kFind = SLIP_COLUMNS "WHERE code = $1";
constexpr auto kLive =
    SLIP_COLUMNS "WHERE student_no = $1 AND revoked IS NULL ORDER BY at DESC, code LIMIT 1";
#undef SLIP_COLUMNS
constexpr auto kAdd =
    "INSERT INTO slip (code, student_no, at, issued_by, workflow_digest, says, revoked) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)";
constexpr auto kRevoke = "UPDATE slip SET revoked = $1 WHERE student_no = $2 AND revoked IS NULL";
}  // namespace

void addSlip(Transaction& transaction, const Slip& slip) {
  std::vector<Slip> rows = {slip};
  executeAll(transaction.session(), kAdd, rows);
}

std::int64_t revokeSlips(Transaction& transaction, const std::string& student_no, model::Instant at) {
  return execute(transaction.session(), kRevoke, milliseconds(at), student_no);
}

std::optional<Slip> findSlip(Reader& reader, const std::string& code) {
  return selectOne<Slip>(reader.session(), kFind, code);
}

std::optional<Slip> liveSlipOf(Reader& reader, const std::string& student_no) {
  return selectOne<Slip>(reader.session(), kLive, student_no);
}

}  // namespace lixiao::store
