#include "web/http/server.h"

#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>

#include "tests/catch.h"

using namespace lixiao::web::http;
using namespace std::chrono_literals;

namespace {

/// Answers with what it got, so that a test sees which requests the server made out.
struct Echo {
  explicit Echo(Limits limits = quick()) : server("127.0.0.1:0", application(), limits) { server.start(); }

  static Limits quick() {
    Limits limits;
    limits.head = 300ms;
    limits.keep_alive = 300ms;
    limits.body = 300ms;
    limits.answer = 300ms;
    limits.form_bytes = 1000;
    return limits;
  }
  Application application() {
    return {[](const Request&) { return std::size_t{1000}; },
            [this](const Request& request) {
              if (request.path() == "/throw") throw std::runtime_error("secret detail");
              if (request.path() == "/wait") {
                ++waiting;
                release.get_future().wait();
              }
              ++requests;
              return Response(200, "text/plain",
                              request.head.method + " " + request.head.target + " [" + request.body + "]");
            },
            [](int status, const std::string& id) {
              Response response(status, "text/plain", "refused " + id);
              response.close = true;
              return response;
            }};
  }

  std::atomic<int> requests{0};
  std::atomic<int> waiting{0};
  std::promise<void> release;
  Server server;
};

class Client {
 public:
  explicit Client(const Server& server) : socket_(Poco::Net::SocketAddress("127.0.0.1", server.port())) {
    socket_.setReceiveTimeout(Poco::Timespan(20, 0));
  }
  Client& send(const std::string& bytes) {
    socket_.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
    return *this;
  }
  /// All that comes until the server ends the connection.
  std::string rest() {
    std::string all;
    char bytes[4096];
    try {
      for (int got = 0; (got = socket_.receiveBytes(bytes, sizeof bytes)) > 0;)
        all.append(bytes, static_cast<std::size_t>(got));
    } catch (const Poco::Exception&) {
      all += "[reset]";
    }
    return all;
  }
  std::string until(const std::string& end) {
    std::string all;
    char byte = 0;
    while (all.find(end) == std::string::npos && socket_.receiveBytes(&byte, 1) == 1) all += byte;
    return all;
  }
  Poco::Net::StreamSocket& socket() { return socket_; }

 private:
  Poco::Net::StreamSocket socket_;
};

std::string ask(const Echo& echo, const std::string& bytes) {
  return Client(echo.server).send(bytes).rest();
}
std::string statusOf(const std::string& answer) {
  return answer.substr(0, 12);
}
std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

const std::string kHost = "Host: a\r\n";
const std::string kClose = "Host: a\r\nConnection: close\r\n";

}  // namespace

TEST_CASE("Requests on one connection are answered one after the other", "[web]") {
  const Echo echo;
  const std::string answer =
      ask(echo, "GET /1 HTTP/1.1\r\n" + kHost + "\r\nPOST /2 HTTP/1.1\r\n" + kHost +
                    "Content-Length: 3\r\n\r\nabcGET /3 HTTP/1.1\r\n" + kClose + "\r\n");
  CHECK(answer.find("GET /1 []") < answer.find("POST /2 [abc]"));
  CHECK(answer.find("POST /2 [abc]") < answer.find("GET /3 []"));
  CHECK(count(answer, "HTTP/1.1 200") == 3);
}

