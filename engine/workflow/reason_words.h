#pragma once

#include <cstdint>
#include <string>

#include "engine/model/date.h"
#include "engine/model/text.h"

namespace lixiao::workflow {

/// 2015年6月24日 and `24 June 2015`.
model::LocalizedText dateText(model::Date date);
/// `3.20 元` and `3.20 CNY`; other currencies by their three letters.
model::LocalizedText moneyText(std::int64_t minor_units, const std::string& currency);
/// Appends with 、 and a comma.
void append(model::LocalizedText& all, const model::LocalizedText& one);

}  // namespace lixiao::workflow
