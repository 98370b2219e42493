// How one item is decided for one student: applies, a registration, earlier items, its opening, its mode, its
// parts.
#include <algorithm>

#include "engine/workflow/decider.h"
#include "engine/workflow/inputs.h"

namespace lixiao::workflow {
namespace {

using model::Cause;
using model::ItemStatus;
using rules::Truth;

Cause causeOf(const model::Registration& registration) {
  switch (registration.result) {
    case model::RegistrationResult::Cleared:
      return Cause::Registered;
    case model::RegistrationResult::Refused:
      return Cause::Refused;
    case model::RegistrationResult::NotApplicable:
      return Cause::DeclaredNotApplicable;
    case model::RegistrationResult::Deferred:
      return Cause::Deferred;
    case model::RegistrationResult::Waived:
      return Cause::Waived;
    case model::RegistrationResult::Declared:
      return Cause::Declared;
  }
  return Cause::Refused;
}

/// How bad a status is for an item that consists of parts; 0: it does not count.
int badness(ItemStatus status) {
  switch (status) {
    case ItemStatus::NotApplicable:
      return 0;
    case ItemStatus::Cleared:
      return 1;
    case ItemStatus::Deferred:
      return 2;
    case ItemStatus::Waiting:
      return 3;
    case ItemStatus::ActionRequired:
      return 4;
  }
  return 4;
}

}  // namespace

Cause TypeDecider::decide(const Item& item, Truth applies) {
  if (applies == Truth::False) return Cause::DoesNotApply;
  if (applies == Truth::Unknown) return Cause::ApplicabilityUnknown;
  if (const model::Registration* registration = liveRegistration(*record_, item, circumstances_->today))
    return causeOf(*registration);
  const Cause own = decideUnregistered(item);
  const bool blocks = !model::isClear(own) && deferralLapsed(*record_, item, circumstances_->today);
  return blocks ? Cause::DeferralLapsed : own;
}

Cause TypeDecider::decideUnregistered(const Item& item) {
  const bool earlier_open = std::any_of(item.after.begin(), item.after.end(), [&](std::uint32_t earlier) {
    return !model::isClear(result_.items[earlier].cause);
  });
  if (earlier_open) return Cause::EarlierItemOpen;
  if (const auto closed = beforeOpening(item)) return *closed;
  const Cause own = decideByMode(item);
  return item.parts.empty() ? own : worstWithParts(item, own);
}

std::optional<Cause> TypeDecider::beforeOpening(const Item& item) {
  if (item.opens_when) switch (rules_.truth(*item.opens_when)) {
      case Truth::True:
        return std::nullopt;
      case Truth::False:
        return Cause::NotYetOpen;
      case Truth::Unknown:
        return Cause::OpeningUnknown;
    }
  if (item.opens && circumstances_->today < item.opens->date) return Cause::NotYetOpen;
  return std::nullopt;
}

Cause TypeDecider::decideByMode(const Item& item) {
  switch (item.mode) {
    case Mode::Automatic:
      return byRule(item);
    case Mode::Exceptions:
      if (!circumstances_->submitted[*item.list]) return Cause::ListNotSubmitted;
      return record_->listed.count(*item.list) > 0 ? Cause::OnList : Cause::NotOnList;
    case Mode::Registration:
      return item.visit ? Cause::MustVisit : Cause::AwaitsRegistration;
    case Mode::Declaration:
      return byDeclaration(item);
    case Mode::Parts:
      break;
  }
  return Cause::PartsDoNotApply;
}

Cause TypeDecider::byRule(const Item& item) {
  switch (rules_.truth(*item.passes_when)) {
    case Truth::True:
      return Cause::RulePasses;
    case Truth::Unknown:
      return Cause::FactUnknown;
    case Truth::False:
      break;
  }
  if (!item.waived_when) return Cause::RuleFails;
  const Truth waived = rules_.truth(*item.waived_when);
  if (waived == Truth::Unknown) return Cause::FactUnknown;
  return waived == Truth::True ? Cause::SmallAmountWaived : Cause::RuleFails;
}

/// A declared value counts once it is a fact; until then it may wait for its department.
Cause TypeDecider::byDeclaration(const Item& item) const {
  bool unconfirmed = false;
  for (const FactIndex fact : item.declares) {
    if (freshValue(workflow_.facts[fact], record_->facts[fact], circumstances_->now).known()) continue;
    if (!record_->unconfirmed.contains(fact)) return Cause::MustDeclare;
    unconfirmed = true;
  }
  if (item.declares.empty()) return Cause::MustDeclare;
  return unconfirmed ? Cause::AwaitsConfirmation : Cause::Declared;
}

/// The item's own check keeps its cause where no part is worse.
Cause TypeDecider::worstWithParts(const Item& item, Cause own) const {
  int worst = 0;
  bool some_known_open = false;
  for (const std::uint32_t part : item.parts) {
    const Cause cause = result_.items[part].cause;
    worst = std::max(worst, badness(model::statusOf(cause)));
    some_known_open = some_known_open || (!model::isClear(cause) && !model::isUndecided(cause));
  }
  if (worst <= badness(model::statusOf(own))) return own;
  switch (worst) {
    case 1:
      return Cause::PartsCleared;
    case 2:
      return Cause::PartsDeferred;
    case 3:
      return some_known_open ? Cause::PartsWaiting : Cause::PartsUnknown;
    default:
      return Cause::PartsOpen;
  }
}

}  // namespace lixiao::workflow
