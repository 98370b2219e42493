// The loops of batch_kernels.h, included once per instruction set with KERNELS naming the table. They use no
// library templates, so that nothing compiled for AVX2 can be linked into code for older processors.
#include "engine/model/registration.h"
#include "engine/model/status.h"
#include "engine/workflow/batch_kernels.h"

namespace lixiao::workflow {
namespace {

using Byte = unsigned char;

constexpr Byte code(model::Cause cause) {
  return static_cast<Byte>(cause);
}
constexpr Byte code(model::DocumentCause cause) {
  return static_cast<Byte>(cause);
}
constexpr Byte code(model::RegistrationResult result) {
  return static_cast<Byte>(static_cast<Byte>(result) + 1);
}

/// One of two bytes, both at hand: a form that compilers turn into vector code, which they do not do with
/// chains of `?:`.
inline Byte pick(bool condition, Byte yes, Byte no) {
  const auto mask = static_cast<Byte>(-static_cast<int>(condition));
  return static_cast<Byte>((yes & mask) | (no & ~mask));
}

void fill(std::size_t n, Byte value, Byte* out) {
  for (std::size_t i = 0; i < n; ++i) out[i] = value;
}

void chooseByTruth(std::size_t n, const Byte* truth, const Byte by_truth[3], Byte* __restrict out) {
  const Byte if_false = by_truth[0], if_unknown = by_truth[1], if_true = by_truth[2];
  for (std::size_t i = 0; i < n; ++i)
    out[i] = pick(truth[i] == 2, if_true, pick(truth[i] == 1, if_unknown, if_false));
}

void holdBack(std::size_t n, const Byte* earlier_cleared, Byte cause, Byte* __restrict out) {
  for (std::size_t i = 0; i < n; ++i) out[i] = pick(earlier_cleared[i] != 2, cause, out[i]);
}

// Ranges of model::Cause: not applicable first, then waiting, action required, deferred, cleared.
constexpr Byte kLastNotApplicable = code(model::kLastNotApplicable);
constexpr Byte kFirstPassed = code(model::Cause::Deferred);

/// Whether an item of the cause stands in nobody's way.
inline bool standsInNoWay(Byte cause) {
  return (cause <= kLastNotApplicable) | (cause >= kFirstPassed);
}

/// The cause of a registration that has not lapsed.
inline Byte registered(Byte registration, Byte otherwise) {
  using model::Cause;
  using model::RegistrationResult;
  Byte cause = otherwise;
  cause = pick(registration == code(RegistrationResult::Cleared), code(Cause::Registered), cause);
  cause = pick(registration == code(RegistrationResult::Refused), code(Cause::Refused), cause);
  cause = pick(registration == code(RegistrationResult::NotApplicable), code(Cause::DeclaredNotApplicable),
               cause);
  cause = pick(registration == code(RegistrationResult::Deferred), code(Cause::Deferred), cause);
  cause = pick(registration == code(RegistrationResult::Waived), code(Cause::Waived), cause);
  return pick(registration == code(RegistrationResult::Declared), code(Cause::Declared), cause);
}

/// The cause of a registration whose last day has passed: a deferral blocks again, unless the item is clear
/// by itself.
inline Byte lapsed(Byte registration, Byte otherwise) {
  const bool blocks = (registration == code(model::RegistrationResult::Deferred)) & !standsInNoWay(otherwise);
  return pick(blocks, code(model::Cause::DeferralLapsed), otherwise);
}

void applyRegistrations(std::size_t n, const Byte* registrations, const std::int32_t* until,
                        std::int32_t today, Byte* __restrict out) {
  if (until == nullptr) {
    for (std::size_t i = 0; i < n; ++i) out[i] = registered(registrations[i], out[i]);
    return;
  }
  for (std::size_t i = 0; i < n; ++i)
    out[i] = pick(until[i] < today, lapsed(registrations[i], out[i]), registered(registrations[i], out[i]));
}

void applyApplicability(std::size_t n, const Byte* applies, Byte* __restrict out) {
  for (std::size_t i = 0; i < n; ++i)
    out[i] = pick(
        applies[i] == 2, out[i],
        pick(applies[i] == 1, code(model::Cause::ApplicabilityUnknown), code(model::Cause::DoesNotApply)));
}

inline Byte cleared(Byte cause) {
  const bool undecided =
      (cause == code(model::Cause::ApplicabilityUnknown)) | (cause == code(model::Cause::FactUnknown)) |
      (cause == code(model::Cause::ListNotSubmitted)) | (cause == code(model::Cause::OpeningUnknown)) |
      (cause == code(model::Cause::OthersUnknown)) | (cause == code(model::Cause::PartsUnknown));
  const bool clear = standsInNoWay(cause);
  return pick(clear, 2, pick(undecided, 1, 0));
}

/// How bad the status of a cause is for an item that consists of parts.
inline Byte badness(Byte cause) {
  Byte bad = pick(cause > kLastNotApplicable, 3, 0);
  bad = pick(cause > code(model::kLastWaiting), 4, bad);
  bad = pick(cause > code(model::kLastActionRequired), 2, bad);
  return pick(cause > code(model::kLastDeferred), 1, bad);
}

void waive(std::size_t n, const Byte* waived, Byte* __restrict out) {
  for (std::size_t i = 0; i < n; ++i)
    out[i] = pick(out[i] == code(model::Cause::RuleFails),
                  pick(waived[i] == 2, code(model::Cause::SmallAmountWaived),
                       pick(waived[i] == 1, code(model::Cause::FactUnknown), out[i])),
                  out[i]);
}

void holdUntilOpen(std::size_t n, const Byte* opened, Byte* __restrict out) {
  for (std::size_t i = 0; i < n; ++i)
    out[i] = pick(opened[i] == 2, out[i],
                  pick(opened[i] == 1, code(model::Cause::OpeningUnknown), code(model::Cause::NotYetOpen)));
}

void requireDeclared(std::size_t n, const Byte* known, const Byte* unconfirmed, Byte* __restrict state) {
  for (std::size_t i = 0; i < n; ++i) {
    const Byte waits = unconfirmed == nullptr ? Byte{0} : pick(unconfirmed[i] != 0, 1, 0);
    const Byte fact = pick(known[i] == 2, 2, waits), so_far = state[i];
    state[i] = fact < so_far ? fact : so_far;
  }
}

void takePart(std::size_t n, const Byte* causes, const Byte* part_cleared, Byte* __restrict worst,
              Byte* __restrict least) {
  for (std::size_t i = 0; i < n; ++i) {
    const Byte bad = badness(causes[i]), worst_so_far = worst[i];
    const Byte truth = part_cleared[i], least_so_far = least[i];
    worst[i] = bad > worst_so_far ? bad : worst_so_far;
    least[i] = truth < least_so_far ? truth : least_so_far;
  }
}

void finishParts(std::size_t n, const Byte* worst, const Byte* least, Byte* __restrict out) {
  using model::Cause;
  for (std::size_t i = 0; i < n; ++i) {
    const Byte waiting = pick(least[i] == 1, code(Cause::PartsUnknown), code(Cause::PartsWaiting));
    Byte cause = pick(worst[i] == 4, code(Cause::PartsOpen), waiting);
    cause = pick(worst[i] == 2, code(Cause::PartsDeferred), cause);
    cause = pick(worst[i] == 1, code(Cause::PartsCleared), cause);
    out[i] = pick(worst[i] > badness(out[i]), cause, out[i]);
  }
}

void waitForOthers(std::size_t n, const Byte* own_clear, const Byte* others_clear, Byte* __restrict out) {
  using model::Cause;
  for (std::size_t i = 0; i < n; ++i) {
    const Byte others = others_clear == nullptr ? Byte{1} : others_clear[i];
    const Byte held = pick(others == 1, code(Cause::OthersUnknown), code(Cause::OthersOpen));
    const bool holds = (own_clear[i] == 2) & (out[i] > kLastNotApplicable) & (others != 2);
    out[i] = pick(holds, held, out[i]);
  }
}

void markChosen(std::size_t n, const Byte* causes, Byte* __restrict chosen) {
  for (std::size_t i = 0; i < n; ++i)
    chosen[i] = static_cast<Byte>(chosen[i] | pick(causes[i] >= kFirstPassed, 1, 0));
}

void dropOthers(std::size_t n, const Byte* chosen, Byte* __restrict out, Byte* __restrict own_clear) {
  for (std::size_t i = 0; i < n; ++i) {
    const bool drops = (chosen[i] != 0) & (out[i] > kLastNotApplicable) & (out[i] < kFirstPassed);
    out[i] = pick(drops, code(model::Cause::AlternativeCleared), out[i]);
  }
  if (own_clear != nullptr)
    for (std::size_t i = 0; i < n; ++i)
      own_clear[i] = pick(out[i] == code(model::Cause::AlternativeCleared), 2, own_clear[i]);
}

void clearedOf(std::size_t n, const Byte* causes, Byte* __restrict out) {
  for (std::size_t i = 0; i < n; ++i) out[i] = cleared(causes[i]);
}

void countIn(std::size_t n, const Byte* causes, Byte* __restrict out, Byte* __restrict all,
             Byte* __restrict applies_any, Byte* __restrict open) {
  for (std::size_t i = 0; i < n; ++i) {
    const Byte truth = cleared(causes[i]), so_far = all[i];
    out[i] = truth;
    all[i] = truth < so_far ? truth : so_far;
    applies_any[i] = static_cast<Byte>(applies_any[i] | pick(causes[i] > kLastNotApplicable, 1, 0));
    open[i] = static_cast<Byte>(open[i] + pick(truth != 2, 1, 0));
  }
}

void carryOpen(std::size_t n, Byte* __restrict open, std::int32_t* __restrict remaining) {
  for (std::size_t i = 0; i < n; ++i) remaining[i] += open[i];
  for (std::size_t i = 0; i < n; ++i) open[i] = 0;
}

void narrow(std::size_t n, const std::int32_t* numbers, std::uint16_t* __restrict out) {
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<std::uint16_t>(numbers[i]);
}

void finishAll(std::size_t n, const Byte* all, const Byte* applies_any, Byte* __restrict all_cleared) {
  for (std::size_t i = 0; i < n; ++i) all_cleared[i] = pick(applies_any[i] != 0, all[i], 0);
}

void decideDocument(std::size_t n, const Byte* applies, const Byte* released, const Byte* earlier_missing,
                    const Byte* collected, Byte* __restrict out) {
  using model::DocumentCause;
  for (std::size_t i = 0; i < n; ++i) {
    const Byte applying =
        pick(released[i] == 2, code(DocumentCause::Released), code(DocumentCause::ItemsOpen));
    const Byte doubtful = pick(applies[i] == 1, code(DocumentCause::ApplicabilityUnknown), applying);
    out[i] = pick(applies[i] == 0, code(DocumentCause::DoesNotApply), doubtful);
  }
  if (earlier_missing != nullptr)
    for (std::size_t i = 0; i < n; ++i)
      out[i] = pick((out[i] == code(DocumentCause::Released)) & (earlier_missing[i] != 0),
                    code(DocumentCause::EarlierDocumentMissing), out[i]);
  if (collected != nullptr)
    for (std::size_t i = 0; i < n; ++i)
      out[i] = pick(collected[i] != 0, code(DocumentCause::Collected), out[i]);
}

void requireDocument(std::size_t n, const Byte* applies, const Byte* collected, Byte* __restrict missing) {
  if (collected == nullptr) {
    for (std::size_t i = 0; i < n; ++i)
      missing[i] = static_cast<Byte>(missing[i] | pick(applies[i] != 0, 1, 0));
    return;
  }
  for (std::size_t i = 0; i < n; ++i)
    missing[i] = static_cast<Byte>(missing[i] | pick((applies[i] != 0) & (collected[i] == 0), 1, 0));
}

}  // namespace

extern const BatchKernels KERNELS;
const BatchKernels KERNELS = {
    fill,          chooseByTruth, holdBack,        applyRegistrations, applyApplicability,
    waive,         holdUntilOpen, requireDeclared, takePart,           finishParts,
    waitForOthers, markChosen,    dropOthers,      clearedOf,          countIn,
    carryOpen,     narrow,        finishAll,       decideDocument,     requireDocument};

}  // namespace lixiao::workflow
