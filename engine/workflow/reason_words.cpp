#include "engine/workflow/reason_words.h"

#include <array>

#include "engine/workflow/workflow.h"

namespace lixiao::workflow {

using model::LocalizedText;

LocalizedText dateText(model::Date date) {
  const std::chrono::year_month_day ymd{date};
  static constexpr std::array<const char*, 12> kMonths = {"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};
  const auto year = std::to_string(static_cast<int>(ymd.year()));
  const auto month = static_cast<unsigned>(ymd.month());
  const auto day = std::to_string(static_cast<unsigned>(ymd.day()));
  return {year + "年" + std::to_string(month) + "月" + day + "日",
          day + " " + kMonths[month - 1] + " " + year};
}

void append(LocalizedText& all, const LocalizedText& one) {
  all.zh += (all.zh.empty() ? "" : "、") + one.in(model::Language::Chinese);
  all.en += (all.en.empty() ? "" : ", ") + one.in(model::Language::English);
}

LocalizedText moneyText(std::int64_t minor_units, const std::string& currency) {
  const std::string number = formatValue(rules::Type::number(rules::Unit::Money), model::Value(minor_units));
  return {number + (currency == "CNY" ? " 元" : " " + currency), number + " " + currency};
}

}  // namespace lixiao::workflow
