#include "engine/store/poll.h"

#include "engine/store/row.h"

namespace lixiao::store {

template <>
struct Columns<PollRecord> {
  static auto of(auto& row) {
    return std::tie(row.source, row.began, row.took, row.students_asked, row.facts_delivered,
                    row.unknown_students, row.error_kind, row.error, row.answer, row.held_fact, row.held_of,
                    row.held_before, row.held_after, row.as_of);
  }
};

namespace {
constexpr auto kRemove = "DELETE FROM poll WHERE source = $1 AND began = $2";
constexpr auto kAdd =
    "INSERT INTO poll (source, began, took, students_asked, facts_delivered, unknown_students, "
    "error_kind, error, answer, held_fact, held_of, held_before, held_after, as_of) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
constexpr auto kForget =
    "DELETE FROM poll WHERE source = $1 AND began < "
    "(SELECT min(began) FROM (SELECT began FROM poll WHERE source = $1 ORDER BY began DESC LIMIT $2))";
constexpr auto kOfSource =
    "SELECT source, began, took, students_asked, facts_delivered, unknown_students, error_kind, error, "
    "answer, held_fact, held_of, held_before, held_after, as_of FROM poll WHERE source = $1 ORDER BY began "
    "DESC";
}  // namespace

void putPoll(Transaction& transaction, const PollRecord& poll, std::int64_t most) {
  std::vector<PollRecord> rows = {poll};
  execute(transaction.session(), kRemove, poll.source, milliseconds(poll.began));
  executeAll(transaction.session(), kAdd, rows);
  execute(transaction.session(), kForget, poll.source, most);
}

std::vector<PollRecord> pollsOf(Reader& reader, const std::string& source) {
  return select<PollRecord>(reader.session(), kOfSource, source);
}

}  // namespace lixiao::store
