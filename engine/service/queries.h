#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/registration.h"
#include "engine/model/status.h"
#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/guide_view.h"
#include "engine/service/outcome.h"
#include "engine/service/why.h"
#include "engine/workflow/evaluator.h"

namespace lixiao::service {

/// A fact that an item asks the student to declare.
struct DeclaredView {
  std::string fact;
  model::LocalizedText title;
  rules::Type type;
  bool several = false;    ///< any number of the type's words
  std::string value;       ///< what counts, else what waits for confirmation, as it is written; "" nothing
  bool confirmed = false;  ///< `value` counts
  std::string rejected;    ///< why its department sent it back, "" when it did not
};
/// A value of a source that an item waits for.
struct MissingFact {
  enum class Why { Never, Old, NotKnown };  ///< never delivered; too old; delivered as unknown

  std::string fact;
  model::LocalizedText title;
  Why why{};
  std::optional<model::Instant> as_of;  ///< Old
};

struct ItemView {
  std::string id;
  model::LocalizedText title, department;
  model::ItemStatus status{};
  model::Cause cause{};
  model::Message reason;
  std::optional<model::Date> opens, due;
  bool optional = false;
  bool visit = false;
  bool overridden = false;  ///< a registration stands against an automatic result
  bool mine = false;        ///< the actor may register it for this student
  bool declarable = false;  ///< the student may declare it now
  std::string remark, registered_by;
  std::optional<model::Instant> registered_at;
  std::int64_t revision = 0;            ///< of the live registration; 0: none
  std::optional<model::Instant> as_of;  ///< oldest fact it rests on
  std::vector<std::string> reads;       ///< the facts of sources that decide an automatic item
  std::vector<MissingFact> missing;     ///< of an automatic item that is undecided
  model::LocalizedText because;         ///< the rule in the admin's words
  // Of the live registration.
  std::optional<model::RegistrationResult> registered;
  std::optional<model::Date> until;  ///< last day on which it counts
  std::string condition;             ///< what the student still owes
  std::string amount;                ///< `12.50`; "" none
  std::string currency;              ///< of amounts its registrations may carry; "" for none
  workflow::Allowed allowed;         ///< what may be registered beside cleared and refused
  bool reason_needed = false;        ///< whatever is registered goes against what is decided by itself
  /// Registrations count for all who share this value of an attribute: its title and value.
  model::LocalizedText shared_by;
  std::string shared_value;
  std::vector<DeclaredView> declares;
  std::vector<GuideView> guides;  ///< where to go, one a campus
  bool appointments = false;      ///< students come at a time they have booked
  bool bookable = false;          ///< one can be made or moved now
  struct Booked {
    model::Instant start{}, end{};
    bool in_hours = true;  ///< false: the office changed its hours since
    std::optional<model::Date> valid_until;
  };
  std::optional<Booked> booked;
  std::vector<ItemView> parts;  ///< as items, those that apply or are undecided
};
struct DocumentView {
  std::string id;
  model::LocalizedText title, department, place;
  model::DocumentStatus status{};
  model::Message reason;
  std::vector<model::LocalizedText> in_the_way;  ///< titles of items that are open
  std::optional<model::Date> collect_from, collect_to;
  bool mine = false;  ///< the actor may hand it over
  std::optional<model::Instant> collected_at;
  std::string collected_by, recipient;
  model::LocalizedText batch;  ///< in which it is handed out; days and place are the batch's
  model::LocalizedText because;
  std::vector<GuideView> guides;  ///< where to go, one a campus
};
struct StudentView {
  std::string student_no, name;
  model::LocalizedText type;
  struct Field {
    model::LocalizedText title;
    std::string value;
    rules::Type type;
    std::string name{};  ///< as rules call it
  };
  std::vector<Field> attributes;  ///< in the order of the YAML, those with a value
  std::vector<ItemView> items;    ///< those that apply or are undecided, in the students' order
  std::vector<ItemView> not_applicable;
  std::vector<DocumentView> documents;
  std::vector<model::LocalizedText> notices;
  std::size_t remaining = 0;
  model::Instant as_of{};  ///< when this was decided
};

struct StudentLine {
  std::string student_no, name, college, class_code;
  model::LocalizedText type;
  std::optional<model::ItemStatus> status;        ///< of the item asked for
  std::optional<model::DocumentStatus> document;  ///< of the document asked for
  std::uint32_t remaining = 0;
};
struct StudentSearch {
  std::string text;                         ///< a number's start or part of a name; "" for all
  std::string college{}, class_code{};      ///< part of it, "" for all
  std::string item;                         ///< only students for whom this item …
  std::optional<model::ItemStatus> status;  ///< … has this status; without `item`: some item has
  std::string department{};   ///< without `item`: only items that it registers (of several, the last)
  std::string by{}, value{};  ///< only students whose attribute `by` has this value; "" for none
  std::string document;
  std::optional<model::DocumentStatus> document_status;
  std::size_t offset = 0, limit = 50;  ///< limit at most 200
};
struct StudentPage {
  std::vector<StudentLine> lines;
  std::size_t total = 0;
};

struct ItemCounts {
  std::string id;
  model::LocalizedText title, department;
  std::array<std::uint64_t, 5> by_status{};  ///< index: model::ItemStatus
};
struct DocumentCounts {
  std::string id;
  model::LocalizedText title, department;
  std::array<std::uint64_t, 4> by_status{};
};
struct Counts {
  std::uint64_t students = 0, all_clear = 0;
  std::vector<ItemCounts> items;
  std::vector<DocumentCounts> documents;
};

struct ListView {
  std::string id;
  model::LocalizedText title, department;
  std::optional<model::Date> due;
  bool mine = false;
  bool submitted = false, late = false;
  std::size_t students = 0;
  std::string submitted_by;
  std::optional<model::Instant> submitted_at;
};

/// What a student declared and the actor's department has to confirm.
struct DeclarationLine {
  std::string student_no, name;
  std::string fact;
  model::LocalizedText title;
  std::string value;
  rules::Type type;
  bool several = false;  ///< any number of the type's words
  model::Instant at{};
  std::int64_t revision = 0;
};

struct EditionView {
  std::string edition, digest;  ///< "" while none is active
  model::LocalizedText title;
  std::string activated_by;
  std::optional<model::Instant> activated_at;
  std::vector<workflow::CalendarEntry> calendar;
  workflow::TimeZone time_zone;  ///< in which instants are shown
  model::Date today;
};

struct JournalLine {
  std::int64_t seq = 0;
  model::Instant at{};
  std::string actor, kind, student_no, item, payload, hash;
};
struct JournalSearch {
  std::string student_no, actor, item, kind;  ///< "" for any
  std::int64_t before_seq = 0;                ///< 0: the newest
  std::size_t limit = 50;                     ///< at most 200
};

/// What an actor may work on: for the menus.
struct Work {
  struct Entry {
    std::string id;
    model::LocalizedText title;
    bool appointments = false;  ///< of an item
  };
  std::vector<Entry> items;      ///< items the actor's department registers for somebody
  std::vector<Entry> documents;  ///< documents it hands out
  std::vector<Entry> lists;      ///< lists it submits
  bool provider = false;         ///< delivers a part of the roster
  bool confirms = false;         ///< confirms what students declare
};

/// The one way out. Pages of one student are decided afresh from the database; lists and counts come from the
/// board. Scope is applied here: nobody sees a student who is not theirs (students: themselves; scoped staff:
/// their college or class; other staff, auditors and admins: all). Thread-safe.
class Queries {
 public:
  explicit Queries(const Engine& engine);
  ~Queries();

  EditionView edition() const;
  Outcome<StudentView> student(const Actor& actor, const std::string& student_no) const;
  Outcome<StudentPage> students(const Actor& actor, const StudentSearch& search) const;
  Outcome<Counts> counts(const Actor& actor) const;
  Outcome<std::vector<ListView>> lists(const Actor& actor) const;
  /// What waits for the actor's department, by fact and number.
  Outcome<std::vector<DeclarationLine>> declarations(const Actor& actor) const;
  Work work(const Actor& actor) const;
  Outcome<std::vector<JournalLine>> journal(const Actor& actor, const JournalSearch& search) const;
  /// Why an item or document of the student stands as it does.
  Outcome<Why> explain(const Actor& actor, const std::string& student_no, const std::string& subject) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::service
