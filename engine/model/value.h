#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "engine/model/date.h"

namespace lixiao::model {

/// What is known of one attribute or fact of one student. Its type stands with the name, not with the value:
/// counts are integers; money is in minor units (fen); percent in hundredths of a percent; an enum is its
/// word.
class Value {
 public:
  Value() = default;  ///< unknown
  explicit Value(bool boolean) : held_(boolean) {}
  explicit Value(std::int64_t number) : held_(number) {}
  explicit Value(Date date) : held_(date) {}
  explicit Value(std::string text) : held_(std::move(text)) {}
  explicit Value(const char* text) : held_(std::string(text)) {}

  bool known() const { return !std::holds_alternative<std::monostate>(held_); }
  const bool* boolean() const { return std::get_if<bool>(&held_); }
  const std::int64_t* number() const { return std::get_if<std::int64_t>(&held_); }
  const Date* date() const { return std::get_if<Date>(&held_); }
  const std::string* text() const { return std::get_if<std::string>(&held_); }

  bool operator==(const Value&) const = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, Date, std::string> held_;
};

/// A value with the moment at which its source said so.
struct Fact {
  Value value;
  Instant as_of{};
  std::string source;              ///< connector or person who delivered it
  std::optional<Instant> since{};  ///< when this value was first delivered; empty when nobody knows

  bool operator==(const Fact&) const = default;
};

}  // namespace lixiao::model
