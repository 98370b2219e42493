#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/sources/records.h"
#include "connectors/transport/sip2_line.h"

namespace lixiao::connectors {

/// A SIP2 server and how it wants to be asked.
Schema sip2MannerSchema();
/// That of complete settings, with the secrets as they are now. Throws FetchError (config).
Sip2Manner sip2Manner(const Settings& settings);

/// A SIP2 server, asked by patron information (63) about one student after the other, over several
/// connections at once where the settings say so.
Schema sip2Schema();
/// Findings beyond the schema.
std::vector<model::Diagnostic> checkSip2(const Settings& settings);
/// `fields`: words of `Sip2Patron::text`. `settings` must be complete and checked.
std::unique_ptr<RecordSource> makeSip2Source(const Settings& settings, const std::vector<FieldPlace>& fields);

}  // namespace lixiao::connectors
