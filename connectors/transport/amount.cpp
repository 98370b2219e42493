#include "connectors/transport/amount.h"

#include <algorithm>

#include "connectors/settings_values.h"
#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

constexpr std::size_t kMaxWholeDigits = 13;

bool allDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

SettingRow amountUnitRow() {
  return {"amount_unit",  SettingType::Enum, true, "", {"金额单位", "what the source's amounts count"},
          {"yuan", "fen"}};
}

AmountUnit amountUnit(const Settings& settings) {
  return settings.text("amount_unit") == "fen" ? AmountUnit::Fen : AmountUnit::Yuan;
}

std::string_view word(AmountUnit unit) {
  return unit == AmountUnit::Fen ? "fen" : "yuan";
}

std::int64_t parseAmount(std::string_view text, AmountUnit unit) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  std::string_view decimals = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (!allDigits(whole) || whole.size() > kMaxWholeDigits ||
      (point != std::string_view::npos && !allDigits(decimals))) {
    malformed("an amount that is not a plain decimal number");
  }
  if (negative && text.find_first_not_of("0.") != std::string_view::npos) malformed("a negative amount");
  const std::int64_t number = *parseInteger(whole);
  if (unit == AmountUnit::Fen) {
    if (point != std::string_view::npos) malformed("an amount in fen with decimals");
    return number;
  }
  decimals = decimals.substr(0, decimals.find_last_not_of('0') + 1);
  if (decimals.size() > 2) malformed("an amount with more than two decimals");
  if (whole.size() > kMaxWholeDigits - 2) malformed("an amount beyond all bounds");
  std::int64_t fraction = decimals.empty() ? 0 : *parseInteger(decimals);
  if (decimals.size() == 1) fraction *= 10;
  return number * 100 + fraction;
}

}  // namespace lixiao::connectors
