#pragma once

#include <mutex>
#include <set>
#include <string>

#include "connectors/samples/http_front.h"

namespace lixiao::samples {

/// Who may ask a sample system: whoever shows the token, the user with the password, or a fresh signature.
/// Without any of them: everyone. Thread-safe.
class Guard {
 public:
  Guard() = default;
  /// `user_and_password`: `user:password`; each "" for none.
  Guard(std::string token, std::string user_and_password, std::string signing_key);
  Guard(Guard&& other) noexcept;

  bool admits(const Call& call);

 private:
  bool signedWell(const Call& call);

  std::string token_;
  std::string user_and_password_;
  std::string signing_key_;
  std::mutex mutex_;
  std::set<std::string> nonces_;
};

}  // namespace lixiao::samples
