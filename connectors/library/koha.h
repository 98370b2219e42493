#pragma once

#include "connectors/sources/fact_source.h"

namespace lixiao::connectors {

/// Koha's REST interface: `GET /api/v1/patrons?cardnumber=…`, `/patrons/{id}/account`,
/// `/checkouts?patron_id=…`. Its fields are `checkouts` and, of the account, `debits` (what is owed) or
/// `balance` (less what the library owes: a credit can hide a debt).
Transport kohaTransport();

}  // namespace lixiao::connectors
