#include "engine/board/value_column.h"

#include <algorithm>
#include <limits>

namespace lixiao::board {
namespace {

using Form = rules::Column::Form;

constexpr std::uint8_t kTruthUnknown = 1;
constexpr std::uint8_t kWordUnknown = 255;
constexpr auto kInt32Unknown = std::numeric_limits<std::int32_t>::min();
constexpr auto kInt64Unknown = std::numeric_limits<std::int64_t>::min();

Form formOf(const rules::Type& type) {
  switch (type.kind) {
    case rules::Kind::Boolean:
      return Form::Truth8;
    case rules::Kind::Enum:
      return Form::Word8;
    case rules::Kind::Text:
      return Form::Code32;
    case rules::Kind::Date:
      return Form::Day32;
    case rules::Kind::Number:
      return Form::Int32;
  }
  return Form::Int64;
}

std::uint8_t wordIndex(const rules::Type& type, const std::string& word) {
  const auto found = std::find(type.words->begin(), type.words->end(), word);
  return found == type.words->end() ? kWordUnknown : static_cast<std::uint8_t>(found - type.words->begin());
}

}  // namespace

ValueColumn::ValueColumn(const rules::Type& type, bool dated)
    : type_(type), form_(formOf(type)), dated_(dated) {
  if (form_ == Form::Code32) data_ = std::vector<std::uint32_t>();
  if (form_ == Form::Day32 || form_ == Form::Int32) data_ = std::vector<std::int32_t>();
}

void ValueColumn::resize(std::size_t rows) {
  switch (form_) {
    case Form::Truth8:
      std::get<0>(data_).resize(rows, kTruthUnknown);
      break;
    case Form::Word8:
      std::get<0>(data_).resize(rows, kWordUnknown);
      break;
    case Form::Code32:
      std::get<1>(data_).resize(rows, 0);
      break;
    case Form::Day32:
    case Form::Int32:
      std::get<2>(data_).resize(rows, kInt32Unknown);
      break;
    case Form::Int64:
      std::get<3>(data_).resize(rows, kInt64Unknown);
      break;
    case Form::Absent:
      break;
  }
  if (dated_) as_of_.resize(rows, 0);
}

void ValueColumn::set(std::size_t row, const model::Value& value, TextPool& pool) {
  switch (form_) {
    case Form::Truth8:
      std::get<0>(data_)[row] = value.boolean() == nullptr ? kTruthUnknown : *value.boolean() ? 2 : 0;
      break;
    case Form::Word8:
      std::get<0>(data_)[row] = value.text() == nullptr ? kWordUnknown : wordIndex(type_, *value.text());
      break;
    case Form::Code32:
      std::get<1>(data_)[row] = value.text() == nullptr ? 0 : pool.intern(*value.text());
      break;
    case Form::Day32:
      std::get<2>(data_)[row] = value.date() == nullptr ? kInt32Unknown : model::dayNumber(*value.date());
      break;
    case Form::Int32: {
      const std::int64_t number = value.number() == nullptr ? kInt32Unknown : *value.number();
      const bool fits = value.number() == nullptr ||
                        (number > kInt32Unknown && number <= std::numeric_limits<std::int32_t>::max());
      if (fits) {
        std::get<2>(data_)[row] = static_cast<std::int32_t>(number);
        break;
      }
      const auto& narrow = std::get<2>(data_);
      std::vector<std::int64_t> wide(narrow.size());
      std::transform(narrow.begin(), narrow.end(), wide.begin(),
                     [](std::int32_t n) { return n == kInt32Unknown ? kInt64Unknown : n; });
      data_ = std::move(wide);
      form_ = Form::Int64;
      [[fallthrough]];
    }
    case Form::Int64:
      std::get<3>(data_)[row] = value.number() == nullptr ? kInt64Unknown : *value.number();
      break;
    case Form::Absent:
      break;
  }
}

void ValueColumn::setAsOf(std::size_t row, model::Instant as_of) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(as_of).time_since_epoch().count();
  as_of_[row] = static_cast<std::uint32_t>(
      std::clamp<std::int64_t>(seconds, 0, std::numeric_limits<std::uint32_t>::max()));
}

model::Value ValueColumn::value(std::size_t row, const TextPool& pool) const {
  switch (form_) {
    case Form::Truth8: {
      const std::uint8_t truth = std::get<0>(data_)[row];
      return truth == kTruthUnknown ? model::Value() : model::Value(truth == 2);
    }
    case Form::Word8: {
      const std::uint8_t word = std::get<0>(data_)[row];
      return word == kWordUnknown ? model::Value() : model::Value((*type_.words)[word]);
    }
    case Form::Code32: {
      const std::uint32_t code = std::get<1>(data_)[row];
      return code == 0 ? model::Value() : model::Value(pool.text(code));
    }
    case Form::Day32: {
      const std::int32_t day = std::get<2>(data_)[row];
      return day == kInt32Unknown ? model::Value() : model::Value(model::dateOf(day));
    }
    case Form::Int32: {
      const std::int32_t number = std::get<2>(data_)[row];
      return number == kInt32Unknown ? model::Value() : model::Value(std::int64_t{number});
    }
    case Form::Int64: {
      const std::int64_t number = std::get<3>(data_)[row];
      return number == kInt64Unknown ? model::Value() : model::Value(number);
    }
    case Form::Absent:
      break;
  }
  return {};
}

std::optional<std::int64_t> ValueColumn::key(std::size_t row) const {
  const auto unless = [](auto held, auto unknown) {
    return held == unknown ? std::nullopt : std::optional<std::int64_t>(held);
  };
  switch (form_) {
    case Form::Truth8:
      return unless(std::get<0>(data_)[row], kTruthUnknown);
    case Form::Word8:
      return unless(std::get<0>(data_)[row], kWordUnknown);
    case Form::Code32:
      return unless(std::get<1>(data_)[row], 0U);
    case Form::Day32:
    case Form::Int32:
      return unless(std::get<2>(data_)[row], kInt32Unknown);
    case Form::Int64:
      return unless(std::get<3>(data_)[row], kInt64Unknown);
    case Form::Absent:
      break;
  }
  return std::nullopt;
}

std::optional<std::int64_t> ValueColumn::keyOf(const model::Value& value, const TextPool& pool) const {
  if (const bool* flag = value.boolean()) return *flag ? 2 : 0;
  if (const std::int64_t* number = value.number()) return *number;
  if (const model::Date* date = value.date()) return model::dayNumber(*date);
  if (value.text() == nullptr) return std::nullopt;
  if (form_ == Form::Word8) {
    const std::uint8_t word = wordIndex(type_, *value.text());
    return word == kWordUnknown ? std::nullopt : std::optional<std::int64_t>(word);
  }
  const std::uint32_t code = pool.find(*value.text());
  return code == 0 ? std::nullopt : std::optional<std::int64_t>(code);
}

model::Instant ValueColumn::asOf(std::size_t row) const {
  return model::Instant{std::chrono::seconds{as_of_[row]}};
}

rules::Column ValueColumn::column(std::uint32_t fresh_from) const {
  const void* data = std::visit([](const auto& values) -> const void* { return values.data(); }, data_);
  return {form_, data, dated_ && fresh_from > 0 ? as_of_.data() : nullptr, fresh_from};
}

std::size_t ValueColumn::bytes() const {
  return std::visit([](const auto& values) { return values.capacity() * sizeof(values[0]); }, data_) +
         as_of_.capacity() * sizeof(std::uint32_t);
}

}  // namespace lixiao::board
