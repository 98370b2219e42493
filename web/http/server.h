#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "web/http/limits.h"
#include "web/http/request.h"
#include "web/http/response.h"

namespace lixiao::web::http {

/// What the server asks of the program. All are called from many threads at once.
struct Application {
  /// How many bytes of body this request may bring; asked before the body is read.
  std::function<std::size_t(const Request&)> body_limit;
  /// Must not throw; what escapes is answered with `refuse(500)`.
  std::function<Response(const Request&)> handle;
  /// The answer to a request that never became one.
  std::function<Response(int status, const std::string& id)> refuse;
};

/// Serves HTTP/1.1 on one address. Each open connection has a thread with a small stack; the deadlines and
/// caps of Limits keep idle and slow clients from taking them all.
class Server {
 public:
  /// Binds at once: `address` as `127.0.0.1:8080`, port 0 for any free one. Throws Poco::Net::NetException
  /// when taken.
  Server(const std::string& address, Application application, Limits limits = {});
  /// Stops.
  ~Server();

  void start();
  /// Takes no new connection, lets running requests finish, then returns.
  void stop();
  std::uint16_t port() const;
  std::size_t connections() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::web::http
