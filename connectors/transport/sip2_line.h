#pragma once

#include <memory>

#include "connectors/transport/pace.h"
#include "connectors/transport/sip2_session.h"

namespace lixiao::connectors {

/// A SIP2 server and how it wants to be asked.
struct Sip2Manner {
  Sip2Source source;
  bool one_per_patron = false;  ///< a connection answers about one patron only
};

/// Questions to a SIP2 server, one after the other, each over a connection that stands: one that was lost is
/// made anew once for each question. One thread.
class Sip2Line {
 public:
  /// All must outlive the line; `pace` may be shared with others.
  Sip2Line(const Sip2Manner& manner, Pace& pace, Patience& patience)
      : manner_(manner), pace_(pace), patience_(patience) {}

  /// What `ask`, which puts one question to a session, returns; it may be called twice. Throws what
  /// Sip2Session throws but ConnectionLost: FetchError (unreachable) when a new connection was lost, too.
  template <typename Ask>
  auto put(const Ask& ask) {
    try {
      return ask(session());
    } catch (const ConnectionLost&) {
      session_.reset();
    }
    try {
      return ask(session());
    } catch (const ConnectionLost&) {
      lostAgain();
    }
  }

 private:
  /// Waits for its turn.
  Sip2Session& session();
  [[noreturn]] void lostAgain();

  const Sip2Manner& manner_;
  Pace& pace_;
  Patience& patience_;
  std::unique_ptr<Sip2Session> session_;
};

}  // namespace lixiao::connectors
