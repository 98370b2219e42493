#include "connectors/transport/fetch_error.h"

#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>

namespace lixiao::connectors {

void malformed(const std::string& text, std::string_view answer) {
  throw FetchError(FailureKind::Malformed, text, std::string(answer));
}

void readAnswer(std::string_view answer, const std::function<void()>& read) {
  try {
    read();
  } catch (const FetchError& error) {
    if (!error.failure().answer.empty()) throw;
    throw FetchError(error.failure().kind, error.failure().text, std::string(answer));
  }
}

void unreachable(const std::string& text) {
  throw FetchError(FailureKind::Unreachable, text);
}

std::string neededSecret(const Settings& settings, const std::string& key) {
  if (auto value = readSecret(settings, key)) return *value;
  const std::string source = settings.has(key + "_file")
                                 ? "the file \"" + settings.path(key + "_file").string() + "\""
                                 : "the variable \"" + settings.text(key + "_env") + "\"";
  throw FetchError(FailureKind::Config, source + " of \"" + key + "\" is missing or empty");
}

FetchResult fetchOrFail(const std::string& source, const std::function<Delivery()>& fetch) {
  try {
    return fetch();
  } catch (const FetchError& error) {
    return Failure{error.failure().kind, source + ": " + error.failure().text, error.failure().answer};
  } catch (const Poco::TimeoutException& error) {
    return Failure{FailureKind::Unreachable, source + ": " + error.message()};
  } catch (const Poco::Net::MessageException&) {
    return Failure{FailureKind::Malformed, source + ": the answer is not HTTP"};
  } catch (const Poco::Net::NoMessageException&) {
    return Failure{FailureKind::Unreachable, source + ": the connection was closed without an answer"};
  } catch (const Poco::IOException& error) {
    return Failure{FailureKind::Unreachable, source + ": " + error.displayText()};
  }
}

}  // namespace lixiao::connectors
