#include "tests/workflow/random_edition.h"

namespace lixiao::workflow::tests {
namespace {

constexpr std::chrono::hours kDay{24};

model::Value randomValue(const rules::Type& type, const Circumstances& circumstances, Dice& dice) {
  switch (type.kind) {
    case rules::Kind::Boolean:
      return model::Value(dice.oneIn(2));
    case rules::Kind::Date:
      return model::Value(circumstances.today + std::chrono::days(static_cast<int>(dice.upTo(8)) - 4));
    case rules::Kind::Enum:
      return model::Value(dice.pick(*type.words));
    case rules::Kind::Text:
      return model::Value(dice.pick(std::vector<std::string>{"F1", "F2", "F3", "ICBC", ""}));
    case rules::Kind::Number:
      break;
  }
  if (type.unit == rules::Unit::Count) return model::Value(static_cast<std::int64_t>(dice.upTo(4)));
  if (type.unit == rules::Unit::Percent) return model::Value(static_cast<std::int64_t>(dice.upTo(2) * 2500));
  return model::Value(static_cast<std::int64_t>(dice.oneIn(2) ? 0 : dice.upTo(600)) -
                      (dice.oneIn(9) ? 50 : 0));
}

/// Near midnight, so that the zone's day counts.
model::Instant randomInstant(const Circumstances& circumstances, Dice& dice) {
  return model::Instant(circumstances.today) - kDay * dice.upTo(6) + std::chrono::hours(12 + dice.upTo(10));
}

model::Fact randomFact(const FactSpec& spec, const Circumstances& circumstances, Dice& dice) {
  model::Fact fact;
  if (spec.several)
    fact.value = model::Value(dice.pick(
        std::vector<std::string>{"north", "south", "off", "north;off", "south;off", "north;south;off"}));
  else
    fact.value = randomValue(spec.type, circumstances, dice);
  fact.as_of = circumstances.now - std::chrono::hours(20 + dice.upTo(5));
  if (!dice.oneIn(4)) fact.since = randomInstant(circumstances, dice);
  if (dice.oneIn(5)) fact.value = {};
  return fact;
}

model::Registration randomRegistration(const Circumstances& circumstances, Dice& dice) {
  model::Registration registration;
  registration.result = static_cast<model::RegistrationResult>(dice.upTo(5));
  registration.at = randomInstant(circumstances, dice);
  registration.by = "office";
  if (dice.oneIn(2))
    registration.until = circumstances.today + std::chrono::days(static_cast<int>(dice.upTo(2)) - 1);
  if (dice.oneIn(2)) registration.amount = static_cast<std::int64_t>(dice.upTo(500));
  return registration;
}

}  // namespace

Circumstances randomCircumstances(const Workflow& workflow, Dice& dice) {
  Circumstances circumstances;
  circumstances.today = *model::parseDate("2015-06-24");
  circumstances.now = *model::parseInstant("2015-06-24T09:00:00+08:00");
  for (std::size_t list = 0; list < workflow.lists.size(); ++list) {
    circumstances.submitted.push_back(!dice.oneIn(4));
    circumstances.submitted_at.emplace_back();
    if (!dice.oneIn(4)) circumstances.submitted_at.back() = randomInstant(circumstances, dice);
  }
  return circumstances;
}

StudentRecord randomStudent(const Workflow& workflow, const StudentType& type,
                            const Circumstances& circumstances, Dice& dice) {
  StudentRecord record;
  for (const Attribute& attribute : workflow.attributes) {
    const bool missing = attribute.optional && dice.oneIn(6);
    record.attributes.push_back(missing ? model::Value() : randomValue(attribute.type, circumstances, dice));
  }
  record.attributes[workflow.student_type] = model::Value(type.id);
  for (FactIndex fact = 0; fact < workflow.facts.size(); ++fact) {
    record.facts.push_back(randomFact(workflow.facts[fact], circumstances, dice));
    if (dice.oneIn(3)) record.unconfirmed[fact] = model::Value(true);
  }
  for (ListIndex list = 0; list < workflow.lists.size(); ++list)
    if (dice.oneIn(2)) record.listed[list] = "remark";
  for (const Item& item : type.items) {
    if (dice.oneIn(3)) record.registrations[item.index] = randomRegistration(circumstances, dice);
    if (item.everyone_in && !dice.oneIn(4))
      record.others_clear[item.index] = static_cast<rules::Truth>(dice.upTo(2));
  }
  for (const Document& document : type.documents)
    if (dice.oneIn(4)) record.collections[document.index] = {};
  return record;
}

}  // namespace lixiao::workflow::tests
