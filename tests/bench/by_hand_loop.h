// The 2015 edition by hand, included once per set of compiler flags with DECIDE_BY_HAND naming the function.
#include "engine/model/date.h"
#include "engine/model/registration.h"
#include "engine/model/status.h"
#include "tests/bench/by_hand.h"

namespace lixiao::bench {
namespace {

using model::Cause;
using model::DocumentCause;

/// Kleene's truths: false, unknown, true.
using Truth = std::uint8_t;
constexpr Truth kFalse = 0, kUnknown = 1, kTrue = 2;

enum LeaveReason : std::uint8_t {
  Graduates,
  Completes,
  Transfers,
  Withdraws,
  GoesAbroad,
  Other,
  Unknown = 255
};

constexpr std::int32_t day(int year, unsigned month, unsigned day_of_month) {
  return model::dayNumber(std::chrono::year{year} / std::chrono::month{month} /
                          std::chrono::day{day_of_month});
}
constexpr std::int32_t kGoLive = day(2015, 6, 8), kOnSite = day(2015, 6, 23),
                       kCardBatchesEnd = day(2015, 7, 10);

constexpr Truth both(Truth a, Truth b) {
  return a < b ? a : b;
}
constexpr Truth opposite(Truth a) {
  return static_cast<Truth>(2 - a);
}
constexpr Truth truthOf(bool known, bool holds) {
  return !known ? kUnknown : holds ? kTrue : kFalse;
}

inline Truth atMostZero(const DatedColumn<std::int32_t>& amount, std::size_t row) {
  const bool known = amount.data[row] != INT32_MIN && amount.as_of[row] >= amount.fresh_from;
  return truthOf(known, amount.data[row] <= 0);
}
inline Truth isZero(const DatedColumn<std::int32_t>& count, std::size_t row) {
  const bool known = count.data[row] != INT32_MIN && count.as_of[row] >= count.fresh_from;
  return truthOf(known, count.data[row] == 0);
}
inline Truth isTrue(const DatedColumn<std::uint8_t>& fact, std::size_t row) {
  return fact.as_of[row] >= fact.fresh_from ? fact.data[row] : kUnknown;
}

inline Cause byPasses(Truth passes) {
  return passes == kTrue ? Cause::RulePasses : passes == kFalse ? Cause::RuleFails : Cause::FactUnknown;
}
inline Cause byList(Truth listed) {
  return listed == kTrue ? Cause::OnList : Cause::NotOnList;
}
constexpr bool standsInNoWay(Cause cause) {
  return cause <= model::kLastNotApplicable || cause >= Cause::Deferred;
}
constexpr Truth cleared(Cause cause) {
  const bool undecided = cause == Cause::ApplicabilityUnknown || cause == Cause::FactUnknown;
  return standsInNoWay(cause) ? kTrue : undecided ? kUnknown : kFalse;
}

/// What an office registered, or `otherwise`.
inline Cause registered(const HandColumns& s, HandItem item, std::size_t row, Cause otherwise) {
  using model::RegistrationResult;
  if (s.registrations[item] == nullptr || s.registrations[item][row] == 0) return otherwise;
  const bool lapsed = s.registered_until[item] != nullptr && s.registered_until[item][row] < s.today;
  const auto result = static_cast<RegistrationResult>(s.registrations[item][row] - 1);
  if (lapsed && result == RegistrationResult::Deferred)
    return standsInNoWay(otherwise) ? otherwise : Cause::DeferralLapsed;
  if (lapsed) return otherwise;
  switch (result) {
    case RegistrationResult::Cleared:
      return Cause::Registered;
    case RegistrationResult::Refused:
      return Cause::Refused;
    case RegistrationResult::NotApplicable:
      return Cause::DeclaredNotApplicable;
    case RegistrationResult::Deferred:
      return Cause::Deferred;
    case RegistrationResult::Waived:
      return Cause::Waived;
    default:
      return Cause::Declared;
  }
}

/// The decisions on one student as they come.
struct Student {
  const HandColumns& columns;
  std::size_t row;
  Truth all_cleared = kTrue;
  bool any_applies = false;
  std::uint16_t remaining = 0;

  Cause item(HandItem which, Truth applies, Cause otherwise) {
    const Cause cause = optionalItem(which, applies, otherwise);
    all_cleared = both(all_cleared, cleared(cause));
    any_applies |= cause > model::kLastNotApplicable;
    remaining = static_cast<std::uint16_t>(remaining + (standsInNoWay(cause) ? 0 : 1));
    return cause;
  }

