#include "connectors/transport/tls_socket.h"

#include <Poco/Net/Context.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SSLManager.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/SecureStreamSocketImpl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/sslerr.h>
#include <openssl/x509_vfy.h>

#include <cstdlib>
#include <string_view>

#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

namespace net = Poco::Net;

/// StreamSocket's constructor that takes an implementation is for derived classes.
class AdoptingSocket final : public net::StreamSocket {
 public:
  explicit AdoptingSocket(net::SocketImpl* impl) : StreamSocket(impl) {}
};

[[noreturn]] void closedInTheHandshake() {
  unreachable("the connection was closed during the TLS handshake");
}

[[noreturn]] void notAccepted(const std::string& reason) {
  throw FetchError(FailureKind::Refused, "its certificate is not accepted: " + reason);
}

std::string reasonOf(int verdict) {
  switch (verdict) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return "it is signed by an unknown CA";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return "it is signed by an unknown CA (self-signed certificate in certificate chain)";
    default:
      return X509_verify_cert_error_string(verdict);
  }
}

/// `error` is in OpenSSL's words: `error:0A000126:SSL routines::unexpected eof while reading`.
[[noreturn]] void handshakeFailed(const std::string& error) {
  constexpr std::string_view kBeforeCode = "error:";
  const bool coded = error.starts_with(kBeforeCode);
  switch (coded ? ERR_GET_REASON(std::strtoul(error.c_str() + kBeforeCode.size(), nullptr, 16)) : 0) {
    case SSL_R_UNEXPECTED_EOF_WHILE_READING:
      closedInTheHandshake();
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
    case SSL_R_HTTP_REQUEST:
      unreachable("it does not speak TLS at this port");
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
    case SSL_R_UNSUPPORTED_PROTOCOL:
      throw FetchError(FailureKind::Refused, "no version of TLS in common");
    default:
      throw FetchError(FailureKind::Refused, "no agreement on TLS: " + error);
  }
}

/// The socket beneath does not block, so that Poco's TLS comes back whenever it would have to wait.
class GuardedTlsImpl final : public net::SecureStreamSocketImpl {
 public:
  GuardedTlsImpl(net::StreamSocketImpl* plain, const net::Context::Ptr& context, const Patience& patience)
      : SecureStreamSocketImpl(plain, context), patience_(patience) {}

  void shakeHands(const std::string& host) {
    SSL_CTX_set_cert_verify_callback(context()->sslContext(), &GuardedTlsImpl::verify, &verdict_);
    setPeerHostName(host);
    setLazyHandshake(true);
    connectSSL();
    if (untilDone([&] { return completeHandshake(); }) == 0) closedInTheHandshake();
    verifyPeerCertificate(host);
  }

  /// Why OpenSSL does not accept the certificate; X509_V_OK when it does, or has seen none.
  int verdict() const { return verdict_; }

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
  static int verify(X509_STORE_CTX* store, void* verdict) {
    const int accepted = X509_verify_cert(store);
    if (accepted <= 0) *static_cast<int*>(verdict) = X509_STORE_CTX_get_error(store);
    return accepted;
  }

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
  int verdict_ = X509_V_OK;
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
  } catch (const net::CertificateValidationException&) {
    notAccepted("it is of another host than " + host);
  } catch (const net::SSLException& error) {
    if (impl->verdict() != X509_V_OK) notAccepted(reasonOf(impl->verdict()));
    handshakeFailed(error.message());
  }
  return socket;
}

}  // namespace lixiao::connectors
