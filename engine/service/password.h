#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "engine/model/status.h"

namespace lixiao::service {

/// What is wrong with a new password; empty when nothing is.
std::optional<model::Message> wrongPassword(std::string_view password, std::string_view login);

/// argon2id by libsodium, 19 MiB and two passes: some 25 ms of a core. At most two at a time, so that a rush
/// of sign-ins leaves the machine to the others; who waits beyond the queue's length is turned away.
/// Thread-safe.
class PasswordHasher {
 public:
  /// Empty when too many wait.
  std::optional<std::string> hash(std::string_view password);
  /// Whether it is the password of the hash; takes as long for an empty hash, and says no. Empty when too
  /// many wait.
  std::optional<bool> verify(const std::string& hash, std::string_view password);

 private:
  class Turn;

  std::mutex mutex_;
  std::condition_variable freed_;
  unsigned running_ = 0;
  unsigned waiting_ = 0;
};

}  // namespace lixiao::service