  Cause optionalItem(HandItem which, Truth applies, Cause otherwise) {
    Cause cause = registered(columns, which, row, otherwise);
    if (applies != kTrue) cause = applies == kFalse ? Cause::DoesNotApply : Cause::ApplicabilityUnknown;
    columns.items[which][row] = static_cast<std::uint8_t>(cause);
    return cause;
  }

  void document(HandDocument which, Truth applies, Truth released) {
    DocumentCause cause = released == kTrue ? DocumentCause::Released : DocumentCause::ItemsOpen;
    if (applies != kTrue)
      cause = applies == kFalse ? DocumentCause::DoesNotApply : DocumentCause::ApplicabilityUnknown;
    const std::uint8_t* collected = columns.collected[which];
    if (collected != nullptr && collected[row] != 0) cause = DocumentCause::Collected;
    columns.documents[which][row] = static_cast<std::uint8_t>(cause);
  }
};

/// An item that waits for a registration, from its opening day on and after `earlier`.
inline Cause awaits(std::int32_t today, std::int32_t opens, Cause open, Cause earlier = Cause::Registered) {
  if (!standsInNoWay(earlier)) return Cause::EarlierItemOpen;
  return today < opens ? Cause::NotYetOpen : open;
}

template <bool Postgraduate>
void decideRow(const HandColumns& s, std::size_t row) {
  Student student{s, row};
  const std::uint8_t reason = s.leave_reason[row];
  const bool known = reason != Unknown;
  const Truth graduates = truthOf(known, reason == Graduates);
  const Truth leaves_for_good = truthOf(known, reason != GoesAbroad);
  const Cause to_register = awaits(s.today, kGoLive, Cause::AwaitsRegistration);
  const Cause to_visit = awaits(s.today, kGoLive, Cause::MustVisit);

  const Cause college = student.item(CollegeProcedures, kTrue, to_register);
  student.item(Finance, kTrue,
               byPasses(both(atMostZero(s.tuition_due, row), atMostZero(s.finance_dorm_due, row))));
  student.item(Housing, kTrue,
               byPasses(both(atMostZero(s.housing_dorm_due, row), isTrue(s.checked_out, row))));
  student.item(Library, kTrue, byPasses(both(isZero(s.loans, row), atMostZero(s.fines, row))));
  student.item(LibraryMain, s.on_library_main[row], byList(s.on_library_main[row]));
  student.item(Equipment, kTrue, byList(s.on_equipment[row]));
  student.item(Sports, kTrue, byList(s.on_sports[row]));
  student.item(Hukou, both(s.hukou_on_campus[row], leaves_for_good),
               awaits(s.today, kGoLive, Cause::MustVisit, college));
  student.item(HukouHuaping, both(s.on_hukou_huaping[row], leaves_for_good), byList(s.on_hukou_huaping[row]));
  student.item(LoanConfirmation, both(s.has_student_loan[row], leaves_for_good), to_visit);
  Cause thesis = Cause::Registered;
  if constexpr (Postgraduate) thesis = student.item(ThesisArchive, graduates, to_register);
  student.item(Party, both(s.party_member[row], leaves_for_good), to_register);
  student.item(League, both(s.league_member[row], leaves_for_good), to_register);
  student.optionalItem(
      PersonalFile, leaves_for_good,
      awaits(s.today, kGoLive, Cause::AwaitsRegistration, standsInNoWay(college) ? thesis : college));
  student.optionalItem(CampusCard, leaves_for_good, awaits(s.today, kOnSite, Cause::MustVisit));
  s.remaining[row] = student.remaining;

  const Truth all_cleared = student.any_applies ? student.all_cleared : kFalse;
  const Truth career_registered = s.career_registered[row];
  const Truth prints_alone =
      s.today > kCardBatchesEnd ? both(graduates, opposite(career_registered)) : kFalse;
  student.document(Diploma, graduates, all_cleared);
  student.document(CompletionCertificate, truthOf(known, reason == Completes), all_cleared);
  student.document(LeavingCertificate, truthOf(known, reason != Graduates && reason != Completes),
                   all_cleared);
  student.document(EmploymentCard, both(graduates, opposite(prints_alone)),
                   both(all_cleared, career_registered));
  student.document(EmploymentSlip, prints_alone, all_cleared);
}

}  // namespace

void DECIDE_BY_HAND(const HandColumns& students, std::size_t begin, std::size_t end) {
  const HandColumns columns = students;  // nobody else writes to it
  if (columns.postgraduate)
    for (std::size_t row = begin; row < end; ++row) decideRow<true>(columns, row);
  else
    for (std::size_t row = begin; row < end; ++row) decideRow<false>(columns, row);
}

}  // namespace lixiao::bench
