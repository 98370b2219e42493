#include "engine/store/appointment.h"

#include "tests/catch.h"
#include "tests/store/fixture.h"

using namespace lixiao::store;
using namespace lixiao::store::test;

TEST_CASE("A student has one appointment for an item, and slots are counted without cancelled ones",
          "[appointment]") {
  Fixture f;
  const auto put = [&](int i, int slot, AppointmentState state, std::int64_t sequence) {
    return f.database.write([&](Transaction& transaction) {
      return putAppointment(transaction, {"hukou", number(i), at(slot), at(1), "me", 0,
                                          "uid" + std::to_string(i), sequence, state});
    });
  };
  const auto first = put(1, 100, AppointmentState::Booked, 0);
  const auto moved = put(1, 200, AppointmentState::Booked, 1);
  CHECK(moved > first);
  put(2, 200, AppointmentState::Booked, 0);
  put(3, 200, AppointmentState::Cancelled, 1);
  put(4, 100, AppointmentState::Missed, 0);

  const auto held =
      f.database.read([](Reader& reader) { return findAppointment(reader, "hukou", number(1)); });
  REQUIRE(held);
  CHECK(*held ==
        Appointment{"hukou", number(1), at(200), at(1), "me", moved, "uid1", 1, AppointmentState::Booked});
  const auto counts =
      f.database.read([](Reader& reader) { return bookedSlots(reader, "hukou", at(0), at(201)); });
  REQUIRE(counts.size() == 1);
  CHECK(counts[0].start == at(200));
  CHECK(counts[0].booked == 2);
  CHECK(f.database.read([](Reader& reader) { return bookedSlots(reader, "hukou", at(0), at(200)); }).empty());
  const auto day =
      f.database.read([](Reader& reader) { return appointmentsBetween(reader, "hukou", at(0), at(201)); });
  REQUIRE(day.size() == 3);
  CHECK(day[0].state == AppointmentState::Missed);
  CHECK(day[2].student_no == number(2));
  CHECK(f.database.read([](Reader& reader) { return appointmentsOf(reader, number(1)).size(); }) == 1);
}
