#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/store/database.h"

namespace lixiao::store {

/// What the system of a department is told of one student.
struct OutgoingRow {
  std::string student_no;
  bool leaving = true;  ///< false: is not among those who leave any more

  bool operator==(const OutgoingRow&) const = default;
};

/// A message to the system of a department, which waits until it is acknowledged.
struct OutgoingMessage {
  std::int64_t id = 0;
  std::string receiver;
  model::Instant at{};
  std::int64_t students = 0;
  std::int64_t attempts = 0;
  model::Instant next_at{};                 ///< not tried before
  std::optional<model::Instant> failed_at;  ///< the last attempt that failed, also when a later one went well
  std::string error_kind, error;            ///< of that attempt
  std::string answer;                       ///< the beginning of the last answer
  std::optional<model::Instant> acknowledged;

  bool operator==(const OutgoingMessage&) const = default;
};

/// Who leaves by a roster that is final and is not on the list `exempt` ("": nobody is exempt), compared with
/// what `receiver` was told for this edition: the differences, by student number.
std::vector<OutgoingRow> outgoingChanges(Reader& reader, const std::string& edition,
                                         const std::string& receiver, const std::string& exempt);
/// Writes a message with these rows; from now on the receiver counts as told. Returns its id.
std::int64_t addOutgoing(Transaction& transaction, const std::string& edition, const std::string& receiver,
                         model::Instant at, const std::vector<OutgoingRow>& rows);
/// The oldest message of a receiver that is not acknowledged.
std::optional<OutgoingMessage> oldestOutgoing(Reader& reader, const std::string& receiver);
/// As if no receiver had been told of anybody yet: all are told anew. What was written stays.
void forgetOutgoing(Transaction& transaction);
std::optional<OutgoingMessage> outgoingMessage(Reader& reader, std::int64_t id);
std::vector<OutgoingRow> rowsOfOutgoing(Reader& reader, std::int64_t id);
/// Writes attempts, next_at, the error, the answer and acknowledged.
void updateOutgoing(Transaction& transaction, const OutgoingMessage& message);
/// The newest first.
std::vector<OutgoingMessage> lastOutgoing(Reader& reader, const std::string& receiver, std::int64_t limit);
/// How many students a receiver knows to leave, of how many it was not reached yet, and by how many messages.
struct OutgoingCounts {
  std::int64_t acknowledged = 0;
  std::int64_t waiting = 0;
  std::int64_t messages_waiting = 0;
};
OutgoingCounts outgoingCounts(Reader& reader, const std::string& edition, const std::string& receiver);

}  // namespace lixiao::store
