#pragma once

#include <cstdint>
#include <string_view>

#include "connectors/settings.h"

namespace lixiao::connectors {

enum class AmountUnit { Yuan, Fen };

/// The row `amount_unit`: sources rarely say what their amounts count, so the settings must.
SettingRow amountUnitRow();
AmountUnit amountUnit(const Settings& settings);
/// `yuan`, `fen`.
std::string_view word(AmountUnit unit);

/// An amount in fen from `300`, `300.5`, `300.0000` (yuan, at most two decimals beside zeros) or `30000`
/// (fen);
/// `-0.00` is 0. Throws FetchError (malformed) for everything else: other negative amounts, `+`, blanks,
/// exponents, more decimals, more than 10^13 fen.
std::int64_t parseAmount(std::string_view text, AmountUnit unit);

}  // namespace lixiao::connectors
