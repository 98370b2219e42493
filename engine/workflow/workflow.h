#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/model/date.h"
#include "engine/model/text.h"
#include "engine/model/value.h"
#include "engine/workflow/time_zone.h"
#include "rules/rule.h"

namespace lixiao::workflow {

/// Positions in the edition's tables below, in the order of the YAML.
using AttributeIndex = std::uint32_t;
using FactIndex = std::uint32_t;
using ListIndex = std::uint32_t;
using DepartmentIndex = std::uint32_t;
/// Position among all item ids (document ids) that occur in the edition; the same id is one index in every
/// type.
using ItemIndex = std::uint32_t;
using DocumentIndex = std::uint32_t;
/// Position in StudentType::rules.
using RuleIndex = std::uint32_t;

struct Attribute {
  std::string name;
  model::LocalizedText title;
  rules::Type type;
  bool optional = false;
};

struct FactSpec {
  std::string name;
  model::LocalizedText title;
  rules::Type type;
  std::string currency;                         ///< money: ISO 4217
  std::optional<std::chrono::seconds> max_age;  ///< older than this is unknown
};

struct Department {
  std::string id;
  model::LocalizedText title;
  std::optional<AttributeIndex> scope;  ///< its people act only on students who share their value of it
};

struct ListSpec {
  std::string id;
  model::LocalizedText title;
  DepartmentIndex department = 0;
  std::optional<model::Date> due;
};

struct Provider {
  std::string id;
  model::LocalizedText title;
  rules::Rule provides;  ///< reads attributes only
};

struct CalendarEntry {
  std::string id;
  model::LocalizedText title;  ///< the id when none was given
  model::Date from;
  model::Date to;  ///< equal to `from` for a single day
};

/// A message with the places where a student's values go.
struct MessageTemplate {
  struct Piece {
    std::string text;                 ///< literal, when `slot` is empty
    std::optional<rules::Slot> slot;  ///< attribute or fact
  };
  std::vector<Piece> zh;
  std::vector<Piece> en;  ///< empty: as zh
  bool empty() const { return zh.empty() && en.empty(); }
};

enum class Mode : std::uint8_t { Automatic, Exceptions, Registration, Declaration };

struct Registrar {
  std::optional<RuleIndex> when;  ///< the last one has none and holds for the rest
  DepartmentIndex department = 0;
};

struct Item {
  ItemIndex index = 0;
  std::string id;
  model::LocalizedText title;
  std::vector<Registrar> registrars;  ///< at least one; the first whose rule is true acts
  Mode mode = Mode::Registration;
  RuleIndex applies_when = 0;
  std::optional<RuleIndex> passes_when;  ///< automatic only
  MessageTemplate message;               ///< shown when the student must act
  std::vector<std::uint32_t> after;      ///< positions in StudentType::items
  std::optional<model::Date> opens;
  std::optional<model::Date> due;
  bool visit = false;
  bool optional = false;
  std::optional<ListIndex> list;  ///< exceptions only
};

struct Document {
  DocumentIndex index = 0;
  std::string id;
  model::LocalizedText title;
  DepartmentIndex department = 0;
  RuleIndex applies_when = 0;
  RuleIndex released_when = 0;
  std::vector<std::uint32_t> after;  ///< positions in StudentType::documents
  std::optional<model::Date> collect_from;
  std::optional<model::Date> collect_to;
  model::LocalizedText collect_place;
};

struct Notice {
  RuleIndex when = 0;
  model::LocalizedText text;
};

/// One step of the order in which items and documents are decided: what a rule reads is decided before it.
struct Step {
  enum class Kind : std::uint8_t { Item, Document } kind;
  std::uint32_t position;
};

struct StudentType {
  std::string id;  ///< the value of the attribute student_type
  model::LocalizedText title;
  std::vector<Item> items;  ///< in the order students see
  std::vector<Document> documents;
  std::vector<Notice> notices;
  std::vector<rules::Rule> rules;  ///< all rules of the above
  std::vector<Step> order;
};

/// What each input slot of a rule stands for. Slots are the same for all types of an edition.
struct AttributeSlot {
  AttributeIndex index;
};
struct FactSlot {
  FactIndex index;
};
struct ListedSlot {
  ListIndex index;
};
struct ClearedSlot {
  ItemIndex index;
};
struct AppliesSlot {
  ItemIndex index;
};
struct CollectedSlot {
  DocumentIndex index;
};
struct AllClearedSlot {};
struct RemainingSlot {};
struct TodaySlot {};
using SlotMeaning = std::variant<AttributeSlot, FactSlot, ListedSlot, ClearedSlot, AppliesSlot, CollectedSlot,
                                 AllClearedSlot, RemainingSlot, TodaySlot>;

/// One year's process, checked and compiled. Immutable, shared between threads.
struct Workflow {
  std::string edition;
  model::LocalizedText title;
  TimeZone time_zone;
  std::vector<CalendarEntry> calendar;
  std::vector<Attribute> attributes;  ///< student_type always among them
  AttributeIndex student_type = 0;    ///< position of student_type
  std::vector<FactSpec> facts;
  std::vector<ListSpec> lists;
  std::vector<Department> departments;
  std::vector<Provider> providers;
  std::vector<std::string> item_ids;              ///< by ItemIndex
  std::vector<model::LocalizedText> item_titles;  ///< of the first type that has it
  std::vector<std::string> document_ids;          ///< by DocumentIndex
  std::vector<model::LocalizedText> document_titles;
  std::vector<StudentType> types;  ///< in the order of student_type's words
  std::vector<SlotMeaning> slots;
  rules::Slot first_fact = 0, first_listed = 0, first_cleared = 0, first_applies = 0, first_collected = 0;
  rules::Slot all_cleared = 0, remaining = 0, today = 0;  ///< attributes start at slot 0

  const StudentType* type(std::string_view id) const;
  std::optional<AttributeIndex> attribute(std::string_view name) const;
  std::optional<FactIndex> fact(std::string_view name) const;
  std::optional<ListIndex> list(std::string_view id) const;
  std::optional<DepartmentIndex> department(std::string_view id) const;
  std::optional<ItemIndex> item(std::string_view id) const;
  std::optional<DocumentIndex> document(std::string_view id) const;
};

/// Reads what a person or a source wrote for a value of this type: `300.00`, `2015-06-18`, `true`, `毕业`.
/// Unknown for an empty text; nothing when the text is not of the type (money with more than two decimals,
/// thousands separators and E-notation are not).
std::optional<model::Value> parseValue(const rules::Type& type, std::string_view text);
/// The same text back; "" for unknown.
std::string formatValue(const rules::Type& type, const model::Value& value);

}  // namespace lixiao::workflow
