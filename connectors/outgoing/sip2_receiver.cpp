#include "connectors/outgoing/receiver.h"
#include "connectors/sources/sip2_records.h"
#include "connectors/transport/fetch_error.h"
#include "connectors/transport/sip2_session.h"

namespace lixiao::connectors {
namespace {

/// Blocks each patron who leaves (01) and enables who does not any more (25). Acknowledged when the server
/// says of everyone that it is so.
class Sip2Receiver final : public Receiver {
 public:
  explicit Sip2Receiver(Settings settings) : settings_(std::move(settings)) {}

  Handover hand(const Parcel& parcel, const std::stop_token& stop) override {
    Handover handover;
    const FetchResult result = fetchOrFail("SIP2 server", [&] {
      Patience patience(stop, settings_.duration("poll_timeout"));
      const Sip2Source source = sip2Source(settings_);
      try {
        Sip2Session session(source, patience);
        for (const Parcel::Row& row : parcel.rows) tell(session, row);
      } catch (const ConnectionLost&) {
        unreachable("the connection was lost");
      }
      handover.answer = std::to_string(parcel.rows.size());
      return Delivery();
    });
    if (result.failure()) handover.failure = *result.failure();
    return handover;
  }

 private:
  void tell(Sip2Session& session, const Parcel::Row& row) const {
    const bool blocked = row.leaving ? session.block(row.student_no, settings_.text("message"))
                                     : session.enable(row.student_no);
    if (blocked != row.leaving)
      throw FetchError(FailureKind::Refused,
                       row.leaving ? "a patron was not blocked" : "a patron is still blocked");
  }

  Settings settings_;
};

}  // namespace

Schema sip2ReceiverSchema() {
  Schema schema = sip2Schema();
  schema.push_back(
      {"message", SettingType::Text, false, "离校", {"拦截说明", "why the card is blocked (AL)"}});
  schema.push_back(pollTimeoutRow());
  return schema;
}

std::unique_ptr<Receiver> makeSip2Receiver(const Settings& settings) {
  return std::make_unique<Sip2Receiver>(settings);
}

}  // namespace lixiao::connectors
