#include "tests/workflow/record_columns.h"

#include <algorithm>

namespace lixiao::workflow::tests {
namespace {

using Form = rules::Column::Form;

std::int32_t dayIn(const TimeZone& zone, model::Instant instant) {
  return model::dayNumber(zone.dateAt(instant));
}

}  // namespace

RecordColumns::RecordColumns(const Workflow& workflow, const StudentType& type,
                             const std::vector<StudentRecord>& records, const Circumstances& circumstances,
                             Texts& texts)
    : workflow_(workflow), records_(records), circumstances_(circumstances), texts_(texts) {
  columns_.inputs.resize(workflow.slots.size());
  addInputs();
  for (const Item& item : type.items) addItem(item);
  for (const Document& document : type.documents)
    columns_.collected.push_back(column(bytes_, [&](const StudentRecord& record) {
      return record.collections.contains(document.index) ? 2 : 0;
    }));
}

template <typename Cell>
rules::Column RecordColumns::typed(const rules::Type& type, const Cell& value) {
  using rules::Kind;
  switch (type.kind) {
    case Kind::Boolean:
      return {Form::Truth8, column(bytes_, [&](const StudentRecord& record) {
                const model::Value& held = value(record);
                return !held.known() ? 1 : *held.boolean() ? 2 : 0;
              })};
    case Kind::Enum:
      return {Form::Word8, column(bytes_, [&](const StudentRecord& record) -> std::ptrdiff_t {
                const model::Value& held = value(record);
                if (!held.known()) return 255;
                return std::find(type.words->begin(), type.words->end(), *held.text()) - type.words->begin();
              })};
    case Kind::Text:
      return {Form::Code32, column(codes_, [&](const StudentRecord& record) -> std::uint32_t {
                const model::Value& held = value(record);
                return held.known() ? texts_.code(*held.text()) : 0;
              })};
    case Kind::Date:
      return {Form::Day32, column(days_, [&](const StudentRecord& record) {
                const model::Value& held = value(record);
                return held.known() ? model::dayNumber(*held.date()) : INT32_MIN;
              })};
    case Kind::Number:
      break;
  }
  return {Form::Int64, column(numbers_, [&](const StudentRecord& record) {
            const model::Value& held = value(record);
            return held.known() ? *held.number() : INT64_MIN;
          })};
}

void RecordColumns::addInputs() {
  for (AttributeIndex i = 0; i < workflow_.attributes.size(); ++i)
    columns_.inputs[i] = typed(
        workflow_.attributes[i].type, [i](const StudentRecord& record) -> auto& {
          return record.attributes[i];
        });
  for (FactIndex fact = 0; fact < workflow_.facts.size(); ++fact) addFact(fact);
  for (ListIndex list = 0; list < workflow_.lists.size(); ++list)
    columns_.inputs[workflow_.first_listed + list] = {
        Form::Truth8,
        column(bytes_, [&](const StudentRecord& record) { return record.listed.contains(list) ? 2 : 0; })};
}

void RecordColumns::addFact(FactIndex fact) {
  const FactSpec& spec = workflow_.facts[fact];
  const auto dated = [&](rules::Column made) {
    if (!spec.max_age) return made;
    const auto seconds = [](model::Instant at) {
      return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    };
    made.as_of =
        column(codes_, [&](const StudentRecord& record) { return seconds(record.facts[fact].as_of); });
    made.fresh_from = static_cast<std::uint32_t>(seconds(circumstances_.now - *spec.max_age));
    return made;
  };
  if (!spec.several)
    columns_.inputs[workflow_.first_fact + fact] = dated(typed(
        spec.type, [fact](const StudentRecord& record) -> auto& { return record.facts[fact].value; }));
  for (rules::Slot slot = 0; spec.several && slot < workflow_.slots.size(); ++slot) {
    const auto* word = std::get_if<WordSlot>(&workflow_.slots[slot]);
    if (word == nullptr || word->fact != fact) continue;
    columns_.inputs[slot] = dated({Form::Truth8, column(bytes_, [&](const StudentRecord& record) {
                                     const model::Value& held = record.facts[fact].value;
                                     if (!held.known()) return 1;
                                     const std::string& wanted = (*spec.type.words)[word->word];
                                     return held.text()->find(wanted) != std::string::npos ? 2 : 0;
                                   })});
  }
  columns_.since.push_back(column(days_, [&](const StudentRecord& record) {
    const auto& since = record.facts[fact].since;
    return since ? dayIn(workflow_.time_zone, *since) : INT32_MIN;
  }));
  columns_.unconfirmed.push_back(
      column(bytes_, [&](const StudentRecord& record) { return record.unconfirmed.contains(fact) ? 2 : 0; }));
}

void RecordColumns::addItem(const Item& item) {
  const auto registration = [&](const StudentRecord& record) -> const model::Registration* {
    const auto found = record.registrations.find(item.index);
    return found == record.registrations.end() ? nullptr : &found->second;
  };
  columns_.registrations.push_back(column(bytes_, [&](const StudentRecord& record) {
    const auto* held = registration(record);
    return held == nullptr ? 0 : static_cast<int>(held->result) + 1;
  }));
  columns_.registered_until.push_back(column(days_, [&](const StudentRecord& record) {
    const auto* held = registration(record);
    return held != nullptr && held->until ? model::dayNumber(*held->until) : INT32_MAX;
  }));
  columns_.registered_on.push_back(column(days_, [&](const StudentRecord& record) {
    const auto* held = registration(record);
    return held == nullptr ? INT32_MIN : dayIn(workflow_.time_zone, held->at);
  }));
  columns_.charges.push_back(column(numbers_, [&](const StudentRecord& record) {
    const auto* held = registration(record);
    return held != nullptr && held->amount ? *held->amount : INT64_MIN;
  }));
  columns_.others_clear.push_back(column(bytes_, [&](const StudentRecord& record) {
    const auto found = record.others_clear.find(item.index);
    return found == record.others_clear.end() ? 1 : static_cast<int>(found->second);
  }));
}

}  // namespace lixiao::workflow::tests
