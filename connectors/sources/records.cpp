#include "connectors/sources/records.h"

#include "connectors/settings_values.h"
#include "connectors/sources/student_number.h"
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
  asked_.reserve(asked.size());
  plain_asked_.reserve(asked.size());
  for (const StudentRef& student : asked) {
    asked_.insert(student.student_no);
    plain_asked_.insert(plainNumber(student.student_no));
  }
  records_.found.reserve(asked.size());
}

bool RecordCollector::takes(const std::string& student_no, std::string_view where) {
  const std::string plain = plainNumber(student_no);
  if (plain.empty()) malformed("a row without a student number stands " + std::string(where));
  if (!rows_.insert(student_no).second) malformed("a student who stands twice " + std::string(where));
  if (asked_.count(student_no) != 0) return true;
  if (plain_asked_.count(plain) != 0) writtenOtherwise(where);
  return false;
}

void RecordCollector::add(const std::string& student_no, std::vector<std::optional<std::string>> texts) {
  records_.found.push_back({student_no, std::move(texts)});
}

void writtenOtherwise(std::string_view where) {
  malformed("a student number in another form than on the roster stands " + std::string(where));
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
