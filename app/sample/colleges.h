#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lixiao::app {

enum class StudentType : std::uint8_t { Undergraduate, LongProgramme, EightYear, Postgraduate };
inline constexpr std::size_t kStudentTypes = 4;

struct College {
  std::string_view name;
  /// How many of a thousand students of each type are here, by StudentType.
  std::array<std::uint32_t, kStudentTypes> share;
};

inline constexpr std::size_t kColleges = 20;
/// The colleges and training units of a medical school and its hospitals.
inline constexpr std::array<College, kColleges> kCollegeTable = {{
    {"基础医学院", {60, 0, 100, 120}},
    {"瑞金临床医学院", {130, 270, 330, 160}},
    {"仁济临床医学院", {130, 220, 200, 120}},
    {"新华临床医学院", {120, 170, 120, 100}},
    {"第九人民医院口腔医学院", {90, 160, 100, 80}},
    {"第六人民医院临床医学院", {70, 80, 60, 70}},
    {"第一人民医院临床医学院", {60, 60, 50, 60}},
    {"儿科医学院", {40, 40, 40, 30}},
    {"公共卫生学院", {70, 0, 0, 40}},
    {"护理学院", {110, 0, 0, 15}},
    {"药学院", {30, 0, 0, 40}},
    {"检验医学系", {50, 0, 0, 20}},
    {"医学营养系", {30, 0, 0, 10}},
    {"胸科医院", {0, 0, 0, 25}},
    {"精神卫生中心", {0, 0, 0, 20}},
    {"国际和平妇幼保健院", {0, 0, 0, 20}},
    {"儿童医院", {0, 0, 0, 25}},
    {"同仁医院", {0, 0, 0, 15}},
    {"免疫学研究所", {0, 0, 0, 15}},
    {"国际教育学院", {10, 0, 0, 15}},
}};

}  // namespace lixiao::app
