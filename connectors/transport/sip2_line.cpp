#include "connectors/transport/sip2_line.h"

#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {

Sip2Session& Sip2Line::session() {
  patience_.beginStep(patience_.left());
  pace_.await(patience_);
  if (manner_.one_per_patron) session_.reset();  // the server may bear one connection only
  if (!session_) session_ = std::make_unique<Sip2Session>(manner_.source, patience_);
  return *session_;
}

void Sip2Line::lostAgain() {
  session_.reset();
  unreachable("the connection was lost again and again");
}

}  // namespace lixiao::connectors
