#include "app/sample/traps.h"

#include <array>

#include "app/sample/circumstances.h"

namespace lixiao::app {
namespace {

constexpr std::size_t kFirst = 4;
constexpr std::size_t kStep = 11;

enum class Trap : std::uint8_t {
  RareCharacter,
  LateCharacter,
  LongMinorityName,
  TwoCharacterSurname,
  OlderNumber,
  TwoNumbersFirst,
  TwoNumbersSecond,
  Overpaid,
  NothingDue,
  UnknownToLibrary,
  PassportHolder,
  ResidencePermitHolder,
  OldCard,
  NotCounted,
};

constexpr std::array<std::string_view, 14> kStories = {
    "a character outside the basic plane in the name",
    "a character in the name that GB18030 got late",
    "a long name with a middle dot",
    "a surname of two characters",
    "the number carries an older year: studied with a later class",
    "one person with two numbers: the first, of the bachelor's course",
    "one person with two numbers: the second, of the master's course",
    "paid too much: a credit, which finance reports as nothing due",
    "has paid everything: zero due",
    "no record at the library: unknown, not clear",
    "a passport instead of an identity number",
    "a residence permit: area 810000",
    "an identity number with a withdrawn area code",
    "not counted as league member yet: unknown, waits",
};

void clearDues(Student& student) {
  student.tuition_due = student.dorm_due = student.fines = 0;
  student.loans = 0;
}

void enrolIn(Student& student, StudentType type, std::string_view degree, int entry_year, StudentMaker& maker,
             std::size_t position) {
  student.type = type;
  student.degree_level = degree;
  student.entry_year = entry_year;
  student.number = maker.newStudentNumber(student, position);
  student.class_code = maker.nextClassCode(student);
}

}  // namespace

std::size_t Traps::count() {
  return kStories.size();
}

std::optional<std::string_view> Traps::apply(std::size_t position, Random& random, StudentMaker& maker,
                                             Student& student) {
  if (position < kFirst || (position - kFirst) % kStep != 0) return std::nullopt;
  const std::size_t which = (position - kFirst) / kStep;
  if (which >= kStories.size()) return std::nullopt;
  student.leave_reason = "毕业";
  switch (static_cast<Trap>(which)) {
    case Trap::RareCharacter:
      student.name = "田例𠮷";
      break;
    case Trap::LateCharacter:
      student.name = "龚例䶮";
      break;
    case Trap::LongMinorityName:
      student.name = "阿卜杜热合曼·例提伊敏";
      break;
    case Trap::TwoCharacterSurname:
      student.name = "欧阳例";
      break;
    case Trap::OlderNumber:
      student.name = "何例";
      student.entry_year -= 3;
      student.number = maker.newStudentNumber(student, position);
      break;
    case Trap::TwoNumbersFirst:
      student.name = "贾例双";
      enrolIn(student, StudentType::Undergraduate, "本科", graduation_year_ - 5, maker, position);
      with_two_numbers_ = student;
      break;
    case Trap::TwoNumbersSecond:
      student.name = with_two_numbers_.name;
      student.national_id = with_two_numbers_.national_id;
      student.birth = with_two_numbers_.birth;
      student.sex = with_two_numbers_.sex;
      enrolIn(student, StudentType::Postgraduate, "硕士研究生", graduation_year_ - 3, maker, position);
      break;
    case Trap::Overpaid:
      student.name = "余例";
      clearDues(student);
      student.tuition_due = 0;
      break;
    case Trap::NothingDue:
      student.name = "清例";
      clearDues(student);
      break;
    case Trap::UnknownToLibrary:
      student.name = "书例";
      clearDues(student);
      student.known_to_library = false;
      break;
    case Trap::PassportHolder:
      student.name = "EXAMPLE STUDENT";
      student.national_id = "P00000001";
      break;
    case Trap::ResidencePermitHolder:
      student.name = "港例";
      student.national_id = identityNumber("810000", student.birth, student.sex == Sex::Male ? 1 : 2);
      break;
    case Trap::OldCard:
      student.name = "旧例";
      student.national_id = identityNumber("412723", student.birth, student.sex == Sex::Male ? 999 : 998);
      break;
    case Trap::NotCounted:
      student.name = "未例";
      student.party_member = false;
      student.league_member.reset();
      break;
  }
  makeRegistrations(random, student, graduation_year_);
  return kStories[which];
}

}  // namespace lixiao::app
