#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/status.h"
#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"
#include "engine/store/appointment.h"

namespace lixiao::service {

/// An appointment as people see it.
struct BookingView {
  std::string item;
  model::LocalizedText title, department;
  std::string student_no, name;
  model::Instant start{}, end{};
  model::Date day;
  std::string from, to;  ///< `09:30`, local
  std::optional<model::Date> valid_until;
  store::AppointmentState state = store::AppointmentState::Booked;
  std::int64_t revision = 0;
  std::string uid;
  std::int64_t sequence = 0;
  model::Instant changed_at{};
  bool in_hours = true;  ///< false: the edition no longer has this slot
  bool begun = false;
};

/// What one student may book for one item.
struct AppointmentOffer {
  std::string item, student_no, name;
  model::LocalizedText title, department;
  std::optional<BookingView> booked;      ///< a live one
  std::optional<model::Message> why_not;  ///< why nothing can be booked now
  struct Slot {
    model::Instant start{};
    std::string from, to;
    std::int64_t free = 0;
    bool own = false;
  };
  struct Day {
    model::Date date;
    std::optional<model::Date> valid_until;
    std::vector<Slot> slots;  ///< those that have not begun
  };
  std::vector<Day> days;  ///< with a slot at least; empty when nothing can be booked
  bool mine = false;      ///< the actor books for the student as the item's office
};

/// One day at an office.
struct AppointmentDay {
  std::string item;
  model::LocalizedText title;
  model::Date date;
  std::optional<model::Date> before, after;  ///< the nearest days with slots
  struct Slot {
    std::string from, to;
    std::int64_t free = 0;
    std::vector<BookingView> bookings;
  };
  std::vector<Slot> slots;
  std::vector<BookingView> astray;  ///< live ones of any coming day for which there is no slot any more
  std::size_t booked = 0;
};

/// Appointments of students with the offices of items. What they stand for never changes an item's status.
/// Students act for themselves until the slot begins; staff of the item's department for any student of
/// theirs, with a reason. Thread-safe.
class Appointments {
 public:
  explicit Appointments(const Engine& engine);
  ~Appointments();

  /// Books or moves. `seen`: the revision of the appointment the person saw, 0 for none; another one by now
  /// is a Conflict. The slot they have already: nothing changes. Whether it is free is decided in the
  /// transaction.
  Outcome<Done> book(const Actor& actor, const std::string& student_no, const std::string& item,
                     model::Instant start, const std::string& reason, std::int64_t seen);
  Outcome<Done> cancel(const Actor& actor, const std::string& student_no, const std::string& item,
                       const std::string& reason, std::int64_t seen);
  /// Staff only, once the slot has begun: the student did not come.
  Outcome<Done> markMissed(const Actor& actor, const std::string& student_no, const std::string& item,
                           std::int64_t seen);

  Outcome<AppointmentOffer> offer(const Actor& actor, const std::string& student_no,
                                  const std::string& item) const;
  /// The appointment, also a cancelled one: for its calendar entry.
  Outcome<BookingView> booking(const Actor& actor, const std::string& student_no,
                               const std::string& item) const;
  /// Staff of an item that takes appointments. No date: today, or the next day with slots.
  Outcome<AppointmentDay> day(const Actor& actor, const std::string& item,
                              std::optional<model::Date> date) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::service
