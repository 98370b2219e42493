#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "engine/model/date.h"
#include "engine/store/database.h"

namespace lixiao::store {

/// Failed sign-ins counted under a key (`login:x`, `address:y`) in a window that begins with the first of
/// them.
struct LoginFailures {
  std::int64_t count = 0;
  model::Instant first{};
  model::Instant last{};

  bool operator==(const LoginFailures&) const = default;
};

/// Counts one more and returns the counter; a window that is over starts afresh.
LoginFailures addLoginFailure(Transaction& transaction, const std::string& key, model::Instant now,
                              std::chrono::milliseconds window);
/// Zero when there are none.
LoginFailures loginFailures(Reader& reader, const std::string& key);
void clearLoginFailures(Transaction& transaction, const std::string& key);
/// Forgets counters whose last failure is before `before`.
std::int64_t removeOldLoginFailures(Transaction& transaction, model::Instant before);

}  // namespace lixiao::store
