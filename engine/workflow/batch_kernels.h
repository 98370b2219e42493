#pragma once

#include <cstddef>
#include <cstdint>

namespace lixiao::workflow {

/// The inner loops of BatchEvaluator over one block; all columns hold `n` bytes unless said otherwise. Truth
/// bytes are 0 false, 1 unknown, 2 true; cause bytes are model::Cause. Compiled twice: for any x86-64 and for
/// AVX2.
struct BatchKernels {
  void (*fill)(std::size_t n, std::uint8_t value, std::uint8_t* out);
  /// out[i] = by_truth[truth[i]].
  void (*chooseByTruth)(std::size_t n, const std::uint8_t* truth, const std::uint8_t by_truth[3],
                        std::uint8_t* out);
  /// Where `earlier_cleared` is not 2, the cause becomes `cause`.
  void (*holdBack)(std::size_t n, const std::uint8_t* earlier_cleared, std::uint8_t cause, std::uint8_t* out);
  /// Where a registration stands (0 none, else 1 + RegistrationResult), it decides the cause. `until` holds
  /// day numbers or is null.
  void (*applyRegistrations)(std::size_t n, const std::uint8_t* registrations, const std::int32_t* until,
                             std::int32_t today, std::uint8_t* out);
  /// Where `applies` is false or unknown, it decides the cause.
  void (*applyApplicability)(std::size_t n, const std::uint8_t* applies, std::uint8_t* out);
  /// Where the rule fails: waived where `waived` is true, not known yet where it is unknown.
  void (*waive)(std::size_t n, const std::uint8_t* waived, std::uint8_t* out);
  /// Where `opened` is not true, it decides the cause.
  void (*holdUntilOpen)(std::size_t n, const std::uint8_t* opened, std::uint8_t* out);
  /// state[i] = the smaller of it and this fact's: 2 known, 1 waits for confirmation, 0 neither. `known` is a
  /// truth; `unconfirmed` may be null.
  void (*requireDeclared)(std::size_t n, const std::uint8_t* known, const std::uint8_t* unconfirmed,
                          std::uint8_t* state);
  /// worst[i] = the larger of it and how bad the part's status is (0 does not apply, 1 cleared, 2 deferred, 3
  /// waiting, 4 action required); least[i] = the smaller of it and the part's `cleared`.
  void (*takePart)(std::size_t n, const std::uint8_t* causes, const std::uint8_t* cleared,
                   std::uint8_t* worst, std::uint8_t* least);
  /// Where the parts are worse than the item's own check in `out`, they give the cause.
  void (*finishParts)(std::size_t n, const std::uint8_t* worst, const std::uint8_t* least, std::uint8_t* out);
  /// Where the item applies and is clear by itself, `others_clear` (null: unknown) may hold it back.
  void (*waitForOthers)(std::size_t n, const std::uint8_t* own_clear, const std::uint8_t* others_clear,
                        std::uint8_t* out);
  /// chosen[i] |= the item is cleared or deferred.
  void (*markChosen)(std::size_t n, const std::uint8_t* causes, std::uint8_t* chosen);
  /// Where another item of the group was chosen, an open one is not applicable and in nobody's way.
  /// `own_clear` may be null.
  void (*dropOthers)(std::size_t n, const std::uint8_t* chosen, std::uint8_t* out, std::uint8_t* own_clear);
  /// `cleared.ITEM` of each cause, as truth.
  void (*clearedOf)(std::size_t n, const std::uint8_t* causes, std::uint8_t* cleared);
  /// The same for an item that counts: all = min(all, cleared); applies_any |= the item applies; open += not
  /// clear, modulo 256.
  void (*countIn)(std::size_t n, const std::uint8_t* causes, std::uint8_t* cleared, std::uint8_t* all,
                  std::uint8_t* applies_any, std::uint8_t* open);
  /// remaining += open; open = 0.
  void (*carryOpen)(std::size_t n, std::uint8_t* open, std::int32_t* remaining);
  void (*narrow)(std::size_t n, const std::int32_t* numbers, std::uint16_t* out);
  /// all_cleared: `all` where any item applies, else false.
  void (*finishAll)(std::size_t n, const std::uint8_t* all, const std::uint8_t* applies_any,
                    std::uint8_t* all_cleared);
  /// model::DocumentCause of each row. `earlier_missing` and `collected` may be null.
  void (*decideDocument)(std::size_t n, const std::uint8_t* applies, const std::uint8_t* released,
                         const std::uint8_t* earlier_missing, const std::uint8_t* collected,
                         std::uint8_t* out);
  /// missing[i] |= the earlier document is needed (applies not false) and not collected (null: nobody).
  void (*requireDocument)(std::size_t n, const std::uint8_t* applies, const std::uint8_t* collected,
                          std::uint8_t* missing);
};

extern const BatchKernels kBaselineKernels;
/// nullptr on a processor without AVX2.
const BatchKernels* avx2Kernels();

}  // namespace lixiao::workflow
