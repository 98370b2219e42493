#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "connectors/sources/records.h"
#include "connectors/transport/amount.h"

namespace lixiao::connectors {

/// A place in an answer: a JSON pointer (RFC 6901), the name of a member, or `#`, the whole.
class JsonPlace {
 public:
  /// Empty when it is a pointer that cannot be read.
  static std::optional<JsonPlace> parse(const std::string& text);

  /// nullptr when there is nothing.
  const nlohmann::json* find(const nlohmann::json& in) const;
  /// FetchError (malformed) when there is nothing.
  const nlohmann::json& at(const nlohmann::json& in) const;
  /// The scalar there as a text: a text as it stands, a number in its shortest form; empty for null.
  /// FetchError (malformed) when there is nothing, a list or an object.
  std::optional<std::string> text(const nlohmann::json& in) const;
  /// The same for a field of that kind: a list of what is counted stands for its length.
  std::optional<std::string> text(const nlohmann::json& in, Field::Kind kind) const;

 private:
  JsonPlace(nlohmann::json::json_pointer pointer, std::string written)
      : pointer_(std::move(pointer)), written_(std::move(written)) {}

  nlohmann::json::json_pointer pointer_;
  std::string written_;
};

/// A scalar as a text, as `JsonPlace::text` gives it. `name` is what an error says.
std::optional<std::string> scalarText(const nlohmann::json& value, const std::string& name);

/// Where an answer has what; a place that is empty is not looked for.
struct JsonShape {
  JsonPlace rows;
  bool one_row = false;  ///< the rows may be one record instead of a list
  RowsPerStudent rows_per_student{};
  std::optional<JsonPlace> ok;
  std::string ok_value;
  std::optional<JsonPlace> student_no, unknown, unit, currency, as_of, total, next_page;
  std::vector<std::pair<JsonPlace, Field::Kind>> fields;
  AmountUnit amount_unit{};
};

/// The keys `ok_field`, `rows_field`, `student_no_field`, `unknown_field`, …, each `none` for nowhere.
Schema jsonShapeSchema();
/// `settings` must be complete and checked.
JsonShape jsonShape(const Settings& settings, const std::vector<FieldPlace>& fields);
/// Findings about places that cannot be read.
std::vector<model::Diagnostic> checkJsonShape(const Settings& settings);

}  // namespace lixiao::connectors
