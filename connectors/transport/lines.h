#pragma once

#include <cstddef>
#include <functional>

#include "connectors/transport/patience.h"

namespace lixiao::connectors {

/// What one line does: every `step`th of the things to do from `first`, as patient as `patience`, its own.
using LineWork = std::function<void(std::size_t first, std::size_t step, Patience& patience)>;

/// Shares `count` things out over at most `lines` threads, the caller's among them. The first failure ends
/// all lines and is thrown.
void inLines(std::size_t count, std::size_t lines, const Patience& patience, const LineWork& work);

/// The row `connections`: how many questions are under way at once.
SettingRow connectionsRow();

}  // namespace lixiao::connectors
