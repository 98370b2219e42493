#include "connectors/sources/json_listing.h"

#include <algorithm>

#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

using nlohmann::json;

constexpr std::int64_t kMostPages = 10'000;
constexpr std::size_t kMostRows = 5'000'000;

}  // namespace

JsonListing::JsonListing(const JsonShape& shape, RecordCollector& collector,
                         const std::vector<std::string>& asked)
    : shape_(shape), collector_(collector), asked_(asked), unanswered_(asked.begin(), asked.end()) {}

std::optional<std::string> JsonListing::add(const json& answer, std::optional<std::int64_t> first_page) {
  if (++pages_ > kMostPages) malformed("more pages than any could have");
  if (only_page_ && shape_.rows.at(answer) == *only_page_) return std::nullopt;
  checkHead(answer);
  const std::size_t rows = addRows(answer);
  if (shape_.unknown && !asked_.empty()) addUnknown(answer);
  if (shape_.next_page) return namedNext(answer);
  const bool all_came = total_ && std::to_string(rows_) == *total_;
  if (!first_page || rows == 0 || (all_came && pages_ > 1)) return std::nullopt;
  // The total may be the page's own: the next page must be empty, or this one again.
  if (all_came) only_page_ = shape_.rows.at(answer);
  return std::to_string(*first_page + pages_);
}

void JsonListing::checkHead(const json& answer) {
  if (shape_.ok && shape_.ok->text(answer) != shape_.ok_value)
    malformed("an answer that says by ok_field that the question failed");
  if (shape_.unit && shape_.unit->text(answer) != word(shape_.amount_unit)) {
    malformed("amounts in another unit than the settings say (" + std::string(word(shape_.amount_unit)) +
              ")");
  }
  if (shape_.currency && shape_.currency->text(answer) != "CNY")
    malformed("amounts in another currency than CNY");
  if (shape_.as_of) {
    const model::Instant moment = sourceMoment(shape_.as_of->text(answer).value_or(""));
    as_of_ = as_of_ ? std::min(*as_of_, moment) : moment;
  }
  if (!shape_.total) return;
  const auto total = shape_.total->text(answer);
  if (!total || (total_ && *total != *total_))
    malformed("a total that is missing or differs from page to page");
  total_ = total;
}

std::size_t JsonListing::addRows(const json& answer) {
  const json& rows = shape_.rows.at(answer);
  // Only a source that says that all went well can say nobody by null.
  if (shape_.one_row && shape_.ok && rows.is_null()) return 0;
  const bool one = shape_.one_row && rows.is_object();
  if (!one && !rows.is_array()) malformed("the rows are not a list");
  const std::size_t count = one ? 1 : rows.size();
  rows_ += count;
  if (rows_ > kMostRows) malformed("more rows than any could have");
  if (one) {
    addRow(rows);
  } else {
    for (const json& row : rows) addRow(row);
  }
  return count;
}

void JsonListing::addRow(const json& row) {
  const auto number = shape_.student_no ? shape_.student_no->text(row) : asked_.front();
  if (!number) malformed("a row without a student number");
  const bool many = shape_.rows_per_student == RowsPerStudent::Many;
  if (!asked_.empty() && !(many && collector_.has(*number))) answered(*number);
  if (!collector_.takes(*number, "in the answer", many ? row.dump() : "")) return;
  std::vector<std::optional<std::string>> texts;
  texts.reserve(shape_.fields.size());
  for (const auto& [place, kind] : shape_.fields) texts.push_back(place.text(row, kind));
  collector_.add(*number, std::move(texts));
}

void JsonListing::addUnknown(const json& answer) {
  const json& unknown = shape_.unknown->at(answer);
  if (!unknown.is_array()) malformed("the unknown students are not a list");
  for (const json& number : unknown) {
    const auto student_no = scalarText(number, "unknown");
    if (!student_no) malformed("an unknown student without a number");
    answered(*student_no);
  }
}

void JsonListing::answered(const std::string& student_no) {
  if (unanswered_.erase(student_no) == 0)
    malformed("a student who was not asked about, or is answered twice: " + student_no);
}

std::optional<std::string> JsonListing::namedNext(const json& answer) {
  const json* place = shape_.next_page->find(answer);
  if (!place || *place == false) return std::nullopt;
  auto name = shape_.next_page->text(answer);
  if (!name || name->empty()) return std::nullopt;
  if (!named_pages_.insert(*name).second) malformed("a next page that came before");
  return name;
}

void JsonListing::finish() const {
  if (total_ && std::to_string(rows_) != *total_)
    malformed(std::to_string(rows_) + " rows came of " + *total_);
  if (asked_.empty() && rows_ == 0) malformed("the list is empty");
  if (shape_.unknown && !unanswered_.empty())
    malformed(std::to_string(unanswered_.size()) + " students are not answered");
}

Records JsonListing::dated(Records records) const {
  records.as_of = as_of_;
  return records;
}

}  // namespace lixiao::connectors
