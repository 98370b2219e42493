#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lixiao::workflow {

/// What a value in the YAML looks like.
enum class Form : std::uint8_t {
  Text,       ///< any scalar that says something
  Value,      ///< a scalar that may be empty: a value of a student
  Id,         ///< a word of the edition: letters, digits, `_`
  FactName,   ///< such words with dots between them
  ItemName,   ///< an item's id; `ITEM.PART` for a part of it, `ITEM.WORD` for one of `for_each`
  Boolean,    ///< true or false, nothing else
  Date,       ///< 2015-06-18
  Day,        ///< a date, a name of the calendar or a date of the student's; names with `+ 3d`, `- 14d`
  Duration,   ///< 30m, 24h, 7d
  Count,      ///< a whole number from 1 to 1000
  Hours,      ///< 08:30-11:30
  Amount,     ///< money in whole units: 5, 5.50
  Rule,       ///< an expression of the rule language
  Word,       ///< one of the words in `of`, divided by |
  Map,        ///< the shape `of`
  MapOf,      ///< ids, each with the shape `of`
  ListOf,     ///< each of the shape `of`
  SomeOf,     ///< one of the shape `of`, a scalar, or a list of them
  ItemEntry,  ///< an id of the shelf, `{use: id, …}` or `{id: {…}}`
};

enum class Need : std::uint8_t {
  Optional,
  Required,
  UnlessParts,  ///< required where the key `parts` is not there
};

/// One key of the language.
struct Key {
  std::string_view name;
  Form form;
  std::string_view of;  ///< name of a shape, or words
  Need need;
  std::string_view zh;  ///< what it is for
  std::string_view en;
  std::string_view fallback = {};  ///< what stands when the key is not given: YAML, or "" where nothing does
};

/// What may stand at one kind of place: keys, or a scalar, or either.
struct Shape {
  std::string_view name;
  std::string_view title;   ///< `an item`
  std::vector<Key> keys;    ///< empty: no map
  bool has_scalar = false;  ///< a scalar of the form `scalar` may stand for the map
  Form scalar = Form::Text;
  std::string_view of = {};  ///< the words of `scalar`
};

/// The whole language: what the checker holds files to and what the JSON Schema says. The shapes of the files
/// are `edition`, `student_type`, `college` and `tests`.
const std::vector<Shape>& language();
/// The shape must exist.
const Shape& shape(std::string_view name);
/// The form of a map's own keys: Id, FactName or ItemName.
Form keyForm(const Key& map);
/// The parts between `|`.
std::vector<std::string> words(std::string_view divided);

}  // namespace lixiao::workflow
