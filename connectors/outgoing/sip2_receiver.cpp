#include <set>
#include <utility>

#include "connectors/outgoing/receiver.h"
#include "connectors/sources/sip2_records.h"
#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

std::string listed(const std::string& title, const std::vector<std::string>& numbers) {
  std::string text;
  for (const std::string& number : numbers) text.append(text.empty() ? title + ": " : ", ").append(number);
  return text;
}

/// How far a message has come. What is settled stays so when the message is sent again: a server that is slow
/// or limps gets through a long one all the same.
class Progress {
 public:
  void begin(const Parcel& parcel) {
    if (message_ != parcel.message) *this = Progress();
    message_ = parcel.message;
    open_.clear();
  }
  bool isSettled(const std::string& student_no) const { return settled_.contains(student_no); }
  /// A patron whom the server does not know has nothing that could be blocked.
  void note(const Parcel::Row& row, Sip2Card card) {
    const bool known = card != Sip2Card::Unknown;
    if (known && (card == Sip2Card::Blocked) != row.leaving)
      return open_.push_back({row.student_no, row.leaving});
    settled_.insert(row.student_no);
    if (!known) unknown_.push_back(row.student_no);
  }
  bool isWhole() const { return open_.empty(); }
  std::string trouble() const {
    std::vector<std::string> free, blocked;
    for (const Parcel::Row& row : open_) (row.leaving ? free : blocked).push_back(row.student_no);
    const std::string first = listed("not blocked", free), second = listed("still blocked", blocked);
    return first + (first.empty() || second.empty() ? "" : "; ") + second;
  }
  std::string answer() const {
    const std::string strangers = listed("not known there", unknown_);
    return std::to_string(settled_.size() - unknown_.size()) + (strangers.empty() ? "" : "; " + strangers);
  }

 private:
  std::int64_t message_ = 0;
  std::set<std::string> settled_;
  std::vector<std::string> unknown_;  ///< among those settled
  std::vector<Parcel::Row> open_;
};

/// Blocks each patron who leaves (01) and enables who does not any more (25). Acknowledged when the server
/// says of everyone it knows that it is so.
class Sip2Receiver final : public Receiver {
 public:
  explicit Sip2Receiver(Settings settings) : settings_(std::move(settings)), pace_(sharedPace(settings_)) {}

  Handover hand(const Parcel& parcel, const std::stop_token& stop) override {
    Handover handover;
    progress_.begin(parcel);
    const FetchResult result = fetchOrFail("SIP2 server", [&] {
      Patience patience(stop, settings_.duration("poll_timeout"));
      tell(parcel, patience);
      if (!progress_.isWhole()) throw FetchError(FailureKind::Refused, progress_.trouble());
      handover.answer = std::exchange(progress_, {}).answer();
      return Delivery();
    });
    if (result.failure()) handover.failure = *result.failure();
    return handover;
  }

 private:
  void tell(const Parcel& parcel, Patience& patience) {
    const Sip2Manner manner = sip2Manner(settings_);
    Sip2Line line(manner, *pace_, patience);
    for (const Parcel::Row& row : parcel.rows) {
      if (progress_.isSettled(row.student_no)) continue;
      const Sip2Card card = line.put([&](Sip2Session& session) {
        return row.leaving ? session.block(row.student_no, settings_.text("message"))
                           : session.enable(row.student_no);
      });
      progress_.note(row, card);
    }
  }

  Settings settings_;
  std::shared_ptr<Pace> pace_;
  Progress progress_;
};

}  // namespace

Schema sip2ReceiverSchema() {
  Schema schema = sip2MannerSchema();
  schema.push_back(
      {"message", SettingType::Text, false, "离校", {"拦截说明", "why the card is blocked (AL)"}});
  schema.push_back(pollTimeoutRow());
  return schema;
}

std::unique_ptr<Receiver> makeSip2Receiver(const Settings& settings) {
  return std::make_unique<Sip2Receiver>(settings);
}

}  // namespace lixiao::connectors
