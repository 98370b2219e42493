#include <nlohmann/json.hpp>

#include "connectors/outgoing/receiver.h"
#include "connectors/transport/fetch_error.h"
#include "connectors/transport/http.h"
#include "connectors/transport/json_strict.h"

namespace lixiao::connectors {
namespace {

using nlohmann::json;

std::string bodyOf(const Parcel& parcel) {
  json students = json::array();
  for (const Parcel::Row& row : parcel.rows)
    students.push_back({{"student_no", row.student_no}, {"leaving", row.leaving}});
  return json{{"database", parcel.database}, {"message", parcel.message}, {"students", std::move(students)}}
      .dump();
}

/// POSTs `{"database": "3f9a2c51", "message": 17, "students": [{"student_no": "…", "leaving": true}, …]}`.
/// Only `{"acknowledged": 17}` counts as an answer: a page that says 200 has read nothing.
class HookReceiver final : public Receiver {
 public:
  explicit HookReceiver(Settings settings) : settings_(std::move(settings)) {}

  Handover hand(const Parcel& parcel, const std::stop_token& stop) override {
    Handover handover;
    const FetchResult result = fetchOrFail("hook", [&] {
      const HttpSource source = httpSource(settings_);
      Patience patience(stop, source.connect_timeout + source.answer_timeout);
      const std::string answer =
          askJson(source, {"POST", source.url.path_and_query, bodyOf(parcel)}, patience);
      readAnswer(answer, [&] {
        const json said = parseStrictJson(answer);
        if (member(said, "acknowledged") != parcel.message)
          malformed("an answer that acknowledges another message");
      });
      handover.answer = answer;
      return Delivery();
    });
    if (result.failure()) handover.failure = *result.failure();
    return handover;
  }

 private:
  Settings settings_;
};

}  // namespace

Schema hookSchema() {
  return httpSchema();
}

std::unique_ptr<Receiver> makeHookReceiver(const Settings& settings) {
  return std::make_unique<HookReceiver>(settings);
}

}  // namespace lixiao::connectors
