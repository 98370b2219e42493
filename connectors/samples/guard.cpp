#include "connectors/samples/guard.h"

#include <Poco/Base64Encoder.h>

#include <cstdlib>
#include <ctime>
#include <sstream>

#include "connectors/transport/http.h"

namespace lixiao::samples {
namespace {

constexpr std::time_t kFresh = 300;  // seconds

std::string header(const Call& call, const std::string& name) {
  const auto found = call.headers.find(name);
  return found == call.headers.end() ? "" : found->second;
}

std::string base64(const std::string& text) {
  std::ostringstream stream;
  Poco::Base64Encoder encoder(stream);
  encoder.rdbuf()->setLineLength(0);
  encoder << text;
  encoder.close();
  return stream.str();
}

}  // namespace

Guard::Guard(std::string token, std::string user_and_password, std::string signing_key)
    : token_(std::move(token)),
      user_and_password_(std::move(user_and_password)),
      signing_key_(std::move(signing_key)) {}

Guard::Guard(Guard&& other) noexcept
    : token_(std::move(other.token_)),
      user_and_password_(std::move(other.user_and_password_)),
      signing_key_(std::move(other.signing_key_)) {}

bool Guard::admits(const Call& call) {
  if (!token_.empty()) return header(call, "authorization") == "Bearer " + token_;
  if (!user_and_password_.empty())
    return header(call, "authorization") == "Basic " + base64(user_and_password_);
  return signing_key_.empty() || signedWell(call);
}

/// A signature counts once and for five minutes.
bool Guard::signedWell(const Call& call) {
  const std::string timestamp = header(call, "lixiao-timestamp");
  const std::string nonce = header(call, "lixiao-nonce");
  const std::time_t age = std::time(nullptr) - std::atoll(timestamp.c_str());
  if (age > kFresh || age < -kFresh) return false;
  const connectors::HttpQuestion question{call.method, call.path_and_query, call.body};
  if (header(call, "lixiao-signature") != connectors::signature(signing_key_, timestamp, nonce, question))
    return false;
  const std::lock_guard lock(mutex_);
  return nonces_.insert(nonce).second;
}

}  // namespace lixiao::samples
