#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/sample/colleges.h"
#include "app/sample/identity_numbers.h"
#include "app/sample/random.h"

namespace lixiao::app {

std::string_view word(StudentType type);

/// What an office registered about one item before the on-site days.
struct SampleRegistration {
  std::string_view item;
  std::string_view result;
  std::string_view remark;
  std::string at;
};

/// One made-up student and all that is known of them.
struct Student {
  std::string number;
  std::string name;
  std::string national_id;
  Sex sex = Sex::Female;
  StudentType type = StudentType::Undergraduate;
  std::string_view leave_reason;
  std::size_t college = 0;
  int entry_year = 0;
  std::string class_code;
  std::string_view degree_level;
  model::Date birth;

  bool party_member = false;
  std::optional<bool> league_member;  ///< nothing: nobody has counted this student yet
  bool has_student_loan = false;
  bool hukou_on_campus = false;
  bool career_registered = false;

  std::int64_t tuition_due = 0;  ///< fen; below zero after an overpayment
  std::int64_t dorm_due = 0;
  bool known_to_library = true;
  std::uint32_t loans = 0;
  std::int64_t fines = 0;
  bool checked_out = true;

  std::string_view equipment;  ///< remark on the list; empty: not on it
  std::string_view sports;
  bool at_huaping = false;
  bool in_main_library = false;

  std::vector<SampleRegistration> registrations;
};

/// Makes students one after another. Not thread-safe.
class StudentMaker {
 public:
  StudentMaker(std::size_t students, std::uint64_t seed, int graduation_year);

  /// The student of this position; positions must be asked for in order, from 0.
  Student make(std::size_t position);

  /// Draws an identity number that fits the student's birth and sex.
  std::string newIdentityNumber(Random& random, const Student& student);
  /// A number of the school for a student who entered in this year.
  std::string newStudentNumber(const Student& student, std::size_t position) const;

  /// The class in which the next student of this type, college and year of entry finds a place.
  std::string nextClassCode(const Student& student);

 private:
  void makePerson(Random& random, Student& student);
  void makeStudies(Random& random, Student& student);

  std::uint64_t seed_;
  int graduation_year_;
  std::size_t serial_digits_;
  WeightedPick types_;
  WeightedPick reasons_;
  std::vector<WeightedPick> colleges_;  ///< by student type
  IdentityNumbers identity_numbers_;
  std::array<std::uint32_t, kStudentTypes * kColleges * 16>
      in_group_{};  ///< students so far, for the classes
};

}  // namespace lixiao::app
