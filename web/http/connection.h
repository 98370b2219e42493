#pragma once

#include <Poco/Net/TCPServerConnection.h>

#include <condition_variable>
#include <mutex>
#include <semaphore>
#include <set>

#include "web/http/server.h"
#include "web/http/wire.h"

namespace lixiao::web::http {

/// What all connections of a server share. Thread-safe.
class Shared {
 public:
  Shared(Application made_of, Limits with);

  const Application application;
  const Limits limits;

  void opened(Poco::Net::StreamSocket* socket);
  void closed(Poco::Net::StreamSocket* socket);
  /// Ends idle connections, waits for those that work on a request, in the end cuts them off.
  void closeAll();
  std::size_t count() const;
  bool stopping() const;
  std::string nextId();

  std::counting_semaphore<> handlers;

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::set<Poco::Net::StreamSocket*> open_;
  bool stopping_ = false;
  const std::string id_prefix_;
  std::uint64_t next_id_ = 0;
};

/// Answers the requests of one client, one after the other.
class Connection final : public Poco::Net::TCPServerConnection {
 public:
  Connection(const Poco::Net::StreamSocket& socket, std::shared_ptr<Shared> shared);
  void run() override;

 private:
  bool serveOne(Wire& wire, std::chrono::milliseconds idle);
  bool answer(Wire& wire, const Response& response, bool head_only, bool keep_alive);
  bool refuse(Wire& wire, int status);
  Response work(const Request& request);

  std::shared_ptr<Shared> shared_;
  std::string peer_;
};

}  // namespace lixiao::web::http
