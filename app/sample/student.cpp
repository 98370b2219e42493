#include "app/sample/student.h"

#include <algorithm>

namespace lixiao::app {
namespace {

constexpr std::array<std::uint32_t, kStudentTypes> kTypeShares = {470, 140, 40, 350};
constexpr std::array<std::string_view, kStudentTypes> kTypeWords = {"undergraduate", "long-programme",
                                                                    "eight-year", "postgraduate"};
constexpr std::array<std::string_view, kStudentTypes> kNumberPrefixes = {"5", "6", "7", "1"};
constexpr std::array<std::string_view, 6> kReasons = {"毕业", "结业", "转学", "退学", "公派出国", "其他"};
constexpr std::array<std::uint32_t, 6> kReasonShares = {940, 22, 6, 12, 12, 8};

/// How a type studies: years at the school, age at the end, and by how much the age varies.
struct Course {
  int years;
  int age;
  std::uint32_t age_spread_days;
};
constexpr std::array<Course, kStudentTypes> kCourses = {
    {{5, 22, 500}, {7, 24, 500}, {8, 26, 600}, {3, 25, 1500}}};
constexpr std::uint32_t kClassSize = 30;

std::size_t digitsOf(std::size_t number) {
  return std::to_string(number).size();
}

std::string padded(std::size_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

std::vector<WeightedPick> collegePicks() {
  std::vector<WeightedPick> picks;
  for (std::size_t type = 0; type < kStudentTypes; ++type) {
    std::array<std::uint32_t, kColleges> weights{};
    for (std::size_t i = 0; i < kColleges; ++i) weights[i] = kCollegeTable[i].share[type];
    picks.emplace_back(weights);
  }
  return picks;
}

std::string_view degreeOf(Random& random, StudentType type) {
  if (type == StudentType::Undergraduate) return "本科";
  if (type == StudentType::LongProgramme) return "硕士研究生";
  if (type == StudentType::EightYear) return "博士研究生";
  return random.chance(300) ? "博士研究生" : "硕士研究生";
}

}  // namespace

std::string_view word(StudentType type) {
  return kTypeWords[static_cast<std::size_t>(type)];
}

StudentMaker::StudentMaker(std::size_t students, std::uint64_t seed, int graduation_year)
    : seed_(seed),
      graduation_year_(graduation_year),
      serial_digits_(std::max<std::size_t>(5, digitsOf(students))),
      types_(kTypeShares),
      reasons_(kReasonShares),
      colleges_(collegePicks()) {}

Student StudentMaker::make(std::size_t position) {
  Random random(seed_, position);
  Student student;
  makePerson(random, student);
  makeStudies(random, student);
  student.number = newStudentNumber(student, position);
  student.class_code = nextClassCode(student);
  return student;
}

void StudentMaker::makePerson(Random& random, Student& student) {
  student.type = static_cast<StudentType>(types_(random));
  student.sex = random.chance(430) ? Sex::Male : Sex::Female;
  student.name = makeName(random, student.sex);
  const Course& course = kCourses[static_cast<std::size_t>(student.type)];
  const model::Date youngest{std::chrono::year{graduation_year_ - course.age} / 8 / 31};
  // Two draws: most are young for their course, few are much older.
  const std::uint32_t older =
      std::min(random.below(course.age_spread_days), random.below(course.age_spread_days));
  student.birth = youngest - std::chrono::days{older};
  student.national_id = newIdentityNumber(random, student);
}

void StudentMaker::makeStudies(Random& random, Student& student) {
  const auto type = static_cast<std::size_t>(student.type);
  student.leave_reason = kReasons[reasons_(random)];
  student.college = colleges_[type](random);
  student.degree_level = degreeOf(random, student.type);
  // Some take a year longer: the year in a number is not the year of graduation.
  student.entry_year = graduation_year_ - kCourses[type].years - (random.chance(20) ? 1 : 0);
}

std::string StudentMaker::newIdentityNumber(Random& random, const Student& student) {
  return identity_numbers_.draw(random, student.birth, student.sex);
}

std::string StudentMaker::newStudentNumber(const Student& student, std::size_t position) const {
  std::string number(kNumberPrefixes[static_cast<std::size_t>(student.type)]);
  number += padded(static_cast<std::size_t>(student.entry_year % 100), 2);
  number += padded(student.college + 1, 2);
  return number + padded(position + 1, serial_digits_);
}

std::string StudentMaker::nextClassCode(const Student& student) {
  const auto type = static_cast<std::size_t>(student.type);
  const auto years = static_cast<std::size_t>(graduation_year_ - student.entry_year) % 16;
  const std::uint32_t before = in_group_[(type * kColleges + student.college) * 16 + years]++;
  std::string code = padded(static_cast<std::size_t>(student.entry_year % 100), 2);
  code += padded(student.college + 1, 2);
  code += kNumberPrefixes[type];
  return code + padded(before / kClassSize + 1, 2);
}

}  // namespace lixiao::app
