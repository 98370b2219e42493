#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/sources/records.h"
#include "connectors/transport/sip2_session.h"

namespace lixiao::connectors {

/// A SIP2 server, asked by patron information (63) about one student after the other, over several
/// connections at once where the settings say so.
Schema sip2Schema();
/// The server of complete settings, with the secrets as they are now. Throws FetchError (config).
Sip2Source sip2Source(const Settings& settings);
/// Findings beyond the schema.
std::vector<model::Diagnostic> checkSip2(const Settings& settings);
/// `fields`: words of `Sip2Patron::text`. `settings` must be complete and checked.
std::unique_ptr<RecordSource> makeSip2Source(const Settings& settings, const std::vector<FieldPlace>& fields);

}  // namespace lixiao::connectors
