#include "connectors/transport/tls_socket.h"

#include <Poco/Net/Context.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SSLManager.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/SecureStreamSocketImpl.h>

#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

namespace net = Poco::Net;

/// StreamSocket's constructor that takes an implementation is for derived classes.
class AdoptingSocket final : public net::StreamSocket {
 public:
  explicit AdoptingSocket(net::SocketImpl* impl) : StreamSocket(impl) {}
};

/// The socket beneath does not block, so that Poco's TLS comes back whenever it would have to wait.
class GuardedTlsImpl final : public net::SecureStreamSocketImpl {
 public:
  GuardedTlsImpl(net::StreamSocketImpl* plain, const net::Context::Ptr& context, const Patience& patience)
      : SecureStreamSocketImpl(plain, context), patience_(patience) {}

  void shakeHands(const std::string& host) {
    setPeerHostName(host);
    setLazyHandshake(true);
    connectSSL();
    untilDone([&] { return completeHandshake(); });
    verifyPeerCertificate(host);
  }

  int sendBytes(const void* buffer, int length, int flags) override {
    const char* bytes = static_cast<const char*>(buffer);
    for (int sent = 0; sent < length;)
      sent +=
          untilDone([&] { return SecureStreamSocketImpl::sendBytes(bytes + sent, length - sent, flags); });
    return length;
  }

  int receiveBytes(void* buffer, int length, int flags) override {
    return untilDone([&] { return SecureStreamSocketImpl::receiveBytes(buffer, length, flags); });
  }

 private:
  template <typename Step>
  int untilDone(const Step& step) {
    for (;;) {
      const auto slice = patience_.slice();
      const int done = step();
      if (done >= 0) return done;
      const int mode = done == net::SecureStreamSocket::ERR_SSL_WANT_WRITE ? SELECT_WRITE : SELECT_READ;
      poll(Poco::Timespan(std::chrono::microseconds(slice).count()), mode);
    }
  }

  const Patience& patience_;
};

net::Context::Ptr contextFor(const std::filesystem::path& ca_file) {
  const bool own = !ca_file.empty();
  try {
    net::Context::Ptr context = new net::Context(net::Context::TLS_CLIENT_USE, ca_file.string(),
                                                 net::Context::VERIFY_STRICT, 9, !own);
    context->requireMinimumProtocol(net::Context::PROTO_TLSV1_2);
    context->enableExtendedCertificateVerification(true);
    return context;
  } catch (const Poco::Exception&) {
    throw FetchError(FailureKind::Config, "the certificates of \"ca_file\" cannot be read");
  }
}

}  // namespace

net::StreamSocket tlsSocket(const net::StreamSocket& plain, const std::string& host,
                            const std::filesystem::path& ca_file, const Patience& patience) {
  auto* impl =
      new GuardedTlsImpl(static_cast<net::StreamSocketImpl*>(plain.impl()), contextFor(ca_file), patience);
  AdoptingSocket socket(impl);
  try {
    impl->shakeHands(host);
  } catch (const net::SSLException& error) {
    throw FetchError(FailureKind::Refused, "its certificate is not accepted: " + error.message());
  }
  return socket;
}

}  // namespace lixiao::connectors
