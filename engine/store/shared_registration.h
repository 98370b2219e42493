#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/store/registration.h"

namespace lixiao::store {

/// The one live registration of an item that counts for everybody who has the same value of an attribute.
struct SharedRegistrationRow {
  std::string item;
  std::string value;  ///< as the roster writes it, never empty
  model::Registration registration;
  std::int64_t revision = 0;  ///< as RegistrationRow's; no revision is met in both tables

  bool operator==(const SharedRegistrationRow&) const = default;
};

/// As RegistrationOutcome.
struct SharedRegistrationOutcome {
  bool done = false;
  std::optional<SharedRegistrationRow> current;
  std::optional<SharedRegistrationRow> before;
};

[[nodiscard]] SharedRegistrationOutcome putSharedRegistration(Transaction& transaction,
                                                              const std::string& item,
                                                              const std::string& value,
                                                              const model::Registration& registration,
                                                              Expected expected);
/// Nothing there and nothing expected is `done`.
[[nodiscard]] SharedRegistrationOutcome removeSharedRegistration(Transaction& transaction,
                                                                 const std::string& item,
                                                                 const std::string& value, Expected expected);

std::optional<SharedRegistrationRow> findSharedRegistration(Reader& reader, const std::string& item,
                                                            const std::string& value);
/// All of one item, by value.
std::vector<SharedRegistrationRow> sharedRegistrations(Reader& reader, const std::string& item);

}  // namespace lixiao::store
