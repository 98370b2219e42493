#pragma once

#include <string_view>

namespace lixiao::connectors {

/// Whether a key may name a secret itself, not the file or variable that holds it.
bool maySpeakASecret(std::string_view key);
/// Whether it surely does; many a key that may is an author, a keyword or the key of a table.
bool namesASecret(std::string_view key);

/// Whether a text gives a value to such a key (`token: x`, `?access_token=x`), or has an address with a user:
/// then it is not to be repeated.
bool mayHoldASecret(std::string_view text);
/// The same of an address alone, in which a colon stands before a port.
bool addressHoldsASecret(std::string_view address);

}  // namespace lixiao::connectors