TEST_CASE("A body is never read as the next request", "[web]") {
  const Echo echo;
  const std::string smuggled = "GET /smuggled HTTP/1.1\r\n" + kHost + "\r\n";
  const auto length = std::to_string(smuggled.size());
  SECTION("a GET with a body is one request") {
    const std::string answer =
        ask(echo, "GET / HTTP/1.1\r\n" + kClose + "Content-Length: " + length + "\r\n\r\n" + smuggled);
    CHECK(count(answer, "HTTP/1.1") == 1 + 1);  // the answer's own line, and the body that is given back
    CHECK(echo.requests == 1);
  }
  SECTION("a body over the limit ends the connection") {
    const std::string answer =
        ask(echo, "POST / HTTP/1.1\r\n" + kHost + "Content-Length: 5000\r\n\r\n" + smuggled);
    CHECK(statusOf(answer) == "HTTP/1.1 413");
    CHECK(echo.requests == 0);
  }
  SECTION("both lengths") {
    const std::string answer =
        ask(echo, "POST / HTTP/1.1\r\n" + kHost +
                      "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled);
    CHECK(statusOf(answer) == "HTTP/1.1 400");
    CHECK(echo.requests == 0);
  }
  SECTION("two lengths") {
    const std::string answer =
        ask(echo, "POST / HTTP/1.1\r\n" + kHost + "Content-Length: 0\r\nContent-Length: " + length +
                      "\r\n\r\n" + smuggled);
    CHECK(statusOf(answer) == "HTTP/1.1 400");
    CHECK(echo.requests == 0);
  }
}

TEST_CASE("Chunks are joined, bad ones are refused", "[web]") {
  const Echo echo;
  const std::string head = "POST / HTTP/1.1\r\n" + kClose + "Transfer-Encoding: chunked\r\n\r\n";
  CHECK(ask(echo, head + "3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n").find("[abc0123456789]") !=
        std::string::npos);
  for (const char* bad : {"3\r\nabcd\r\n0\r\n\r\n", "x\r\n", "-1\r\n", "3;name=value\r\nabc\r\n0\r\n\r\n",
                          "0x3\r\nabc\r\n0\r\n\r\n", " 3\r\nabc\r\n0\r\n\r\n", "\r\n",
                          "3\nabc\n0\n\n------------", "0\r\nTrailer: x\r\n\r\n"}) {
    INFO(bad);
    CHECK(statusOf(ask(echo, head + bad)) == "HTTP/1.1 400");
  }
  CHECK(statusOf(ask(echo, head + "FFFFFF\r\n")) == "HTTP/1.1 413");
}

TEST_CASE("A head that drips is cut off at its deadline, not per byte", "[web]") {
  const Echo echo;
  Client client(echo.server);
  client.send("GET / HTTP/1.1\r\n");
  const auto begin = std::chrono::steady_clock::now();
  std::promise<void> over;
  auto dripping = std::async(std::launch::async, [&, ended = over.get_future()] {
    while (ended.wait_for(20ms) == std::future_status::timeout) {
      try {
        client.send("X: 1\r\n");
      } catch (const Poco::Exception&) {
        return;
      }
    }
  });
  const std::string answer = client.rest();
  over.set_value();
  dripping.get();
  CHECK(statusOf(answer) == "HTTP/1.1 408");
  CHECK(std::chrono::steady_clock::now() - begin < 5s);
  CHECK(echo.requests == 0);
}

TEST_CASE("A body that does not come is cut off", "[web]") {
  const Echo echo;
  CHECK(statusOf(ask(echo, "POST / HTTP/1.1\r\n" + kHost + "Content-Length: 10\r\n\r\nabc")) ==
        "HTTP/1.1 408");
  CHECK(ask(echo, "").empty());  // said nothing, gets nothing
}

TEST_CASE("A head that is too long is refused", "[web]") {
  const Echo echo;
  CHECK(statusOf(ask(echo, "GET / HTTP/1.1\r\n" + kHost + "X: " + std::string(20'000, 'x') + "\r\n\r\n")) ==
        "HTTP/1.1 431");
  CHECK(statusOf(ask(echo, "GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\n" + kHost + "\r\n")) ==
        "HTTP/1.1 431");
}

TEST_CASE("A client that asks first is told to go on", "[web]") {
  const Echo echo;
  Client client(echo.server);
  client.send("POST / HTTP/1.1\r\n" + kClose + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  CHECK(statusOf(client.until("\r\n\r\n")) == "HTTP/1.1 100");
  CHECK(client.send("ab").rest().find("[ab]") != std::string::npos);
}

TEST_CASE("What a handler throws is answered and told to nobody outside", "[web]") {
  const Echo echo;
  const std::string answer = ask(echo, "GET /throw HTTP/1.1\r\n" + kHost + "\r\n");
  CHECK(statusOf(answer) == "HTTP/1.1 500");
  CHECK(answer.find("secret") == std::string::npos);
}

TEST_CASE("HTTP/1.0 gets one answer, unless it asks to stay", "[web]") {
  const Echo echo;
  CHECK(count(ask(echo, "GET / HTTP/1.0\r\n\r\nGET /2 HTTP/1.0\r\n\r\n"), "HTTP/1.1 200") == 1);
  CHECK(count(ask(echo, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /2 HTTP/1.0\r\n\r\n"),
              "HTTP/1.1 200") == 2);
}

TEST_CASE("Beyond the cap of connections clients are told to come back", "[web]") {
  Limits limits = Echo::quick();
  limits.connections = 4;
  limits.head = 10s;
  const Echo echo(limits);
  std::vector<Client> idle;
  for (int at = 0; at < 4; ++at)
    idle.emplace_back(echo.server)
        .send("GET /" + std::to_string(at) + " HTTP/1.1\r\n" + kHost + "\r\n")
        .until("]");
  const std::string answer = Client(echo.server).rest();
  CHECK(statusOf(answer) == "HTTP/1.1 503");
  CHECK(answer.find("Retry-After") != std::string::npos);
}

TEST_CASE("Stopping lets a running request finish and ends idle connections", "[web]") {
  Limits limits = Echo::quick();
  limits.keep_alive = 60s;
  limits.head = 60s;
  Echo echo(limits);
  Client idle(echo.server);
  idle.send("GET / HTTP/1.1\r\n" + kHost + "\r\n").until("]");
  Client busy(echo.server);
  busy.send("GET /wait HTTP/1.1\r\n" + kHost + "\r\n");
  while (echo.waiting == 0) std::this_thread::yield();
  auto stopped = std::async(std::launch::async, [&] { echo.server.stop(); });
  CHECK(idle.rest().empty());
  echo.release.set_value();
  CHECK(busy.rest().find("GET /wait []") != std::string::npos);
  stopped.get();
  CHECK(echo.server.connections() == 0);
}
