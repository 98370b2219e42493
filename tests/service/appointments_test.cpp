#include "engine/service/appointments.h"

#include <atomic>
#include <thread>

#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service;
using namespace lixiao::service::test;
using model::parseDate;
using model::parseInstant;

namespace {

model::Instant at(const std::string& local) {
  return *parseInstant("2015-06-" + local + ":00+08:00");
}

/// Archive takes two at a time from Thursday 25 June to Tuesday 30 June, mornings.
std::vector<workflow::SourceFile> withAppointments(const std::string& more = {},
                                                   const std::string& hours = "[\"09:00-10:00\"]") {
  auto files = smallEdition();
  const std::string visit = "    visit: true\n";
  files[0].text.insert(files[0].text.find(visit),
                       "    due: 2015-06-30\n    appointment: { slot: 30min, capacity: 2, from: "
                       "2015-06-24, to: 2015-06-30, hours: " +
                           hours + more + " }\n");
  return files;
}

struct OfficeWorld : World {
  explicit OfficeWorld(const std::string& more = ", not_before: 2015-06-25") {
    activate(withAppointments(more));
    addStudents({postgraduate("201"), postgraduate("202"), postgraduate("203"), undergraduate("101")});
  }
  Outcome<Done> book(const std::string& student_no, const std::string& local, std::int64_t seen = 0) {
    return appointments.book(student(student_no), student_no, "archive", at(local), {}, seen);
  }
  std::int64_t revision(const std::string& student_no) {
    const auto offer = appointments.offer(student(student_no), student_no, "archive");
    REQUIRE(told(offer) == "done");
    return offer->booked ? offer->booked->revision : 0;
  }
};

}  // namespace

TEST_CASE("A student sees the times that are left, books one, moves it and cancels it") {
  OfficeWorld w;
  const auto offer = w.appointments.offer(student("201"), "201", "archive");
  REQUIRE(told(offer) == "done");
  REQUIRE(offer->days.size() == 4);  // Thursday, Friday, Monday, Tuesday; not_before keeps the 24th away
  CHECK(offer->days[0].date == parseDate("2015-06-25"));
  REQUIRE(offer->days[0].slots.size() == 2);
  CHECK(offer->days[0].slots[1].from == "09:30");
  CHECK(offer->days[0].slots[1].free == 2);

  const std::string before = w.statusOf("201", "archive");
  REQUIRE(told(w.book("201", "25T09:30")) == "done");
  CHECK(w.statusOf("201", "archive") == before);
  CHECK(told(w.book("201", "25T09:30")) == "done");  // the second click of two
  CHECK(w.journal("appointment.booked").size() == 1);
  const auto booked = w.appointments.booking(student("201"), "201", "archive");
  CHECK(booked->sequence == 0);
  const std::string uid = booked->uid;

  CHECK(told(w.book("201", "26T09:00")) == "conflict: meanwhile 201 booked 2015-06-25 09:30");
  REQUIRE(told(w.book("201", "26T09:00", w.revision("201"))) == "done");
  CHECK(w.journal("appointment.moved").front().entry.payload.find("\"before\":\"2015-06-25T01:30:00Z\"") !=
        std::string::npos);
  CHECK(w.appointments.offer(student("202"), "202", "archive")->days[0].slots[1].free == 2);
  CHECK(told(w.appointments.cancel(student("201"), "201", "archive", "", 1)).starts_with("conflict"));
  REQUIRE(told(w.appointments.cancel(student("201"), "201", "archive", "", w.revision("201"))) == "done");
  CHECK(w.revision("201") == 0);
  const auto cancelled = w.appointments.booking(student("201"), "201", "archive");
  CHECK(cancelled->state == store::AppointmentState::Cancelled);
  CHECK(cancelled->uid == uid);
  CHECK(cancelled->sequence == 2);
  REQUIRE(told(w.book("201", "26T09:00")) == "done");
  CHECK(w.appointments.booking(student("201"), "201", "archive")->sequence == 3);
}

