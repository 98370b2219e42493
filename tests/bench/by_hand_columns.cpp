#include <algorithm>
#include <stdexcept>
#include <string>

#include "tests/bench/by_hand.h"

namespace lixiao::bench {
namespace {

using rules::Column;

constexpr std::array<const char*, kHandItems> kItemIds = {
    "college_procedures", "finance", "housing", "library",       "library_main",
    "equipment",          "sports",  "hukou",   "hukou_huaping", "loan_confirmation",
    "thesis_archive",     "party",   "league",  "personal_file", "campus_card"};
constexpr std::array<const char*, kHandDocuments> kDocumentIds = {
    "diploma", "completion_certificate", "leaving_certificate", "employment_card", "employment_slip"};

void require(bool condition, const std::string& what) {
  if (!condition) throw std::invalid_argument("the loop written by hand is not for this: " + what);
}

/// Looks columns up by the names of the edition.
struct Finder {
  const workflow::Workflow& workflow;
  const workflow::StudentColumns& students;

  const Column& fact(const char* name, Column::Form form) const {
    const auto index = workflow.fact(name);
    require(index.has_value(), name);
    const Column& column = students.inputs[workflow.first_fact + *index];
    require(column.form == form, name);
    return column;
  }
  template <typename T>
  DatedColumn<T> dated(const char* name, Column::Form form) const {
    const Column& column = fact(name, form);
    require(column.as_of != nullptr, name);
    return {static_cast<const T*>(column.data), column.as_of, column.fresh_from};
  }
  DatedColumn<std::int32_t> number(const char* name) const {
    return dated<std::int32_t>(name, Column::Form::Int32);
  }
  const std::uint8_t* truth(const char* name) const {
    const Column& column = fact(name, Column::Form::Truth8);
    require(column.as_of == nullptr, name);
    return static_cast<const std::uint8_t*>(column.data);
  }
  const std::uint8_t* list(const char* id) const {
    const auto index = workflow.list(id);
    require(index.has_value(), id);
    return static_cast<const std::uint8_t*>(students.inputs[workflow.first_listed + *index].data);
  }
};

template <typename Things>
std::size_t positionOf(const Things& things, const char* id) {
  const auto found = std::find_if(things.begin(), things.end(), [&](const auto& t) { return t.id == id; });
  require(found != things.end(), id);
  return static_cast<std::size_t>(found - things.begin());
}

}  // namespace

HandColumns handColumns(const workflow::Workflow& workflow, const workflow::StudentType& type,
                        const workflow::Circumstances& circumstances,
                        const workflow::StudentColumns& students,
                        const workflow::DecisionColumns& decisions) {
  require(workflow.edition == "2015", workflow.edition);
  require(std::find(circumstances.submitted.begin(), circumstances.submitted.end(), false) ==
              circumstances.submitted.end(),
          "a list that was not submitted");
  const Finder find{workflow, students};
  HandColumns columns;
  columns.postgraduate = type.id == "postgraduate";
  require(type.items.size() == (columns.postgraduate ? kHandItems : kHandItems - 1), type.id);
  require(type.documents.size() == kHandDocuments, type.id);
  columns.today = model::dayNumber(circumstances.today);
  const auto reason = workflow.attribute("leave_reason");
  require(reason && (*workflow.attributes[*reason].type.words)[0] == "毕业", "leave_reason");
  columns.leave_reason = static_cast<const std::uint8_t*>(students.inputs[*reason].data);
  columns.tuition_due = find.number("finance.tuition_due");
  columns.finance_dorm_due = find.number("finance.dorm_due");
  columns.loans = find.number("library.loans");
  columns.fines = find.number("library.fines");
  columns.housing_dorm_due = find.number("housing.dorm_due");
  columns.checked_out = find.dated<std::uint8_t>("housing.checked_out", Column::Form::Truth8);
  columns.party_member = find.truth("party_member");
  columns.league_member = find.truth("league_member");
  columns.has_student_loan = find.truth("has_student_loan");
  columns.hukou_on_campus = find.truth("hukou_on_campus");
  columns.career_registered = find.truth("career_registered");
  columns.on_equipment = find.list("equipment");
  columns.on_sports = find.list("sports");
  columns.on_hukou_huaping = find.list("hukou_huaping");
  columns.on_library_main = find.list("library_main");
  for (std::size_t i = 0; i < kHandItems; ++i) {
    if (i == ThesisArchive && !columns.postgraduate) continue;
    const std::size_t position = positionOf(type.items, kItemIds[i]);
    columns.registrations[i] = students.registrations[position];
    columns.registered_until[i] = students.registered_until[position];
    columns.items[i] = decisions.items[position];
  }
  for (std::size_t i = 0; i < kHandDocuments; ++i) {
    const std::size_t position = positionOf(type.documents, kDocumentIds[i]);
    columns.collected[i] = students.collected[position];
    columns.documents[i] = decisions.documents[position];
  }
  columns.remaining = decisions.remaining;
  return columns;
}

}  // namespace lixiao::bench
