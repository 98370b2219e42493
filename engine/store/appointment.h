#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/date.h"
#include "engine/store/database.h"

namespace lixiao::store {

enum class AppointmentState : std::uint8_t { Booked, Cancelled, Missed };
std::string_view word(AppointmentState state);

/// The one appointment of a student for an item, as it is now; how it came about is in the journal.
struct Appointment {
  std::string item;
  std::string student_no;
  model::Instant start{};
  model::Instant at{};  ///< when it was made what it is
  std::string by;
  std::int64_t revision = 0;  ///< given by putAppointment, never used twice
  std::string uid;            ///< of the calendar entry; stays
  std::int64_t sequence = 0;  ///< of the calendar entry; grows with each change
  AppointmentState state = AppointmentState::Booked;

  bool operator==(const Appointment&) const = default;
};

/// Adds or replaces; returns the revision.
std::int64_t putAppointment(Transaction& transaction, const Appointment& appointment);

std::optional<Appointment> findAppointment(Reader& reader, const std::string& item,
                                           const std::string& student_no);
/// By item.
std::vector<Appointment> appointmentsOf(Reader& reader, const std::string& student_no);
/// Booked and missed ones that begin in [from, to), by time and number.
std::vector<Appointment> appointmentsBetween(Reader& reader, const std::string& item, model::Instant from,
                                             model::Instant to);

struct SlotCount {
  model::Instant start{};
  std::int64_t booked = 0;
};
/// How many are booked for each slot that begins in [from, to), empty slots left out, by time.
std::vector<SlotCount> bookedSlots(Reader& reader, const std::string& item, model::Instant from,
                                   model::Instant to);

}  // namespace lixiao::store
