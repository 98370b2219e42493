#include "connectors/samples/sip2_front.h"

#include <Poco/Exception.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/TCPServerConnection.h>
#include <Poco/Net/TCPServerConnectionFactory.h>
#include <Poco/ThreadPool.h>

#include <array>
#include <thread>

#include "connectors/samples/misbehaviour.h"

namespace lixiao::samples {
namespace {

constexpr std::size_t kMaxLine = 8192;
constexpr int kMostConnections = 96;
const Poco::Timespan kLook(50'000);  // microseconds between looks at whether the program ends

class Connection final : public Poco::Net::TCPServerConnection {
 public:
  Connection(const Poco::Net::StreamSocket& socket, Sip2Front::Desk& desk)
      : TCPServerConnection(socket), desk_(desk) {}

  void run() override {
    try {
      if (desk_.faults.is("refuse")) return hangUp(socket());
      while (!desk_.closed) {
        if (!socket().poll(kLook, Poco::Net::Socket::SELECT_READ)) continue;
        if (!receive()) return;
      }
    } catch (const Poco::IOException&) {
      // The other side went away.
    }
  }

 private:
  /// Answers every whole line there is. False when the connection is over.
  bool receive() {
    std::array<char, 4096> piece;
    const int count = socket().receiveBytes(piece.data(), piece.size());
    if (count <= 0) return false;
    received_.append(piece.data(), static_cast<std::size_t>(count));
    for (std::size_t end; (end = received_.find('\r')) != std::string::npos;) {
      const std::string line = received_.substr(0, end);
      received_.erase(0, end + 1);
      if (!send(desk_.library.answer(line))) return false;
      if (!line.starts_with("93")) ++answered_;
      if (answered_ == 10 && desk_.faults.is("close-after-10")) return false;
    }
    return received_.size() < kMaxLine;
  }

  bool send(const std::string& answer) {
    if (desk_.delay.count() > 0) std::this_thread::sleep_for(desk_.delay);
    const std::string fault = desk_.faults.current();
    const bool silent = fault == "silence" || (fault == "one-answer" && answered_ > 0);
    if (silent) keepSilent(socket(), desk_.faults, fault);
    if (fault == "drip") drip(socket(), desk_.faults, answer);
    if (fault == "reset") resetHalfWay(socket(), answer);
    if (silent || fault == "drip" || fault == "reset") return false;
    if (fault == "endless") return sendEndless();
    write(fault == "html" ? "<html><body>502</body></html>\r" : fault == "empty" ? "\r" : answer);
    return true;
  }

  bool sendEndless() {
    const std::string noise(4096, 'A');
    while (desk_.faults.is("endless")) write(noise);
    return false;
  }

  void write(const std::string& bytes) { socket().sendBytes(bytes.data(), static_cast<int>(bytes.size())); }

  Sip2Front::Desk& desk_;
  std::string received_;
  int answered_ = 0;  ///< questions on this connection, the login not counted
};

class ConnectionFactory final : public Poco::Net::TCPServerConnectionFactory {
 public:
  explicit ConnectionFactory(Sip2Front::Desk& desk) : desk_(desk) {}
  Poco::Net::TCPServerConnection* createConnection(const Poco::Net::StreamSocket& socket) override {
    return new Connection(socket, desk_);
  }

 private:
  Sip2Front::Desk& desk_;
};

/// Never destroyed: joining Poco's pools can take ten seconds.
Poco::ThreadPool& threads() {
  static Poco::ThreadPool& pool = *new Poco::ThreadPool(2, kMostConnections + 8);
  return pool;
}

}  // namespace

Sip2Front::Sip2Front(std::uint16_t port, LibrarySystem& library, const Faults& faults,
                     std::chrono::milliseconds delay)
    : desk_{library, faults, delay} {
  const Poco::Net::ServerSocket socket(Poco::Net::SocketAddress("127.0.0.1", port));
  Poco::AutoPtr<Poco::Net::TCPServerParams> params = new Poco::Net::TCPServerParams;
  params->setMaxThreads(kMostConnections);
  server_ = std::make_unique<Poco::Net::TCPServer>(new ConnectionFactory(desk_), threads(), socket, params);
  server_->start();
}

Sip2Front::~Sip2Front() {
  desk_.closed = true;
  server_->stop();
  threads().joinAll();
}

}  // namespace lixiao::samples
