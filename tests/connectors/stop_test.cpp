#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>

#include <array>
#include <chrono>
#include <future>
#include <thread>

#include "tests/connectors/plugin_fixture.h"
#include "tests/connectors/sample_process.h"

namespace lixiao::connectors {
namespace {

/// A source that accepts a connection, reads the question and never answers.
class SilentSource {
 public:
  std::string port() const { return std::to_string(listener_.address().port()); }
  void awaitQuestion() {
    std::array<char, 1024> piece;
    connection_ = listener_.acceptConnection();
    const int count = connection_.receiveBytes(piece.data(), piece.size());
    REQUIRE(count > 0);
    question_.assign(piece.data(), static_cast<std::size_t>(count));
  }
  const std::string& question() const { return question_; }

 private:
  Poco::Net::ServerSocket listener_{Poco::Net::SocketAddress("127.0.0.1", 0)};
  Poco::Net::StreamSocket connection_;
  std::string question_;
};

/// Stops a fetch that waits for the silent source; it must return with a failure within a second.
void checkStops(Connector& connector, SilentSource& source) {
  std::promise<bool> failed;
  auto result = failed.get_future();
  std::jthread thread([&](const std::stop_token& stop) {
    failed.set_value(connector.fetch(students({"001"}), stop).failure() != nullptr);
  });
  source.awaitQuestion();
  thread.request_stop();
  REQUIRE(result.wait_for(std::chrono::seconds(1)) == std::future_status::ready);
  CHECK(result.get());
}

}  // namespace

TEST_CASE("a fetch over HTTP stops within a second although its source is silent") {
  SilentSource source;
  const auto connector = makeConnector("finance", {{"url", "http://127.0.0.1:" + source.port() + "/arrears"},
                                                   {"amount_unit", "yuan"},
                                                   {"answer_timeout", "60s"}});
  checkStops(*connector, source);
}

TEST_CASE("a fetch over SIP2 stops within a second although its source is silent") {
  SilentSource source;
  const auto connector = makeConnector(
      "library",
      {{"host", "127.0.0.1"}, {"port", source.port()}, {"amount_unit", "yuan"}, {"answer_timeout", "60s"}});
  checkStops(*connector, source);
}

TEST_CASE("the token is sent as a bearer token") {
  TemporaryFolder folder;
  SilentSource source;
  const auto connector =
      makeConnector("finance", {{"url", "http://127.0.0.1:" + source.port() + "/arrears?x=1"},
                                {"amount_unit", "yuan"},
                                {"token_file", folder.write("token", "abc123\n")},
                                {"answer_timeout", "60s"}});
  checkStops(*connector, source);
  CHECK_THAT(source.question(), Catch::Matchers::StartsWith("POST /arrears?x=1 HTTP/1.1\r\n"));
  CHECK_THAT(source.question(), Catch::Matchers::Contains("Authorization: Bearer abc123\r\n"));
}

}  // namespace lixiao::connectors
