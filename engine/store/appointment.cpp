#include "engine/store/appointment.h"

#include <array>

#include "engine/store/error.h"
#include "engine/store/meta.h"
#include "engine/store/row.h"

namespace lixiao::store {

namespace {
constexpr std::array<std::string_view, 3> kWords = {"booked", "cancelled", "missed"};

/// The row as its columns are.
struct AppointmentRecord {
  Appointment held;
  std::string state;
};
}  // namespace

template <>
struct Columns<AppointmentRecord> {
  static auto of(auto& row) {
    return std::tie(row.held.item, row.held.student_no, row.held.start, row.held.at, row.held.by,
                    row.held.revision, row.held.uid, row.held.sequence, row.state);
  }
};
template <>
struct Columns<SlotCount> {
  static auto of(auto& row) { return std::tie(row.start, row.booked); }
};

namespace {
#define APPOINTMENT_COLUMNS \
  "SELECT item, student_no, slot_start, at, booked_by, revision, uid, sequence, state FROM appointment "
constexpr auto kFind = APPOINTMENT_COLUMNS "WHERE item = $1 AND student_no = $2";
constexpr auto kOfStudent = APPOINTMENT_COLUMNS "WHERE student_no = $1 ORDER BY item";
constexpr auto kBetween = APPOINTMENT_COLUMNS
    "WHERE item = $1 AND slot_start >= $2 AND slot_start < $3 AND state <> 'cancelled' ORDER BY slot_start, "
    "student_no";
#undef APPOINTMENT_COLUMNS
constexpr auto kCounts =
    "SELECT slot_start, count(*) FROM appointment WHERE item = $1 AND slot_start >= $2 AND slot_start < $3 "
    "AND state = 'booked' GROUP BY slot_start ORDER BY slot_start";
constexpr auto kPut =
    "INSERT INTO appointment (item, student_no, slot_start, at, booked_by, revision, uid, sequence, state) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (item, student_no) DO UPDATE SET slot_start = "
    "excluded.slot_start, at = excluded.at, booked_by = excluded.booked_by, revision = excluded.revision, "
    "sequence = excluded.sequence, state = excluded.state";

Appointment appointment(AppointmentRecord& row) {
  for (std::size_t at = 0; at < kWords.size(); ++at)
    if (kWords[at] == row.state) {
      row.held.state = static_cast<AppointmentState>(at);
      return std::move(row.held);
    }
  throw StoreError(StoreError::Kind::Damaged, "an appointment has no state of this program: " + row.state);
}

std::vector<Appointment> appointments(std::vector<AppointmentRecord> rows) {
  std::vector<Appointment> made;
  made.reserve(rows.size());
  for (AppointmentRecord& row : rows) made.push_back(appointment(row));
  return made;
}
}  // namespace

std::string_view word(AppointmentState state) {
  return kWords[static_cast<std::size_t>(state)];
}

std::int64_t putAppointment(Transaction& transaction, const Appointment& made) {
  std::vector<AppointmentRecord> rows = {{made, std::string(word(made.state))}};
  rows.front().held.revision = nextNumbers(transaction, "appointment_revision");
  executeAll(transaction.session(), kPut, rows);
  return rows.front().held.revision;
}

std::optional<Appointment> findAppointment(Reader& reader, const std::string& item,
                                           const std::string& student_no) {
  auto row = selectOne<AppointmentRecord>(reader.session(), kFind, item, student_no);
  if (!row) return std::nullopt;
  return appointment(*row);
}

std::vector<Appointment> appointmentsOf(Reader& reader, const std::string& student_no) {
  return appointments(select<AppointmentRecord>(reader.session(), kOfStudent, student_no));
}

std::vector<Appointment> appointmentsBetween(Reader& reader, const std::string& item, model::Instant from,
                                             model::Instant to) {
  return appointments(
      select<AppointmentRecord>(reader.session(), kBetween, item, milliseconds(from), milliseconds(to)));
}

std::vector<SlotCount> bookedSlots(Reader& reader, const std::string& item, model::Instant from,
                                   model::Instant to) {
  return select<SlotCount>(reader.session(), kCounts, item, milliseconds(from), milliseconds(to));
}

}  // namespace lixiao::store
