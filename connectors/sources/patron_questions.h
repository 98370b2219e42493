#pragma once

#include <vector>

#include "connectors/connector.h"
#include "connectors/transport/sip2_line.h"

namespace lixiao::connectors {

/// Asks about all students over so many connections at once, which share the pace; the answers are in the
/// students' order. The first failure ends all of them: FetchError and Poco's network exceptions.
std::vector<Sip2Patron> askAbout(const std::vector<StudentRef>& students, const Sip2Manner& manner,
                                 std::size_t connections, Pace& pace, const Patience& patience);

}  // namespace lixiao::connectors
