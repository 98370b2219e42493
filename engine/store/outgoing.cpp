#include "engine/store/outgoing.h"

#include <tuple>

#include "engine/store/meta.h"
#include "engine/store/row.h"

namespace lixiao::store {

namespace {
struct RowOfMessage {
  std::int64_t message = 0;
  OutgoingRow row;
};
struct ToldStudent {
  std::string receiver, edition, student_no;
};
struct Progress {
  const OutgoingMessage& of;
};
}  // namespace

template <>
struct Columns<OutgoingRow> {
  static auto of(auto& row) { return std::tie(row.student_no, row.leaving); }
};
template <>
struct Columns<RowOfMessage> {
  static auto of(auto& row) { return std::tie(row.message, row.row.student_no, row.row.leaving); }
};
template <>
struct Columns<ToldStudent> {
  static auto of(auto& row) { return std::tie(row.receiver, row.edition, row.student_no); }
};
template <>
struct Columns<Progress> {
  static auto of(auto& row) {
    return std::tie(row.of.attempts, row.of.next_at, row.of.failed_at, row.of.error_kind, row.of.error,
                    row.of.answer, row.of.acknowledged, row.of.id);
  }
};
template <>
struct Columns<OutgoingMessage> {
  static auto of(auto& row) {
    return std::tie(row.id, row.receiver, row.at, row.students, row.attempts, row.next_at, row.failed_at,
                    row.error_kind, row.error, row.answer, row.acknowledged);
  }
};
template <>
struct Columns<OutgoingCounts> {
  static auto of(auto& row) { return std::tie(row.acknowledged, row.waiting, row.messages_waiting); }
};

namespace {
constexpr auto kChanges = R"(
  WITH leaving AS (
    SELECT student.student_no FROM student
    JOIN roster_final ON roster_final.provider = student.provider AND roster_final.edition = $1
    WHERE student.removed = 0 AND NOT EXISTS (
      SELECT 1 FROM list_member WHERE list_member.list = $2 AND list_member.student_no = student.student_no)),
  told AS (SELECT student_no FROM outgoing_student WHERE receiver = $3 AND edition = $1)
  SELECT student_no, 1 FROM leaving WHERE student_no NOT IN (SELECT student_no FROM told)
  UNION ALL SELECT student_no, 0 FROM told WHERE student_no NOT IN (SELECT student_no FROM leaving)
  ORDER BY 1)";
constexpr auto kAddMessage =
    "INSERT INTO outgoing_message (id, receiver, at, students, attempts, next_at, failed_at, error_kind, "
    "error, "
    "answer, acknowledged) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
constexpr auto kAddRow = "INSERT INTO outgoing_row (message, student_no, leaving) VALUES ($1, $2, $3)";
constexpr auto kTell = "INSERT INTO outgoing_student (receiver, edition, student_no) VALUES ($1, $2, $3)";
constexpr auto kUntell =
    "DELETE FROM outgoing_student WHERE receiver = $1 AND edition = $2 AND student_no = $3";
#define OUTGOING_COLUMNS                                                                         \
  "SELECT id, receiver, at, students, attempts, next_at, failed_at, error_kind, error, answer, " \
  "acknowledged "                                                                                \
  "FROM outgoing_message "
constexpr auto kOldest = OUTGOING_COLUMNS "WHERE receiver = $1 AND acknowledged IS NULL ORDER BY id LIMIT 1";
constexpr auto kLast = OUTGOING_COLUMNS "WHERE receiver = $1 ORDER BY id DESC LIMIT $2";
constexpr auto kMessage = OUTGOING_COLUMNS "WHERE id = $1";
#undef OUTGOING_COLUMNS
constexpr auto kRows = "SELECT student_no, leaving FROM outgoing_row WHERE message = $1 ORDER BY student_no";
constexpr auto kUpdate =
    "UPDATE outgoing_message SET attempts = $1, next_at = $2, failed_at = $3, error_kind = $4, error = $5, "
    "answer = $6, acknowledged = $7 WHERE id = $8";
constexpr auto kCounts = R"(
  WITH message AS (SELECT id FROM outgoing_message WHERE receiver = $1 AND acknowledged IS NULL),
  waiting AS (SELECT DISTINCT student_no FROM outgoing_row WHERE message IN (SELECT id FROM message))
  SELECT (SELECT count(*) FROM outgoing_student WHERE receiver = $1 AND edition = $2
          AND student_no NOT IN (SELECT student_no FROM waiting)),
  (SELECT count(*) FROM waiting), (SELECT count(*) FROM message))";
}  // namespace

std::vector<OutgoingRow> outgoingChanges(Reader& reader, const std::string& edition,
                                         const std::string& receiver, const std::string& exempt) {
  return select<OutgoingRow>(reader.session(), kChanges, edition, exempt, receiver);
}

std::int64_t addOutgoing(Transaction& transaction, const std::string& edition, const std::string& receiver,
                         model::Instant at, const std::vector<OutgoingRow>& rows) {
  OutgoingMessage message;
  message.id = nextNumbers(transaction, "outgoing_message");
  message.receiver = receiver;
  message.at = message.next_at = at;
  message.students = static_cast<std::int64_t>(rows.size());
  std::vector<OutgoingMessage> messages = {message};
  executeAll(transaction.session(), kAddMessage, messages);
  std::vector<RowOfMessage> of_message;
  std::vector<ToldStudent> told, untold;
  for (const OutgoingRow& row : rows) {
    of_message.push_back({message.id, row});
    (row.leaving ? told : untold).push_back({receiver, edition, row.student_no});
  }
  if (!of_message.empty()) executeAll(transaction.session(), kAddRow, of_message);
  if (!told.empty()) executeAll(transaction.session(), kTell, told);
  if (!untold.empty()) executeAll(transaction.session(), kUntell, untold);
  return message.id;
}

std::optional<OutgoingMessage> oldestOutgoing(Reader& reader, const std::string& receiver) {
  return selectOne<OutgoingMessage>(reader.session(), kOldest, receiver);
}

void forgetOutgoing(Transaction& transaction) {
  execute(transaction.session(), "DELETE FROM outgoing_student");
}

std::optional<OutgoingMessage> outgoingMessage(Reader& reader, std::int64_t id) {
  return selectOne<OutgoingMessage>(reader.session(), kMessage, id);
}

std::vector<OutgoingRow> rowsOfOutgoing(Reader& reader, std::int64_t id) {
  return select<OutgoingRow>(reader.session(), kRows, id);
}

void updateOutgoing(Transaction& transaction, const OutgoingMessage& message) {
  std::vector<Progress> rows = {{message}};
  executeAll(transaction.session(), kUpdate, rows);
}

std::vector<OutgoingMessage> lastOutgoing(Reader& reader, const std::string& receiver, std::int64_t limit) {
  return select<OutgoingMessage>(reader.session(), kLast, receiver, limit);
}

OutgoingCounts outgoingCounts(Reader& reader, const std::string& edition, const std::string& receiver) {
  return selectOne<OutgoingCounts>(reader.session(), kCounts, receiver, edition).value_or(OutgoingCounts{});
}

}  // namespace lixiao::store
