#include "web/http/connection.h"

#include <Poco/Exception.h>
#include <Poco/String.h>
#include <sodium.h>
#include <spdlog/spdlog.h>

namespace lixiao::web::http {

namespace {

std::string randomHex(std::size_t bytes) {
  std::string random(bytes, '\0');
  randombytes_buf(random.data(), random.size());
  std::string hex(bytes * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char*>(random.data()),
                 random.size());
  hex.pop_back();
  return hex;
}

bool wantsToStay(const Head& head) {
  const std::string options = Poco::toLower(std::string(head.header("connection")));
  if (options.find("close") != std::string::npos) return false;
  return head.http11 || options.find("keep-alive") != std::string::npos;
}

}  // namespace

Shared::Shared(Application made_of, Limits with)
    : application(std::move(made_of)),
      limits(with),
      handlers(static_cast<std::ptrdiff_t>(with.handlers)),
      id_prefix_(randomHex(4)) {}

void Shared::opened(Poco::Net::StreamSocket* socket) {
  const std::lock_guard lock(mutex_);
  open_.insert(socket);
  if (stopping_) socket->shutdownReceive();
}

void Shared::closed(Poco::Net::StreamSocket* socket) {
  const std::lock_guard lock(mutex_);
  open_.erase(socket);
  changed_.notify_all();
}

void Shared::closeAll() {
  std::unique_lock lock(mutex_);
  stopping_ = true;
  const auto each = [&](auto&& action) {
    for (Poco::Net::StreamSocket* socket : open_) {
      try {
        action(*socket);
      } catch (const Poco::Exception&) {
        // already closed by the client
      }
    }
  };
  each([](Poco::Net::StreamSocket& socket) { socket.shutdownReceive(); });
  const bool done = changed_.wait_for(lock, std::chrono::seconds(5), [&] { return open_.empty(); });
  if (done) return;
  each([](Poco::Net::StreamSocket& socket) { socket.shutdown(); });
  changed_.wait(lock, [&] { return open_.empty(); });
}

std::size_t Shared::count() const {
  const std::lock_guard lock(mutex_);
  return open_.size();
}

bool Shared::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

std::string Shared::nextId() {
  const std::lock_guard lock(mutex_);
  return id_prefix_ + "-" + std::to_string(++next_id_);
}

Connection::Connection(const Poco::Net::StreamSocket& socket, std::shared_ptr<Shared> shared)
    : TCPServerConnection(socket), shared_(std::move(shared)) {}

void Connection::run() {
  shared_->opened(&socket());
  try {
    peer_ = socket().peerAddress().host().toString();
    Wire wire(socket(), shared_->limits);
    std::chrono::milliseconds idle = shared_->limits.head;
    for (std::size_t served = 0; served < shared_->limits.requests && serveOne(wire, idle); ++served)
      idle = shared_->limits.keep_alive;
    wire.finish();
  } catch (const Poco::Exception& fault) {
    spdlog::debug("connection ended: {}", fault.displayText());
  } catch (const std::exception& fault) {
    spdlog::error("connection ended: {}", fault.what());
  }
  shared_->closed(&socket());
}

bool Connection::serveOne(Wire& wire, std::chrono::milliseconds idle) {
  auto read = wire.readHead(idle);
  if (std::holds_alternative<Gone>(read)) return false;
  if (const auto* malformed = std::get_if<Malformed>(&read)) return refuse(wire, malformed->status);

  Request request{std::move(std::get<Head>(read)), {}, peer_, shared_->nextId()};
  const std::size_t most = shared_->application.body_limit(request);
  if (request.head.length.value_or(0) > most) return refuse(wire, 413);
  if (request.head.hasBody()) {
    const bool asks = request.head.header("expect") == "100-continue";
    const Deadline deadline = std::chrono::steady_clock::now() + shared_->limits.head;
    if (asks && !wire.send("HTTP/1.1 100 Continue\r\n\r\n", deadline)) return false;
    auto body = wire.readBody(request.head, most);
    if (std::holds_alternative<Gone>(body)) return false;
    if (const auto* malformed = std::get_if<Malformed>(&body)) return refuse(wire, malformed->status);
    request.body = std::move(std::get<std::string>(body));
  }
  const Response response = work(request);
  const bool stay = !response.close && wantsToStay(request.head) && !shared_->stopping();
  return answer(wire, response, request.head.method == "HEAD", stay) && stay;
}

Response Connection::work(const Request& request) {
  if (!shared_->handlers.try_acquire_for(shared_->limits.handler_wait))
    return shared_->application.refuse(503, request.id);
  struct Release {
    std::counting_semaphore<>& handlers;
    ~Release() { handlers.release(); }
  } release{shared_->handlers};
  try {
    return shared_->application.handle(request);
  } catch (const std::exception& fault) {
    spdlog::error("request {}: {}", request.id, fault.what());
    return shared_->application.refuse(500, request.id);
  }
}

bool Connection::answer(Wire& wire, const Response& response, bool head_only, bool keep_alive) {
  return wire.send(serialize(response, head_only, keep_alive),
                   std::chrono::steady_clock::now() + shared_->limits.answer);
}

bool Connection::refuse(Wire& wire, int status) {
  const std::string id = shared_->nextId();
  spdlog::info("request {} refused with {} from {}", id, status, peer_);
  (void)answer(wire, shared_->application.refuse(status, id), false, false);
  return false;
}

}  // namespace lixiao::web::http