TEST_CASE("Times that are not offered cannot be booked") {
  OfficeWorld w;
  for (const char* local : {"25T09:15", "25T10:00", "25T08:30", "27T09:00", "24T09:00", "24T09:30"})
    CHECK(told(w.book("201", local)) == "invalid: this time cannot be booked");
  CHECK(told(w.appointments.book(student("201"), "201", "archive", *parseInstant("2015-07-01T09:00:00+08:00"),
                                 "", 0)) == "invalid: this time cannot be booked");
  CHECK(told(w.appointments.offer(student("101"), "101", "archive")).starts_with("not found"));
  CHECK(told(w.appointments.offer(student("201"), "201", "library")).starts_with("not found"));
  CHECK(told(w.appointments.offer(student("201"), "202", "archive")) == "not found: there is no student 202");
  CHECK(told(w.appointments.book(student("202"), "201", "archive", at("25T09:00"), "", 0)) ==
        "not found: there is no student 201");
}

TEST_CASE("A slot holds as many as it may, however many try at once") {
  OfficeWorld w;
  std::vector<RosterRow> rows;
  for (int i = 0; i < 16; ++i) rows.push_back(postgraduate("3" + std::to_string(10 + i)));
  w.addStudents(rows);
  std::atomic<int> done = 0, taken = 0;
  {
    std::vector<std::jthread> people;
    for (const RosterRow& row : rows)
      people.emplace_back([&, number = row.student_no] {
        const auto outcome = w.book(number, "25T09:00");
        if (outcome)
          ++done;
        else if (told(outcome) == "conflict: this time is taken by now, please choose another")
          ++taken;
      });
  }
  CHECK(done == 2);
  CHECK(taken == 14);
  const auto day = w.appointments.day(staff("archive"), "archive", parseDate("2015-06-25"));
  REQUIRE(told(day) == "done");
  CHECK(day->slots[0].bookings.size() == 2);
  CHECK(day->slots[0].free == 0);
}

TEST_CASE("One student who clicks many times at once has one appointment") {
  OfficeWorld w;
  std::atomic<int> done = 0;
  {
    std::vector<std::jthread> clicks;
    for (int i = 0; i < 8; ++i) clicks.emplace_back([&] { done += w.book("201", "25T09:00") ? 1 : 0; });
  }
  CHECK(done == 8);
  CHECK(w.journal("appointment.booked").size() == 1);
}

TEST_CASE("What is settled needs no appointment, and what has begun cannot be changed") {
  OfficeWorld w;
  REQUIRE(told(w.book("201", "25T09:00")) == "done");
  w.clock.advance(std::chrono::hours(21));  // 25 June, 9:00
  CHECK(told(w.book("201", "26T09:00", w.revision("201"))) == "not now: the appointment has begun already");
  CHECK(told(w.appointments.cancel(student("201"), "201", "archive", "", w.revision("201"))) ==
        "not now: the appointment has begun already");
  REQUIRE(told(w.commands.registerResult(staff("college", "医学院"), cleared("202", "college_procedures"),
                                         0)) == "done");
  REQUIRE(told(w.commands.registerResult(staff("archive"), cleared("202", "archive"), 0)) == "done");
  CHECK(told(w.book("202", "26T09:00")) == "not now: this is settled already, no appointment is needed");
  w.clock.advance(std::chrono::hours(24 * 7));
  CHECK(told(w.book("203", "26T09:00")) == "not now: the days for appointments are over");
}

