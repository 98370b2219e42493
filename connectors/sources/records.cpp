#include "connectors/sources/records.h"

#include "connectors/settings_values.h"
#include "connectors/transport/fetch_error.h"
#include "engine/model/clock.h"

namespace lixiao::connectors {
namespace {

constexpr std::chrono::minutes kMostAhead{5};

std::optional<model::Instant> parseMoment(const std::string& text) {
  if (const auto seconds = parseInteger(text); seconds && *seconds >= 0 && text.size() <= 11)
    return model::Instant(std::chrono::seconds(*seconds));
  return model::parseInstant(text);
}

}  // namespace

RecordCollector::RecordCollector(const std::vector<StudentRef>& asked) {
  seen_.reserve(asked.size());
  for (const StudentRef& student : asked) seen_.emplace(student.student_no, false);
  records_.found.reserve(asked.size());
}

void RecordCollector::add(const std::string& student_no, std::vector<std::optional<std::string>> texts,
                          std::string_view where) {
  bool& seen = seen_.at(student_no);
  if (seen) malformed("a student who stands twice " + std::string(where));
  seen = true;
  records_.found.push_back({student_no, std::move(texts)});
}

model::Instant sourceMoment(const std::string& text) {
  const auto moment = parseMoment(text);
  if (!moment) malformed("a time that cannot be read");
  return notAhead(*moment);
}

model::Instant notAhead(model::Instant moment) {
  const auto ahead = moment - model::SystemClock().now();
  if (ahead > kMostAhead) {
    malformed("its clock is " +
              std::to_string(std::chrono::duration_cast<std::chrono::minutes>(ahead).count()) +
              " minutes ahead of ours");
  }
  return moment;
}

}  // namespace lixiao::connectors
