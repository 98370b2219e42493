#include "connectors/sources/records.h"

#include <Poco/Exception.h>

#include <algorithm>
#include <cstring>

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
constexpr std::string_view kDigits = "0123456789";
constexpr std::size_t kToMinutes = std::string_view("2015-06-24T01:00").size();
constexpr std::size_t kToSeconds = std::string_view("2015-06-24T01:00:00").size();

/// Of the digits behind the point.
std::optional<std::chrono::milliseconds> parseFraction(std::string_view digits) {
  std::string first(digits.substr(0, 3));
  first.resize(3, '0');
  const bool good = !digits.empty() && digits.find_first_not_of(kDigits) == std::string_view::npos;
  return good ? std::optional(std::chrono::milliseconds(*parseInteger(first))) : std::nullopt;
}

/// ISO 8601, brought into the one form that `model::parseInstant` reads.
std::optional<model::Instant> parseIso(std::string text) {
  std::chrono::milliseconds fraction{0};
  if (text.size() > kToSeconds && (text[kToSeconds] == '.' || text[kToSeconds] == ',')) {
    const std::size_t end = std::min(text.find_first_not_of(kDigits, kToSeconds + 1), text.size());
    const auto read = parseFraction(std::string_view(text).substr(kToSeconds + 1, end - kToSeconds - 1));
    if (!read) return std::nullopt;
    fraction = *read;
    text.erase(kToSeconds, end - kToSeconds);
  }
  const std::size_t zone = text.find_last_of("+-");
  if (zone != std::string::npos && zone >= kToMinutes) {
    if (text.size() - zone == std::strlen("+08")) text += ":00";
    if (text.size() - zone == std::strlen("+0800")) text.insert(zone + 3, ":");
  }
  const auto moment = model::parseInstant(text);
  return moment ? std::optional(*moment + fraction) : std::nullopt;
}

std::optional<model::Instant> parseMoment(const std::string& text) {
  const std::size_t point = std::min(text.find('.'), text.size());
  const auto number = parseInteger(std::string_view(text).substr(0, point));
  if (!number) return parseIso(text);
  if (text.size() == kDigitsOfMilliseconds && point == text.size())
    return model::Instant(std::chrono::milliseconds(*number));
  if (point > kDigitsOfSeconds) return std::nullopt;
  const model::Instant whole{std::chrono::seconds(*number)};
  if (point == text.size()) return whole;
  const auto fraction = parseFraction(std::string_view(text).substr(point + 1));
  return fraction ? std::optional(whole + *fraction) : std::nullopt;
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

void RecordCollector::fillForms() {
  for (const StudentRef& student : asked_) {
    plain_asked_.insert(plainNumber(student.student_no));
    patterns_.insert(numberPattern(student.student_no));
  }
}

void RecordCollector::checkOther(const std::string& student_no, std::string_view where) {
  if (!model::isUtf8(student_no))
    malformed("a student number that is not UTF-8 stands " + std::string(where));
  if (isScientific(student_no)) {
    malformed("a student number that a spreadsheet has rounded stands " + std::string(where) + ": " +
              student_no);
  }
  const std::string plain = plainNumber(student_no);
  if (plain.empty()) malformed("a row without a student number stands " + std::string(where));
  if (plain_asked_.empty()) fillForms();
  if (plain_asked_.count(plain) != 0) writtenOtherwise(student_no, where);
  if (!alike_ && !asked_.empty()) alike_ = patterns_.count(numberPattern(student_no)) != 0;
}

bool RecordCollector::takes(const std::string& student_no, std::string_view where, std::string_view row) {
  const auto place = index_.find(student_no);
  if (!place) checkOther(student_no, where);
  const bool again = place ? taken_[*place] : !others_.insert(student_no).second;
  if (place) taken_[*place] = alike_ = true;
  if (rows_per_student_ == RowsPerStudent::One && again)
    malformed("a student who stands twice " + std::string(where) + ": " + student_no);
  if (rows_per_student_ == RowsPerStudent::Many && !row.empty() &&
      !rows_.insert(std::hash<std::string_view>()(row)).second)
    malformed("a row that stands twice " + std::string(where) + ": " + student_no);
  return place.has_value();
}

bool RecordCollector::has(const std::string& student_no) {
  const auto place = index_.find(student_no);
  return place && taken_[*place];
}

void RecordCollector::add(const std::string& student_no, std::vector<std::optional<std::string>> texts) {
  records_.found.push_back({student_no, std::move(texts)});
}

Records RecordCollector::take() && {
  records_.others_only = !others_.empty() && !alike_;
  return std::move(records_);
}

void writtenOtherwise(const std::string& student_no, std::string_view where) {
  malformed("a student number in another form than on the roster stands " + std::string(where) + ": " +
            student_no);
}

void askingAbout(const std::string& student_no, const std::function<void()>& ask) {
  const auto named = [&](const std::string& text) { return text + ", asked about student " + student_no; };
  try {
    ask();
  } catch (const FetchError& error) {
    const Failure& failure = error.failure();
    if (failure.kind == FailureKind::Refused) throw;
    throw FetchError(failure.kind, named(failure.text), failure.answer);
  } catch (const Poco::TimeoutException& error) {
    unreachable(named(error.message()));
  }
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
