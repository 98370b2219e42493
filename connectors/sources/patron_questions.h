#pragma once

#include <vector>

#include "connectors/connector.h"
#include "connectors/transport/pace.h"
#include "connectors/transport/sip2_session.h"

namespace lixiao::connectors {

/// How a server wants to be asked.
struct PatronQuestions {
  Sip2Source source;
  bool one_per_patron = false;  ///< a connection answers about one patron only
  std::size_t connections = 1;  ///< at once
};

/// Asks about all students over so many connections at once, which share the pace; the answers are in the
/// students' order. The first failure ends all of them: FetchError and Poco's network exceptions.
std::vector<Sip2Patron> askAbout(const std::vector<StudentRef>& students, const PatronQuestions& questions,
                                 Pace& pace, const Patience& patience);

}  // namespace lixiao::connectors
