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

void fill(std::size_t n, Byte value, Byte* out) {
  for (std::size_t i = 0; i < n; ++i) out[i] = value;
}

void chooseByTruth(std::size_t n, const Byte* truth, const Byte by_truth[3], Byte* __restrict out) {
  const Byte if_false = by_truth[0], if_unknown = by_truth[1], if_true = by_truth[2];
  for (std::size_t i = 0; i < n; ++i)
    out[i] = truth[i] == 2 ? if_true : truth[i] == 1 ? if_unknown : if_false;
}

void holdBack(std::size_t n, const Byte* earlier_cleared, Byte cause, Byte* __restrict out) {
  for (std::size_t i = 0; i < n; ++i) out[i] = earlier_cleared[i] != 2 ? cause : out[i];
}

/// The cause of a registration that counts; `lapsed` is 0 or 1.
inline Byte registered(Byte registration, Byte lapsed, Byte otherwise) {
  using model::Cause;
  using model::RegistrationResult;
  const Byte deferred = lapsed ? code(Cause::DeferralLapsed) : code(Cause::Deferred);
  Byte cause = otherwise;
  cause = registration == code(RegistrationResult::Cleared) ? code(Cause::Registered) : cause;
  cause = registration == code(RegistrationResult::Refused) ? code(Cause::Refused) : cause;
  cause =
      registration == code(RegistrationResult::NotApplicable) ? code(Cause::DeclaredNotApplicable) : cause;
  cause = registration == code(RegistrationResult::Waived) ? code(Cause::Waived) : cause;
  cause = registration == code(RegistrationResult::Declared) ? code(Cause::Declared) : cause;
  cause = lapsed ? otherwise : cause;
  return registration == code(RegistrationResult::Deferred) ? deferred : cause;
}

void applyRegistrations(std::size_t n, const Byte* registrations, const std::int32_t* until,
                        std::int32_t today, Byte* __restrict out) {
  if (until == nullptr) {
    for (std::size_t i = 0; i < n; ++i) out[i] = registered(registrations[i], 0, out[i]);
    return;
  }
  for (std::size_t i = 0; i < n; ++i) out[i] = registered(registrations[i], until[i] < today ? 1 : 0, out[i]);
}

void applyApplicability(std::size_t n, const Byte* applies, Byte* __restrict out) {
  for (std::size_t i = 0; i < n; ++i)
    out[i] = applies[i] == 2   ? out[i]
             : applies[i] == 1 ? code(model::Cause::ApplicabilityUnknown)
                               : code(model::Cause::DoesNotApply);
}

// Ranges of model::Cause: not applicable first, then waiting, action required, deferred, cleared.
constexpr Byte kLastNotApplicable = code(model::Cause::DeclaredNotApplicable);
constexpr Byte kFirstPassed = code(model::Cause::Deferred);

void clearedOf(std::size_t n, const Byte* causes, Byte* __restrict cleared) {
  for (std::size_t i = 0; i < n; ++i) {
    const Byte cause = causes[i];
    const bool undecided = (cause == code(model::Cause::ApplicabilityUnknown)) |
                           (cause == code(model::Cause::FactUnknown)) |
                           (cause == code(model::Cause::ListNotSubmitted));
    const bool clear = (cause <= kLastNotApplicable) | (cause >= kFirstPassed);
    cleared[i] = clear ? 2 : undecided ? 1 : 0;
  }
}

void countIn(std::size_t n, const Byte* causes, const Byte* cleared, Byte* __restrict all,
             Byte* __restrict applies_any, std::int32_t* __restrict remaining) {
  for (std::size_t i = 0; i < n; ++i) all[i] = cleared[i] < all[i] ? cleared[i] : all[i];
  for (std::size_t i = 0; i < n; ++i) applies_any[i] |= causes[i] > kLastNotApplicable ? 1 : 0;
  for (std::size_t i = 0; i < n; ++i) remaining[i] += cleared[i] != 2 ? 1 : 0;
}

void finishAll(std::size_t n, const Byte* all, const Byte* applies_any, Byte* __restrict all_cleared) {
  for (std::size_t i = 0; i < n; ++i) all_cleared[i] = applies_any[i] ? all[i] : 0;
}

void decideDocument(std::size_t n, const Byte* applies, const Byte* released, const Byte* earlier_missing,
                    const Byte* collected, Byte* __restrict out) {
  using model::DocumentCause;
  for (std::size_t i = 0; i < n; ++i)
    out[i] = applies[i] == 0    ? code(DocumentCause::DoesNotApply)
             : applies[i] == 1  ? code(DocumentCause::ApplicabilityUnknown)
             : released[i] != 2 ? code(DocumentCause::ItemsOpen)
                                : code(DocumentCause::Released);
  if (earlier_missing != nullptr)
    for (std::size_t i = 0; i < n; ++i)
      out[i] = (out[i] == code(DocumentCause::Released)) & (earlier_missing[i] != 0)
                   ? code(DocumentCause::EarlierDocumentMissing)
                   : out[i];
  if (collected != nullptr)
    for (std::size_t i = 0; i < n; ++i) out[i] = collected[i] ? code(DocumentCause::Collected) : out[i];
}

void requireDocument(std::size_t n, const Byte* applies, const Byte* collected, Byte* __restrict missing) {
  if (collected == nullptr) {
    for (std::size_t i = 0; i < n; ++i) missing[i] |= applies[i] != 0 ? 1 : 0;
    return;
  }
  for (std::size_t i = 0; i < n; ++i) missing[i] |= (applies[i] != 0) & (collected[i] == 0) ? 1 : 0;
}

}  // namespace

extern const BatchKernels KERNELS;
const BatchKernels KERNELS = {fill,      chooseByTruth, holdBack,  applyRegistrations, applyApplicability,
                              clearedOf, countIn,       finishAll, decideDocument,     requireDocument};

}  // namespace lixiao::workflow
