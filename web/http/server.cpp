#include "web/http/server.h"

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/TCPServer.h>
#include <Poco/Net/TCPServerConnectionFactory.h>
#include <Poco/ThreadPool.h>
#include <sodium.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <stdexcept>

#include "web/http/connection.h"

namespace lixiao::web::http {

namespace {

constexpr int kStackBytes = 512 * 1024;
constexpr rlim_t kOtherFiles = 256;  // database, logs, connectors

/// Never destroyed: joining a pool's threads can stall for seconds at the end of the process.
Poco::ThreadPool& threads(std::size_t more) {
  static auto* pool = new Poco::ThreadPool("web", 2, 2, 30, kStackBytes);
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  pool->addCapacity(static_cast<int>(more));
  return *pool;
}

/// Makes room for the files of so many connections; returns how many there is room for.
std::size_t roomFor(std::size_t connections) {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return connections;
  const rlim_t wanted = connections + kOtherFiles;
  if (files.rlim_cur >= wanted) return connections;
  files.rlim_cur = std::min(wanted, files.rlim_max);
  (void)setrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_cur >= wanted) return connections;
  const std::size_t room =
      files.rlim_cur > 2 * kOtherFiles ? files.rlim_cur - kOtherFiles : files.rlim_cur / 2;
  spdlog::warn("the limit of open files allows {} connections instead of {}", room, connections);
  return room;
}

class Factory final : public Poco::Net::TCPServerConnectionFactory {
 public:
  explicit Factory(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}
  Poco::Net::TCPServerConnection* createConnection(const Poco::Net::StreamSocket& socket) override {
    return new Connection(socket, shared_);
  }

 private:
  std::shared_ptr<Shared> shared_;
};

/// Tells a client beyond the cap to come back, without a thread for it.
class Door final : public Poco::Net::TCPServerConnectionFilter {
 public:
  Door(const Poco::Net::TCPServer& server, std::size_t most, std::string full)
      : server_(server), most_(most), full_(std::move(full)) {}

  bool accept(const Poco::Net::StreamSocket& socket) override {
    const int open = server_.currentConnections() + server_.queuedConnections();
    if (static_cast<std::size_t>(open) < most_) return true;
    Poco::Net::StreamSocket client(socket);
    client.setBlocking(false);
    try {
      client.sendBytes(full_.data(), static_cast<int>(full_.size()));
      client.shutdownSend();
    } catch (const Poco::Exception&) {
      // gone already
    }
    return false;
  }

 private:
  const Poco::Net::TCPServer& server_;
  std::size_t most_;
  std::string full_;
};

Poco::Net::TCPServerParams::Ptr parameters(std::size_t connections) {
  Poco::Net::TCPServerParams::Ptr params = new Poco::Net::TCPServerParams;
  params->setMaxThreads(static_cast<int>(connections));
  params->setMaxQueued(static_cast<int>(connections));
  params->setThreadIdleTime(Poco::Timespan(10, 0));
  return params;
}

Poco::Net::ServerSocket listenOn(const std::string& address) {
  constexpr int kBacklog = 1024;
  Poco::Net::ServerSocket socket;
  socket.bind(Poco::Net::SocketAddress(address), true, false);
  socket.listen(kBacklog);
  return socket;
}

}  // namespace

class Server::Impl {
 public:
  Impl(const std::string& address, Application application, Limits limits)
      : connections_(roomFor(limits.connections)),
        shared_(std::make_shared<Shared>(std::move(application), limits)),
        socket_(listenOn(address)),
        tcp_(new Factory(shared_), threads(connections_), socket_, parameters(connections_)) {
    Response full = shared_->application.refuse(503, shared_->nextId());
    full.header("Retry-After", "5");
    tcp_.setConnectionFilter(new Door(tcp_, connections_, serialize(full, false, false)));
  }

  void start() { tcp_.start(); }
  void stop() {
    tcp_.stop();
    shared_->closeAll();
  }
  std::uint16_t port() const { return socket_.address().port(); }
  std::size_t count() const { return shared_->count(); }

 private:
  std::size_t connections_;
  std::shared_ptr<Shared> shared_;
  Poco::Net::ServerSocket socket_;
  Poco::Net::TCPServer tcp_;
};

Server::Server(const std::string& address, Application application, Limits limits) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
  impl_ = std::make_unique<Impl>(address, std::move(application), limits);
}

Server::~Server() {
  stop();
}
void Server::start() {
  impl_->start();
}
void Server::stop() {
  impl_->stop();
}
std::uint16_t Server::port() const {
  return impl_->port();
}
std::size_t Server::connections() const {
  return impl_->count();
}

}  // namespace lixiao::web::http
