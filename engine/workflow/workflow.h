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
#include "engine/workflow/appointment.h"
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
  std::string currency;                           ///< money: ISO 4217
  std::optional<std::chrono::seconds> max_age;    ///< older than this is unknown
  bool declared = false;                          ///< the student delivers it
  std::optional<DepartmentIndex> confirmed_by{};  ///< declared: unknown until this department confirmed it
  /// An enum that may hold several words: its value is a text of them divided by `;`, in the order of the
  /// enum. Rules ask it by `"word" in FACT`, a slot for each word.
  bool several = false;
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

/// `Parts`: the item has no check of its own.
enum class Mode : std::uint8_t { Automatic, Exceptions, Registration, Declaration, Parts };

/// A day of the edition, or one counted from a date of the student's.
struct Day {
  model::Date date;                 ///< when `from` is empty
  std::optional<rules::Slot> from;  ///< an attribute or fact of type date
  int days = 0;                     ///< added to it
};

/// What its office may register beside cleared and refused.
struct Allowed {
  bool deferral = false;
  bool waiver = false;
  bool not_applicable = false;
  bool condition = false;
};

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
  std::optional<Day> opens;
  std::optional<RuleIndex> opens_when;  ///< only when `opens` counts from a date of the student's
  std::optional<Day> due;
  bool visit = false;
  bool optional = false;
  std::optional<ListIndex> list;  ///< exceptions only
  Allowed allowed;
  model::LocalizedText because;  ///< the rule in the admin's words

  std::optional<std::uint32_t>
      part_of;  ///< position of the item it is a part of; parts never count by themselves
  std::vector<std::uint32_t> parts;    ///< positions
  std::optional<std::uint32_t> group;  ///< `one_of`: position in StudentType::groups
  std::optional<AttributeIndex> register_by;
  std::optional<AttributeIndex> everyone_in;
  /// Automatic only: passes_when with the money facts it reads taken as nothing when their sum is below
  /// `waive_below`; true where that clears.
  std::optional<RuleIndex> waived_when;
  std::int64_t waive_below = 0;                  ///< minor units; 0: none
  std::optional<AppointmentPlan> appointment{};  ///< students come at a time they have booked
  std::vector<FactIndex> declares;               ///< declaration only; empty: a bare acknowledgement
  std::string charges;       ///< currency of amounts its registrations may carry; "" for none
  std::string college;       ///< of a college's own item: the value of `college`, else ""
  bool day_is_read = false;  ///< some rule reads `cleared_on` of it
};

/// Items of which one suffices.
struct Group {
  std::string id;
  std::vector<std::uint32_t> items;  ///< positions, none of them a part
};

/// Where and when a document, or one batch of it, is collected.
struct Collect {
  std::optional<Day> from;
  std::optional<Day> to;
  model::LocalizedText place;
};

struct Batch {
  std::optional<RuleIndex> when;  ///< the last one may have none
  model::LocalizedText label;
  Collect collect;  ///< what is not given is that of the document
};

struct Document {
  DocumentIndex index = 0;
  std::string id;
  model::LocalizedText title;
  DepartmentIndex department = 0;
  RuleIndex applies_when = 0;
  RuleIndex released_when = 0;
  std::vector<std::uint32_t> after;  ///< positions in StudentType::documents
  Collect collect;
  std::vector<Batch> batches;  ///< the first that holds is the student's
  model::LocalizedText because;
};

struct Notice {
  RuleIndex when = 0;
  model::LocalizedText text;
};

/// One step of the order in which items and documents are decided: what a rule reads is decided before it.
struct Step {
  /// `Group`: once all its items are decided, those that are not needed any more become not applicable.
  enum class Kind : std::uint8_t { Item, Group, Document } kind;
  std::uint32_t position;
};

struct StudentType {
  std::string id;  ///< the value of the attribute student_type
  model::LocalizedText title;
  std::vector<Item> items;  ///< in the order students see
  std::vector<Group> groups;
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
/// Day on which the item became clear; unknown while it is not, or when nobody knows.
struct ClearedOnSlot {
  ItemIndex index;
};
/// What its office found owing: 0 where the item does not apply or was registered without an amount, unknown
/// before.
struct ChargesSlot {
  ItemIndex index;
};
/// The sum over the items with `charges`.
struct ChargesTotalSlot {};
/// One word of a fact that holds several.
struct WordSlot {
  FactIndex fact;
  std::uint32_t word;
};
struct AllClearedSlot {};
struct RemainingSlot {};
struct TodaySlot {};
using SlotMeaning =
    std::variant<AttributeSlot, FactSlot, ListedSlot, ClearedSlot, AppliesSlot, CollectedSlot, AllClearedSlot,
                 RemainingSlot, TodaySlot, ClearedOnSlot, ChargesSlot, ChargesTotalSlot, WordSlot>;

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
  rules::Slot first_cleared_on = 0, first_charges = 0, charges_total = 0, first_word = 0;
  /// How many times everybody must be decided until `everyone_in` has settled, beyond the first: the longest
  /// chain of such items that wait for one another. 0: the edition has none.
  std::size_t everyone_rounds = 0;

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
