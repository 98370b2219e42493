// The mail server that is not there, or says nothing; what else it may do is in tests/system/mail.test.js.
#include "mail/session.h"

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>

#include <thread>

#include "tests/catch.h"

using namespace lixiao;
using namespace std::chrono_literals;

namespace {

mail::Server serverAt(std::uint16_t port) {
  mail::Server server;
  server.host = "127.0.0.1";
  server.port = port;
  server.security = mail::Security::None;
  server.from = "lixiao@example.edu";
  server.connect_timeout = 2s;
  server.answer_timeout = 100ms;
  return server;
}

/// Accepts connections and sends a byte of a greeting that never ends, as often as the client's patience for
/// one answer would allow.
class Dripping {
 public:
  Dripping() : socket_(Poco::Net::SocketAddress("127.0.0.1", 0)), thread_([this] { drip(); }) {}
  ~Dripping() {
    thread_.request_stop();
    thread_.join();
  }
  std::uint16_t port() const { return socket_.address().port(); }

 private:
  void drip() {
    Poco::Net::StreamSocket client = socket_.acceptConnection();
    const std::stop_token stop = thread_.get_stop_token();
    while (!stop.stop_requested()) {
      try {
        client.sendBytes("2", 1);
      } catch (const Poco::Exception&) {
        return;
      }
      client.poll(Poco::Timespan(0, 20'000), Poco::Net::Socket::SELECT_ERROR);
    }
  }

  Poco::Net::ServerSocket socket_;
  std::jthread thread_;
};

}  // namespace

TEST_CASE("A server that is not there cannot be reached", "[mail]") {
  std::uint16_t port = 0;
  {
    const Poco::Net::ServerSocket taken(Poco::Net::SocketAddress("127.0.0.1", 0));
    port = taken.address().port();
  }
  const mail::Server server = serverAt(port);
  mail::Session session(server, {});
  const auto failure = session.open();
  REQUIRE(failure);
  CHECK(failure->trouble == mail::Trouble::Unreachable);
  CHECK_FALSE(failure->forGood());
  CHECK_FALSE(failure->isOfLetter());
}

TEST_CASE("A server that drips bytes is left when the time for a letter is over, or at a stop", "[mail]") {
  {
    const Dripping dripping;
    const mail::Server server = serverAt(dripping.port());
    mail::Session session(server, {});
    const auto failure = session.open();
    REQUIRE(failure);
    CHECK(failure->trouble == mail::Trouble::Timeout);
  }
  {
    const Dripping dripping;
    mail::Server server = serverAt(dripping.port());
    server.answer_timeout = 10min;
    std::stop_source source;
    mail::Session session(server, source.get_token());
    std::jthread stopper([&] { source.request_stop(); });
    CHECK(session.open());
  }
}

TEST_CASE("Only what the server says of a receiver or a letter is for good", "[mail]") {
  using mail::Failure;
  using mail::Trouble;
  CHECK(Failure{Trouble::Receiver, 550}.forGood());
  CHECK(Failure{Trouble::Refused, 554}.forGood());
  for (const Failure& failure :
       {Failure{Trouble::Receiver, 451}, Failure{Trouble::SignIn, 535}, Failure{Trouble::Sender, 550},
        Failure{Trouble::NotReady, 554}, Failure{Trouble::Dropped, 0}})
    CHECK_FALSE(failure.forGood());
}
