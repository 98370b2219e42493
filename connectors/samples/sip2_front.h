#pragma once

#include <Poco/Net/TCPServer.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>

#include "connectors/samples/faults.h"
#include "connectors/samples/library_system.h"

namespace lixiao::samples {

/// The SIP2 side of the sample library on 127.0.0.1, with the faults of a connection.
class Sip2Front {
 public:
  /// What the connections share.
  struct Desk {
    LibrarySystem& library;
    const Faults& faults;
    std::chrono::milliseconds delay{};  ///< before each answer
    std::atomic<bool> closed = false;
  };

  /// `port` 0: any. The others must outlive this; `faults` must be closed before it is destroyed.
  Sip2Front(std::uint16_t port, LibrarySystem& library, const Faults& faults,
            std::chrono::milliseconds delay = {});
  ~Sip2Front();

  std::uint16_t port() const { return server_->port(); }

 private:
  Desk desk_;
  std::unique_ptr<Poco::Net::TCPServer> server_;
};

}  // namespace lixiao::samples
