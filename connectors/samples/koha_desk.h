#pragma once

#include "connectors/samples/http_front.h"
#include "connectors/samples/library_system.h"

namespace lixiao::samples {

/// The sample library as Koha's REST interface: patrons by card number, their checkouts in pages, their
/// account. The patron's number is not the card's. GET only, but
/// for the hook `POST /api/v1/leavers`.
Reply kohaAnswer(LibrarySystem& library, const Call& call);

}  // namespace lixiao::samples
