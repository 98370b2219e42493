#pragma once

#include "engine/service/certificates.h"
#include "engine/service/snapshot.h"
#include "engine/store/database.h"

namespace lixiao::service {

/// Inside a transaction: whether it may be handed over is decided on the snapshot.
Outcome<Done> handOver(store::Transaction& transaction, const Snapshot& snapshot, const Actor& actor,
                       const HandOver& what);

}  // namespace lixiao::service
