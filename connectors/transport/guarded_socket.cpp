#include "connectors/transport/guarded_socket.h"

#include <Poco/Net/SocketAddress.h>
#include <sys/socket.h>

#include <cerrno>

namespace lixiao::connectors {
namespace {

/// StreamSocket's constructor that takes an implementation is for derived classes.
class AdoptingSocket final : public Poco::Net::StreamSocket {
 public:
  explicit AdoptingSocket(Poco::Net::SocketImpl* impl) : StreamSocket(impl) {}
};

}  // namespace

void GuardedSocketImpl::await(int mode) {
  for (;;) {
    const auto slice = patience_.slice();
    if (poll(Poco::Timespan(std::chrono::microseconds(slice).count()), mode)) return;
  }
}

void GuardedSocketImpl::connect(const Poco::Net::SocketAddress& address) {
  connectNB(address);
  await(SELECT_WRITE);
  const int failed = socketError();
  if (failed != 0) error(failed, address.toString());
}

void GuardedSocketImpl::connect(const Poco::Net::SocketAddress& address, const Poco::Timespan&) {
  connect(address);
}

int GuardedSocketImpl::sendBytes(const void* buffer, int length, int flags) {
  const char* bytes = static_cast<const char*>(buffer);
  int sent = 0;
  while (sent < length) {
    await(SELECT_WRITE);
    const auto count =
        ::send(sockfd(), bytes + sent, static_cast<std::size_t>(length - sent), flags | MSG_NOSIGNAL);
    if (count >= 0) sent += static_cast<int>(count);
    if (count < 0 && errno != EAGAIN && errno != EINTR) error(errno);
  }
  return sent;
}

int GuardedSocketImpl::receiveBytes(void* buffer, int length, int flags) {
  for (;;) {
    await(SELECT_READ);
    const auto count = ::recv(sockfd(), buffer, static_cast<std::size_t>(length), flags);
    if (count >= 0) return static_cast<int>(count);
    if (errno != EAGAIN && errno != EINTR) error(errno);
  }
}

Poco::Net::StreamSocket guardedSocket(const Patience& patience) {
  return AdoptingSocket(new GuardedSocketImpl(patience));
}

}  // namespace lixiao::connectors