TEST_CASE("The office books, cancels and notes who did not come, with a reason") {
  OfficeWorld w;
  const Actor archive = staff("archive");
  CHECK(told(w.appointments.book(archive, "201", "archive", at("25T09:00"), "", 0)) ==
        "invalid: a reason is needed");
  REQUIRE(told(w.appointments.book(archive, "201", "archive", at("25T09:00"), "电话预约", 0)) == "done");
  CHECK(told(w.appointments.book(staff("library"), "202", "archive", at("25T09:00"), "x", 0)) ==
        "forbidden: Archive registers this");
  CHECK(told(w.appointments.markMissed(archive, "201", "archive", w.revision("201"))) ==
        "not now: the appointment has not begun yet");
  w.clock.advance(std::chrono::hours(22));
  CHECK(told(w.appointments.markMissed(student("201"), "201", "archive", w.revision("201")))
            .starts_with("forbidden"));
  REQUIRE(told(w.appointments.markMissed(archive, "201", "archive", w.revision("201"))) == "done");
  CHECK(w.revision("201") == 0);
  REQUIRE(told(w.book("201", "26T09:00")) == "done");
  CHECK(told(w.appointments.day(staff("library"), "archive", std::nullopt)).starts_with("not found"));
  const auto day = w.appointments.day(archive, "archive", std::nullopt);
  REQUIRE(told(day) == "done");
  CHECK(day->date == parseDate("2015-06-25"));
  CHECK_FALSE(day->before);  // nobody may book for the 24th
  CHECK(day->after == parseDate("2015-06-26"));
}

TEST_CASE("A booking stays when the hours change, and the office is told") {
  OfficeWorld w;
  REQUIRE(told(w.book("201", "25T09:30")) == "done");
  w.activate(withAppointments(", not_before: 2015-06-25", "[\"14:00-15:00\"]"));
  const auto day = w.appointments.day(staff("archive"), "archive", parseDate("2015-06-25"));
  REQUIRE(told(day) == "done");
  REQUIRE(day->astray.size() == 1);
  CHECK(day->astray[0].student_no == "201");
  CHECK(day->astray[0].from == "09:30");
  CHECK_FALSE(w.appointments.offer(student("201"), "201", "archive")->booked->in_hours);
  REQUIRE(told(w.book("201", "26T14:30", w.revision("201"))) == "done");
  CHECK(w.appointments.day(staff("archive"), "archive", std::nullopt)->astray.empty());
}

TEST_CASE("What is issued must still be valid when the student leaves") {
  OfficeWorld w(", valid_for: 4d");
  const auto offer = w.appointments.offer(student("201"), "201", "archive");
  REQUIRE(told(offer) == "done");
  REQUIRE_FALSE(offer->days.empty());
  CHECK(offer->days[0].date == parseDate("2015-06-26"));  // plus four days is the 30th
  CHECK(offer->days[0].valid_until == parseDate("2015-06-30"));
  CHECK(told(w.book("201", "25T09:00")) == "invalid: this time cannot be booked");
}

TEST_CASE("The household office of 2015 takes bookings from 8 June for the time after the 16th") {
  World w("2015-06-07T12:00:00+08:00");
  w.activate(plan2015());
  RosterRow row = undergraduate("5100");
  row.attributes["class_code"] = "B1";
  row.attributes["degree_level"] = "本科";
  row.attributes["graduation_year"] = "2015";
  const auto imported = w.commands.importRoster(system(), {row}, Commands::Run::Apply);
  REQUIRE(told(imported) == "done");
  REQUIRE(imported->applied);
  REQUIRE(told(w.commands.importFacts(system(), {{1, "5100", "hukou_on_campus", "true"}},
                                      Commands::Run::Apply)) == "done");
  CHECK(told(w.appointments.book(student("5100"), "5100", "hukou", at("17T08:30"), "", 0)) ==
        "not now: appointments can be made from 2015-06-08 on");
  w.clock.advance(std::chrono::hours(24));
  CHECK(told(w.appointments.book(student("5100"), "5100", "hukou", at("16T08:30"), "", 0)) ==
        "invalid: this time cannot be booked");
  REQUIRE(told(w.appointments.book(student("5100"), "5100", "hukou", at("17T08:30"), "", 0)) == "done");
  const auto booked = w.appointments.booking(student("5100"), "5100", "hukou");
  CHECK(booked->valid_until == parseDate("2015-07-17"));
}
