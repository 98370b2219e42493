#include "connectors/sources/records.h"

#include "connectors/settings_values.h"
#include "connectors/sources/student_number.h"
#include "connectors/transport/fetch_error.h"
#include "engine/model/clock.h"
#include "engine/model/text.h"

namespace lixiao::connectors {
namespace {

constexpr std::chrono::minutes kMostAhead{5};

constexpr model::Instant kEarliest{std::chrono::sys_days{std::chrono::year{2000} / 1 / 1}};
constexpr std::size_t kDigitsOfSeconds = 10;
constexpr std::size_t kDigitsOfMilliseconds = 13;

std::optional<model::Instant> parseMoment(const std::string& text) {
  const auto number = parseInteger(text);
  if (!number) return model::parseInstant(text);
  if (text.size() == kDigitsOfMilliseconds) return model::Instant(std::chrono::milliseconds(*number));
  if (text.size() <= kDigitsOfSeconds) return model::Instant(std::chrono::seconds(*number));
  return std::nullopt;
}

}  // namespace

SettingRow rowsPerStudentRow() {
  return {"rows_per_student",
          SettingType::Enum,
          false,
          "one",
          {"每人行数", "rows of one student; many are added up"},
          {"one", "many"}};
}

RowsPerStudent rowsPerStudent(const Settings& settings) {
  return settings.text("rows_per_student") == "many" ? RowsPerStudent::Many : RowsPerStudent::One;
}

RecordCollector::RecordCollector(const std::vector<StudentRef>& asked, RowsPerStudent rows)
    : asked_(asked), rows_per_student_(rows), index_(asked), taken_(asked.size()) {
  records_.found.reserve(asked.size());
}

bool RecordCollector::isWrittenOtherwise(const std::string& plain) {
  if (plain_asked_.empty())
    for (const StudentRef& student : asked_) plain_asked_.insert(plainNumber(student.student_no));
  return plain_asked_.count(plain) != 0;
}

bool RecordCollector::takes(const std::string& student_no, std::string_view where, std::string_view row) {
  const auto place = index_.find(student_no);
  if (!place) {
    if (!model::isUtf8(student_no))
      malformed("a student number that is not UTF-8 stands " + std::string(where));
    const std::string plain = plainNumber(student_no);
    if (plain.empty()) malformed("a row without a student number stands " + std::string(where));
    if (isWrittenOtherwise(plain)) writtenOtherwise(where);
  }
  const bool again = place ? taken_[*place] : !others_.insert(student_no).second;
  if (place) taken_[*place] = true;
  if (rows_per_student_ == RowsPerStudent::One && again)
    malformed("a student who stands twice " + std::string(where));
  if (rows_per_student_ == RowsPerStudent::Many && !row.empty() &&
      !rows_.insert(std::hash<std::string_view>()(row)).second)
    malformed("a row that stands twice " + std::string(where));
  return place.has_value();
}

bool RecordCollector::has(const std::string& student_no) {
  const auto place = index_.find(student_no);
  return place && taken_[*place];
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
  return credible(*moment);
}

model::Instant credible(model::Instant moment) {
  if (moment < kEarliest) malformed("a time before the year 2000");
  const auto ahead = moment - model::SystemClock().now();
  if (ahead > kMostAhead) {
    malformed("its clock is " +
              std::to_string(std::chrono::duration_cast<std::chrono::minutes>(ahead).count()) +
              " minutes ahead of ours");
  }
  return moment;
}

}  // namespace lixiao::connectors
