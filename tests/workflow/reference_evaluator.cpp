#include "tests/workflow/reference_evaluator.h"

#include <algorithm>

namespace lixiao::workflow::tests {

using model::Cause;
using model::DocumentCause;
using model::ItemStatus;
using model::RegistrationResult;
using Worth = ReferenceEvaluator::Worth;

namespace {

Worth number(double x) {
  return ReferenceEvaluator::Known{x, {}};
}

Worth maybe(const std::optional<double>& x) {
  return x ? number(*x) : Worth();
}

}  // namespace

ReferenceEvaluator::ReferenceEvaluator(const Workflow& workflow, const StudentType& type,
                                       const StudentRecord& record, const Circumstances& circumstances)
    : workflow_(workflow),
      type_(type),
      record_(record),
      circumstances_(circumstances),
      before_others_(type.items.size()),
      final_(type.items.size()) {}

ReferenceEvaluator::Three ReferenceEvaluator::holds(RuleIndex rule) {
  const Worth value = worth(type_.rules[rule].root());
  if (!value) return Three::Maybe;
  return value->number != 0 ? Three::Yes : Three::No;
}

std::optional<std::uint32_t> ReferenceEvaluator::positionOf(ItemIndex index) const {
  for (std::uint32_t i = 0; i < type_.items.size(); ++i)
    if (type_.items[i].index == index) return i;
  return std::nullopt;
}

Worth ReferenceEvaluator::derived(const SlotMeaning& meaning) {
  const auto truth = [](Three three) {
    return three == Three::Maybe ? Worth() : number(three == Three::Yes ? 1 : 0);
  };
  if (const auto* cleared = std::get_if<ClearedSlot>(&meaning)) {
    const auto item = positionOf(cleared->index);
    return item ? truth(clear(cause(*item))) : number(1);
  }
  if (const auto* applies = std::get_if<AppliesSlot>(&meaning)) {
    const auto item = positionOf(applies->index);
    return item ? truth(holds(type_.items[*item].applies_when)) : number(0);
  }
  if (const auto* day = std::get_if<ClearedOnSlot>(&meaning)) {
    const auto item = positionOf(day->index);
    return item ? maybe(clearedOn(*item)) : Worth();
  }
  if (const auto* owing = std::get_if<ChargesSlot>(&meaning)) {
    const auto item = positionOf(owing->index);
    return item && !type_.items[*item].charges.empty() ? maybe(charge(*item)) : number(0);
  }
  if (std::holds_alternative<ChargesTotalSlot>(meaning)) return maybe(chargesTotal());
  if (std::holds_alternative<AllClearedSlot>(meaning)) return truth(allCleared());
  return number(static_cast<double>(remaining()));
}

ReferenceEvaluator::Three ReferenceEvaluator::clear(Cause cause) const {
  const ItemStatus status = model::statusOf(cause);
  if (status == ItemStatus::Cleared || status == ItemStatus::Deferred || status == ItemStatus::NotApplicable)
    return Three::Yes;
  switch (cause) {
    case Cause::ApplicabilityUnknown:
    case Cause::FactUnknown:
    case Cause::ListNotSubmitted:
    case Cause::OpeningUnknown:
    case Cause::OthersUnknown:
    case Cause::PartsUnknown:
      return Three::Maybe;
    default:
      return Three::No;
  }
}

bool ReferenceEvaluator::ranOut(const model::Registration& registration) const {
  return registration.until && circumstances_.today > *registration.until;
}

/// The registration that has a say today: one that has not run out, or a deferral that has.
const model::Registration* ReferenceEvaluator::counting(const Item& item) const {
  const auto found = record_.registrations.find(item.index);
  if (found == record_.registrations.end()) return nullptr;
  return ranOut(found->second) && found->second.result != RegistrationResult::Deferred ? nullptr
                                                                                       : &found->second;
}

/// Applies, then a registration, then earlier items, then its opening, then its mode and parts.
Cause ReferenceEvaluator::alone(std::uint32_t position) {
  const Item& item = type_.items[position];
  const Three applies = holds(item.applies_when);
  if (applies == Three::No) return Cause::DoesNotApply;
  if (applies == Three::Maybe) return Cause::ApplicabilityUnknown;
  if (const auto* registration = counting(item)) {
    switch (registration->result) {
      case RegistrationResult::Cleared:
        return Cause::Registered;
      case RegistrationResult::Refused:
        return Cause::Refused;
      case RegistrationResult::NotApplicable:
        return Cause::DeclaredNotApplicable;
      case RegistrationResult::Deferred:
        if (!ranOut(*registration)) return Cause::Deferred;
        break;
      case RegistrationResult::Waived:
        return Cause::Waived;
      case RegistrationResult::Declared:
        return Cause::Declared;
    }
  }
  const Cause own = unregistered(item);
  const bool clear_by_itself = clear(own) == Three::Yes;
  return counting(item) == nullptr || clear_by_itself ? own : Cause::DeferralLapsed;
}

Cause ReferenceEvaluator::unregistered(const Item& item) {
  for (const std::uint32_t earlier : item.after)
    if (clear(cause(earlier)) != Three::Yes) return Cause::EarlierItemOpen;
  if (item.opens_when) {
    const Three open = holds(*item.opens_when);
    if (open == Three::No) return Cause::NotYetOpen;
    if (open == Three::Maybe) return Cause::OpeningUnknown;
  } else if (item.opens && item.opens->date > circumstances_.today) {
    return Cause::NotYetOpen;
  }
  return item.parts.empty() ? byMode(item) : byParts(item);
}

Cause ReferenceEvaluator::byMode(const Item& item) {
  switch (item.mode) {
    case Mode::Automatic: {
      const Three passes = holds(*item.passes_when);
      if (passes == Three::Yes) return Cause::RulePasses;
      if (passes == Three::Maybe) return Cause::FactUnknown;
      const Three waived = item.waived_when.has_value() ? holds(*item.waived_when) : Three::No;
      if (waived == Three::Maybe) return Cause::FactUnknown;
      return waived == Three::Yes ? Cause::SmallAmountWaived : Cause::RuleFails;
    }
    case Mode::Exceptions:
      if (!circumstances_.submitted[*item.list]) return Cause::ListNotSubmitted;
      return record_.listed.contains(*item.list) ? Cause::OnList : Cause::NotOnList;
    case Mode::Registration:
      return item.visit ? Cause::MustVisit : Cause::AwaitsRegistration;
    case Mode::Declaration: {
      std::size_t known = 0, waiting = 0;
      for (const FactIndex declared : item.declares) {
        const rules::Type& type =
            workflow_.facts[declared].several ? rules::Type::text() : workflow_.facts[declared].type;
        if (fact(declared, type))
          ++known;
        else if (record_.unconfirmed.contains(declared))
          ++waiting;
      }
      if (item.declares.empty() || known + waiting < item.declares.size()) return Cause::MustDeclare;
      return waiting > 0 ? Cause::AwaitsConfirmation : Cause::Declared;
    }
    case Mode::Parts:
      break;
  }
  return Cause::PartsDoNotApply;
}

/// The worst of its own check and of the parts that apply; on a draw its own.
Cause ReferenceEvaluator::byParts(const Item& item) {
  const Cause own = byMode(item);
  bool some_open = false, some_waiting = false, some_deferred = false, some_cleared = false;
  Three all = Three::Yes;
  for (const std::uint32_t part : item.parts) {
    const Cause found = cause(part);
    const ItemStatus status = model::statusOf(found);
    some_open = some_open || status == ItemStatus::ActionRequired;
    some_waiting = some_waiting || status == ItemStatus::Waiting;
    some_deferred = some_deferred || status == ItemStatus::Deferred;
    some_cleared = some_cleared || status == ItemStatus::Cleared;
    all = std::min(all, clear(found));
  }
  const ItemStatus status = model::statusOf(own);
  if (status == ItemStatus::ActionRequired) return own;
  if (some_open) return Cause::PartsOpen;
  if (status == ItemStatus::Waiting) return own;
  if (some_waiting) return all == Three::Maybe ? Cause::PartsUnknown : Cause::PartsWaiting;
  if (some_deferred) return Cause::PartsDeferred;
  if (status == ItemStatus::Cleared) return own;
  return some_cleared ? Cause::PartsCleared : Cause::PartsDoNotApply;
}

Cause ReferenceEvaluator::beforeOthers(std::uint32_t item) {
  if (!before_others_[item]) before_others_[item] = alone(item);
  return *before_others_[item];
}

/// With the others who share its value, then with the other items of its choice.
Cause ReferenceEvaluator::cause(std::uint32_t position) {
  const auto withOthers = [&](std::uint32_t at) {
    const Cause own = beforeOthers(at);
    const Item& item = type_.items[at];
    const bool concerned = clear(own) == Three::Yes && model::statusOf(own) != ItemStatus::NotApplicable;
    if (!item.everyone_in || !concerned) return own;
    const auto others = record_.others_clear.find(item.index);
    if (others == record_.others_clear.end() || others->second == rules::Truth::Unknown)
      return Cause::OthersUnknown;
    return others->second == rules::Truth::True ? own : Cause::OthersOpen;
  };
  if (final_[position]) return *final_[position];
  const Item& item = type_.items[position];
  Cause found = withOthers(position);
  const ItemStatus status = model::statusOf(found);
  const bool open = status == ItemStatus::Waiting || status == ItemStatus::ActionRequired;
  if (item.group && open)
    for (const std::uint32_t other : type_.groups[*item.group].items) {
      const ItemStatus of_other = model::statusOf(withOthers(other));
      if (of_other == ItemStatus::Cleared || of_other == ItemStatus::Deferred)
        found = Cause::AlternativeCleared;
    }
  final_[position] = found;
  return found;
}

rules::Truth ReferenceEvaluator::ownClear(std::uint32_t item) {
  if (!type_.items[item].everyone_in) return rules::Truth::False;
  if (cause(item) == Cause::AlternativeCleared) return rules::Truth::True;
  switch (clear(beforeOthers(item))) {
    case Three::Yes:
      return rules::Truth::True;
    case Three::Maybe:
      return rules::Truth::Unknown;
    case Three::No:
      break;
  }
  return rules::Truth::False;
}

DepartmentIndex ReferenceEvaluator::registrar(std::uint32_t item) {
  const std::vector<Registrar>& registrars = type_.items[item].registrars;
  for (const Registrar& each : registrars)
    if (!each.when || holds(*each.when) == Three::Yes) return each.department;
  return registrars.back().department;
}

std::size_t ReferenceEvaluator::remaining() {
  std::size_t open = 0;
  for (std::uint32_t i = 0; i < type_.items.size(); ++i) {
    const bool counts = !type_.items[i].optional && !type_.items[i].part_of;
    if (counts && clear(cause(i)) != Three::Yes) ++open;
  }
  return open;
}

/// Nobody to whom nothing applies is clear.
ReferenceEvaluator::Three ReferenceEvaluator::allCleared() {
  Three all = Three::Yes;
  bool any = false;
  for (std::uint32_t i = 0; i < type_.items.size(); ++i) {
    if (type_.items[i].optional || type_.items[i].part_of) continue;
    all = std::min(all, clear(cause(i)));
    any = any || model::statusOf(cause(i)) != ItemStatus::NotApplicable;
  }
  return any ? all : Three::No;
}

double ReferenceEvaluator::dayOf(model::Instant instant) const {
  return model::dayNumber(workflow_.time_zone.dateAt(instant));
}

std::optional<double> ReferenceEvaluator::clearedOn(std::uint32_t position) {
  const Item& item = type_.items[position];
  if (model::statusOf(cause(position)) != ItemStatus::Cleared) return std::nullopt;
  const auto* registration = counting(item);
  if (registration != nullptr && !ranOut(*registration)) return dayOf(registration->at);
  std::vector<std::optional<double>> found;
  const auto since = [&](FactIndex index) {
    const auto& moment = record_.facts[index].since;
    found.push_back(moment ? std::optional(dayOf(*moment)) : std::nullopt);
  };
  if (item.mode == Mode::Automatic)
    for (FactIndex index = 0; index < workflow_.facts.size(); ++index) {
      const std::vector<rules::Slot> read = type_.rules[*item.passes_when].slots();
      const bool reads = std::any_of(read.begin(), read.end(), [&](rules::Slot slot) {
        const auto* whole = std::get_if<FactSlot>(&workflow_.slots[slot]);
        const auto* word = std::get_if<WordSlot>(&workflow_.slots[slot]);
        return (whole != nullptr && whole->index == index) || (word != nullptr && word->fact == index);
      });
      if (reads) since(index);
    }
  if (item.mode == Mode::Declaration)
    for (const FactIndex declared : item.declares) since(declared);
  if (item.mode == Mode::Exceptions) {
    const auto& at = circumstances_.submitted_at;
    const bool known = *item.list < at.size() && at[*item.list].has_value();
    found.push_back(known ? std::optional(dayOf(*at[*item.list])) : std::nullopt);
  }
  if (found.empty() && item.mode != Mode::Parts) return std::nullopt;
  for (const std::uint32_t part : item.parts)
    if (model::statusOf(cause(part)) != ItemStatus::NotApplicable) found.push_back(clearedOn(part));
  double latest = -1e9;
  for (const auto& day : found) {
    if (!day) return std::nullopt;
    latest = std::max(latest, *day);
  }
  return latest;
}

std::optional<double> ReferenceEvaluator::charge(std::uint32_t position) {
  const Cause found = cause(position);
  if (model::statusOf(found) == ItemStatus::NotApplicable) return 0;
  if (found == Cause::ApplicabilityUnknown) return std::nullopt;
  const auto registration = record_.registrations.find(type_.items[position].index);
  if (registration == record_.registrations.end()) return std::nullopt;
  if (registration->second.until && *registration->second.until < circumstances_.today) return std::nullopt;
  return static_cast<double>(registration->second.amount.value_or(0));
}

std::optional<double> ReferenceEvaluator::chargesTotal() {
  double total = 0;
  for (std::uint32_t i = 0; i < type_.items.size(); ++i) {
    if (type_.items[i].charges.empty()) continue;
    const auto one = charge(i);
    if (!one) return std::nullopt;
    total += *one;
  }
  return total;
}

DocumentCause ReferenceEvaluator::documentCause(std::uint32_t position) {
  const Document& document = type_.documents[position];
  if (record_.collections.contains(document.index)) return DocumentCause::Collected;
  const Three applies = holds(document.applies_when);
  if (applies == Three::No) return DocumentCause::DoesNotApply;
  if (applies == Three::Maybe) return DocumentCause::ApplicabilityUnknown;
  if (holds(document.released_when) != Three::Yes) return DocumentCause::ItemsOpen;
  for (const std::uint32_t earlier : document.after)
    if (holds(type_.documents[earlier].applies_when) != Three::No &&
        !record_.collections.contains(type_.documents[earlier].index))
      return DocumentCause::EarlierDocumentMissing;
  return DocumentCause::Released;
}

std::optional<std::size_t> ReferenceEvaluator::batch(std::uint32_t position) {
  const Document& document = type_.documents[position];
  if (documentCause(position) == DocumentCause::DoesNotApply) return std::nullopt;
  for (std::size_t i = 0; i < document.batches.size(); ++i) {
    if (!document.batches[i].when) return i;
    const Three found = holds(*document.batches[i].when);
    if (found == Three::Maybe) return std::nullopt;
    if (found == Three::Yes) return i;
  }
  return std::nullopt;
}

std::vector<const Notice*> ReferenceEvaluator::notices() {
  std::vector<const Notice*> found;
  for (const Notice& notice : type_.notices)
    if (holds(notice.when) == Three::Yes) found.push_back(&notice);
  return found;
}

}  // namespace lixiao::workflow::tests
