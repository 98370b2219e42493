#pragma once

#include <exception>
#include <functional>
#include <string>
#include <string_view>

#include "connectors/connector.h"

namespace lixiao::connectors {

/// Ends a fetch from deep inside a transport. Never leaves a connector: `fetchOrFail` turns it into a value.
class FetchError final : public std::exception {
 public:
  FetchError(FailureKind kind, std::string text, std::string answer = {})
      : failure_{kind, std::move(text), std::move(answer)} {}

  const Failure& failure() const { return failure_; }
  const char* what() const noexcept override { return failure_.text.c_str(); }

 private:
  Failure failure_;
};

/// `answer`: what came, for the admin's page; it is masked and cut when it leaves the connector.
[[noreturn]] void malformed(const std::string& text, std::string_view answer = {});
[[noreturn]] void unreachable(const std::string& text);

/// Runs `read`, which reads `answer`; a FetchError without an answer leaves it with this one.
void readAnswer(std::string_view answer, const std::function<void()>& read);

/// The secret `key` as it is now; "" when the settings name none. Throws FetchError (config) when it is gone.
std::string neededSecret(const Settings& settings, const std::string& key);

/// Runs `fetch`; a FetchError, a time-out or any network error becomes a failure. `source` opens its text.
FetchResult fetchOrFail(const std::string& source, const std::function<Delivery()>& fetch);

}  // namespace lixiao::connectors
