#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace lixiao::rules {

enum class Kind : std::uint8_t { Boolean, Number, Date, Enum, Text };

/// What a number counts. Numbers of different units do not mix; a literal takes the unit of the other side.
/// Money is in minor units and percent in hundredths of a percent inside, so a literal beside them is scaled
/// by 100.
enum class Unit : std::uint8_t { Plain, Count, Money, Percent, Days };

struct Type {
  Kind kind = Kind::Boolean;
  Unit unit = Unit::Plain;  ///< numbers only
  std::shared_ptr<const std::vector<std::string>>
      words;  ///< enums only: its values; two enums with equal values are one type

  static Type boolean() { return {Kind::Boolean, Unit::Plain, nullptr}; }
  static Type number(Unit unit) { return {Kind::Number, unit, nullptr}; }
  static Type date() { return {Kind::Date, Unit::Plain, nullptr}; }
  static Type text() { return {Kind::Text, Unit::Plain, nullptr}; }
  static Type enumeration(std::vector<std::string> values) {
    return {Kind::Enum, Unit::Plain, std::make_shared<const std::vector<std::string>>(std::move(values))};
  }

  bool operator==(const Type& other) const {
    return kind == other.kind && unit == other.unit &&
           (words == other.words || (words && other.words && *words == *other.words));
  }
};

/// `boolean`, `count`, `money`, `date`, `enum`, `text`: as an admin knows it.
std::string describe(const Type& type);

}  // namespace lixiao::rules
