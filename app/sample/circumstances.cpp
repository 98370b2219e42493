#include "app/sample/circumstances.h"

#include <array>

namespace lixiao::app {
namespace {

constexpr std::int64_t kYuan = 100;
constexpr std::array<std::string_view, 4> kEquipment = {"显微镜目镜1只", "听诊器1副", "离心管架2个",
                                                        "笔记本电脑1台"};
constexpr std::array<std::string_view, 4> kSports = {"篮球1个", "羽毛球拍1副", "网球拍1副", "足球1个"};

std::string_view oneOf(const std::array<std::string_view, 4>& words, Random& random) {
  return words[random.below(4)];
}

void makeDues(Random& random, Student& student) {
  if (random.chance(50)) student.tuition_due = (800 + random.below(60) * 200) * kYuan;
  if (random.chance(40)) student.dorm_due = (300 + random.below(4) * 300) * kYuan;
  student.checked_out = !random.chance(180);
  if (random.chance(110)) student.loans = 1 + random.below(random.below(8) + 1);
  if (random.chance(student.loans > 0 ? 250 : 20))
    student.fines = 10 * (1 + static_cast<std::int64_t>(random.below(400)));
}

void makeMemberships(Random& random, Student& student) {
  student.party_member = random.chance(180);
  student.league_member = !student.party_member && random.chance(850);
  student.has_student_loan = random.chance(90);
  student.at_huaping = random.chance(25);
  student.hukou_on_campus = !student.at_huaping && random.chance(240);
  student.career_registered = random.chance(student.leave_reason == "毕业" ? 870 : 100);
}

void makeLists(Random& random, Student& student) {
  if (random.chance(20)) student.equipment = oneOf(kEquipment, random);
  if (random.chance(15)) student.sports = oneOf(kSports, random);
  student.in_main_library = random.chance(35);
}

/// Office hours in Shanghai of a day from 8 to 18 June, in UTC.
std::string someOfficeHour(Random& random, int year) {
  const auto two = [](std::uint32_t number) {
    return std::string(number < 10 ? "0" : "") + std::to_string(number);
  };
  const std::string day = std::to_string(year) + "-06-" + two(8 + random.below(11));
  return day + "T" + two(1 + random.below(8)) + ":" + two(random.below(60)) + ":00Z";
}

}  // namespace

void makeCircumstances(Random& random, Student& student, int graduation_year) {
  makeDues(random, student);
  makeMemberships(random, student);
  makeLists(random, student);
  makeRegistrations(random, student, graduation_year);
}

void makeRegistrations(Random& random, Student& student, int graduation_year) {
  student.registrations.clear();
  const auto add = [&](std::string_view item, std::string_view result, std::string_view remark = {}) {
    student.registrations.push_back({item, result, remark, someOfficeHour(random, graduation_year)});
  };
  const bool leaves_for_good = student.leave_reason != "公派出国";
  const bool has_thesis = student.type == StudentType::Postgraduate && student.leave_reason == "毕业";
  const bool thesis_archived = has_thesis && random.chance(850);
  if (thesis_archived) add("thesis_archive", "cleared");
  if (random.chance(920)) {
    add("college_procedures", "cleared");
    // The file follows the college and the thesis.
    const bool file_may_go = leaves_for_good && (!has_thesis || thesis_archived);
    if (file_may_go && random.chance(600)) add("personal_file", "cleared");
    if (student.hukou_on_campus && leaves_for_good && random.chance(700)) add("hukou", "cleared");
  } else if (random.chance(100)) {
    add("college_procedures", "refused", "实验室钥匙未交还");
  }
  if (student.has_student_loan && leaves_for_good && random.chance(780)) add("loan_confirmation", "cleared");
  if (student.party_member && leaves_for_good && random.chance(800)) add("party", "cleared");
  if (student.league_member.value_or(false) && leaves_for_good && random.chance(850))
    add("league", "cleared");
}

}  // namespace lixiao::app
