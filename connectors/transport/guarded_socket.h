#pragma once

#include <Poco/Net/StreamSocket.h>
#include <Poco/Net/StreamSocketImpl.h>

#include "connectors/transport/patience.h"

namespace lixiao::connectors {

/// A TCP socket that waits only as long as its patience allows: connecting, sending and receiving throw
/// Poco::TimeoutException when it ends. Poco's own time-outs start anew with every byte; these do not.
class GuardedSocketImpl final : public Poco::Net::StreamSocketImpl {
 public:
  /// `patience` must outlive the socket.
  explicit GuardedSocketImpl(const Patience& patience) : patience_(patience) {}

  void connect(const Poco::Net::SocketAddress& address) override;
  void connect(const Poco::Net::SocketAddress& address, const Poco::Timespan& timeout) override;
  int sendBytes(const void* buffer, int length, int flags) override;
  int receiveBytes(void* buffer, int length, int flags) override;

 private:
  void await(int mode);

  const Patience& patience_;
};

/// A socket of that kind, not connected yet.
Poco::Net::StreamSocket guardedSocket(const Patience& patience);

}  // namespace lixiao::connectors
