#include "engine/store/phase.h"

#include "engine/store/meta.h"

namespace lixiao::store {
namespace {
constexpr auto kPhaseKey = "phase";
constexpr auto kTrial = "trial";
constexpr auto kRun = "run";

bool isBegun(Reader& reader) {
  return reader.journalPosition() != JournalPosition{} || getMeta(reader, kPhaseKey);
}
}  // namespace

Phase phase(Reader& reader) {
  return getMeta(reader, kPhaseKey) == kTrial ? Phase::Trial : Phase::Run;
}

void setPhase(Transaction& transaction, Phase phase) {
  setMeta(transaction, kPhaseKey, phase == Phase::Trial ? kTrial : kRun);
}

void beginPhase(Database& database, Phase phase) {
  if (database.read(isBegun)) return;
  database.write([&](Transaction& transaction) {
    if (!isBegun(transaction)) setPhase(transaction, phase);
  });
}

}  // namespace lixiao::store
