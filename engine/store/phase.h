#pragma once

#include "engine/store/database.h"

namespace lixiao::store {

/// A database begins in a trial or in the run. The trial ends once, by a fresh start.
enum class Phase { Trial, Run };

/// Run, unless it was begun as a trial.
Phase phase(Reader& reader);
void setPhase(Transaction& transaction, Phase phase);
/// Gives a new database its phase. One that holds anything already, or has a phase, is left alone.
void beginPhase(Database& database, Phase phase);

}  // namespace lixiao::store
