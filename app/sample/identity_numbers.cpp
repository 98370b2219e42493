#include "app/sample/identity_numbers.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

#include "engine/tabular/identity.h"

namespace lixiao::app {
namespace {

struct Area {
  std::string_view code;
  std::uint32_t weight;
};

/// Shanghai first; the last four are withdrawn.
constexpr std::array kAreas = {
    Area{"310101", 30}, Area{"310104", 30}, Area{"310105", 25}, Area{"310106", 25}, Area{"310107", 25},
    Area{"310109", 25}, Area{"310110", 30}, Area{"310112", 30}, Area{"310113", 20}, Area{"310115", 40},
    Area{"320102", 15}, Area{"320502", 15}, Area{"320602", 15}, Area{"321002", 10}, Area{"320981", 10},
    Area{"330102", 15}, Area{"330203", 15}, Area{"330302", 12}, Area{"330602", 10}, Area{"331002", 10},
    Area{"340102", 12}, Area{"340202", 8},  Area{"340802", 8},  Area{"341502", 8},  Area{"350102", 10},
    Area{"350203", 8},  Area{"350582", 8},  Area{"360102", 8},  Area{"360702", 8},  Area{"370102", 10},
    Area{"370202", 10}, Area{"370602", 8},  Area{"371302", 8},  Area{"410102", 8},  Area{"410302", 8},
    Area{"411302", 8},  Area{"420102", 8},  Area{"420502", 6},  Area{"430102", 8},  Area{"430602", 6},
    Area{"440103", 6},  Area{"440303", 6},  Area{"440524", 4},  Area{"450102", 5},  Area{"460105", 3},
    Area{"500103", 6},  Area{"510104", 8},  Area{"510722", 5},  Area{"520102", 5},  Area{"530102", 5},
    Area{"540102", 3},  Area{"610102", 6},  Area{"620102", 5},  Area{"630102", 3},  Area{"640104", 3},
    Area{"650102", 6},  Area{"653101", 5},  Area{"110101", 6},  Area{"120101", 5},  Area{"130102", 7},
    Area{"140105", 6},  Area{"150102", 5},  Area{"210102", 7},  Area{"220102", 5},  Area{"230102", 6},
    Area{"412723", 3},  Area{"412828", 3},  Area{"370284", 3},  Area{"362324", 3}};

constexpr model::Date kFirstDay{std::chrono::year{1950} / 1 / 1};
constexpr std::size_t kDays = 90 * 366;
constexpr unsigned kSequencesPerSex = 500;

std::vector<std::uint32_t> areaWeights() {
  std::vector<std::uint32_t> weights;
  weights.reserve(kAreas.size());
  for (const Area& area : kAreas) weights.push_back(area.weight);
  return weights;
}

}  // namespace

std::string identityNumber(std::string_view area, model::Date birth, unsigned sequence) {
  const std::chrono::year_month_day day{birth};
  const auto date = static_cast<unsigned>(static_cast<int>(day.year())) * 10000 +
                    static_cast<unsigned>(day.month()) * 100 + static_cast<unsigned>(day.day());
  const std::string tail = std::to_string(1000 + sequence).substr(1);
  std::string number = std::string(area) + std::to_string(date) + tail;
  return number + tabular::checkDigitOf(number).value();
}

IdentityNumbers::IdentityNumbers() : areas_(areaWeights()), taken_(kAreas.size() * kDays * 2) {}

std::uint16_t& IdentityNumbers::taken(std::size_t area, model::Date birth, Sex sex) {
  const auto day = static_cast<std::size_t>((birth - kFirstDay).count());
  return taken_.at((area * kDays + day) * 2 + static_cast<std::size_t>(sex));
}

std::string IdentityNumbers::draw(Random& random, model::Date birth, Sex sex) {
  std::size_t area = areas_(random);
  for (std::size_t tried = 0; taken(area, birth, sex) == kSequencesPerSex; ++tried) {
    if (tried == kAreas.size()) throw std::length_error("too many sample students were born on one day");
    area = (area + 1) % kAreas.size();
  }
  // Each day and area begins elsewhere, so that not everybody has the first sequence.
  const unsigned first =
      static_cast<unsigned>(area * 131 + static_cast<std::size_t>((birth - kFirstDay).count()) * 37);
  const unsigned sequence = (first + taken(area, birth, sex)++) % kSequencesPerSex;
  return identityNumber(kAreas[area].code, birth, sequence * 2 + (sex == Sex::Male ? 1 : 0));
}

}  // namespace lixiao::app
