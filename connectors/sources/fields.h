#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/settings.h"
#include "connectors/transport/amount.h"
#include "engine/model/value.h"

namespace lixiao::connectors {

/// One thing a connector wants to know of each student.
struct Field {
  enum class Kind { Count, Amount, Flag };

  std::string name;  ///< `tuition_due`: last part of the fact, beginning of the key `tuition_due_field`
  Kind kind{};
  model::LocalizedText title;
  bool usual = true;    ///< asked for under its own name when the settings do not say where it stands
  std::string in_sip2;  ///< where SIP2 has it: `charged`, `BV`; "": nowhere
};

/// A field and where it stands in the records of a source: a JSON pointer or member, a column, a SIP2 field.
struct FieldPlace {
  Field field;
  std::string where;
};

/// The rows of the fields: `NAME_field` for each, and for flags `yes_words` and `no_words`.
Schema fieldSchema(const std::vector<Field>& fields);

/// The fields these settings ask a source for; `none` leaves one out.
std::vector<FieldPlace> placedFields(const std::vector<Field>& fields, const Settings& settings,
                                     std::string_view transport);

/// Reads texts as values: counts and amounts in fen of at least 0, words of flags. Immutable.
class FieldReader {
 public:
  explicit FieldReader(const Settings& settings);

  /// Unknown for an empty optional and an empty text. Throws FetchError (malformed).
  model::Value read(const Field& field, const std::optional<std::string>& text) const;
  /// What two rows say together: the sum, yes when both say so, unknown when one is. Throws FetchError
  /// (malformed) for a sum beyond all bounds.
  static model::Value together(const model::Value& one, const model::Value& other);
  /// What a student has who does not stand in a list of those with something open.
  static model::Value clear(const Field& field);

 private:
  model::Value flag(const std::string& name, const std::string& text) const;

  AmountUnit unit_;
  std::vector<std::string> yes_;
  std::vector<std::string> no_;
};

}  // namespace lixiao::connectors
