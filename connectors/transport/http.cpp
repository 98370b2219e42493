#include "connectors/transport/http.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/MediaType.h>
#include <Poco/URI.h>

#include <array>
#include <istream>

#include "connectors/transport/fetch_error.h"
#include "connectors/transport/guarded_socket.h"
#include "connectors/transport/http_credentials.h"
#include "connectors/transport/tls_socket.h"

namespace lixiao::connectors {
namespace {

using Poco::Net::HTTPRequest;
using Poco::Net::HTTPResponse;

constexpr int kMostHeaderFields = 200;

void checkStatus(const HTTPResponse& response) {
  const int status = response.getStatus();
  const std::string text = "the source answered with status " + std::to_string(status);
  if (status == 200) return;
  if (status >= 500 || status == 429 || status == 408) unreachable(text);
  if (status >= 400) throw FetchError(FailureKind::Refused, text);
  if (status >= 300) malformed(text + ", a redirect, which is not followed");
  malformed(text);
}

void checkHeader(const HTTPResponse& response) {
  checkStatus(response);
  if (!Poco::Net::MediaType(response.getContentType()).matches("application", "json")) {
    malformed("an answer that is not application/json");
  }
  if (!response.hasContentLength()) return;
  const Poco::Int64 length = response.getContentLength64();
  if (length < 0) malformed("an answer of less than nothing");
  if (length > static_cast<Poco::Int64>(kMaxAnswerBytes)) malformed("an answer longer than any could be");
}

std::string readBody(std::istream& stream, const HTTPResponse& response) {
  stream.exceptions(std::ios::badbit);
  std::string body;
  std::array<char, 16384> piece;
  while (stream) {
    stream.read(piece.data(), piece.size());
    body.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
    if (body.size() > kMaxAnswerBytes) malformed("an answer longer than any could be");
  }
  if (response.hasContentLength() && response.getContentLength64() != static_cast<Poco::Int64>(body.size())) {
    unreachable("the connection was closed in the middle of the answer");
  }
  return body;
}

/// One question and its answer over a connection of its own.
class Exchange {
 public:
  Exchange(const HttpSource& source, Patience& patience)
      : source_(source), session_(connected(source, patience)) {
    session_.setKeepAlive(false);  // and no host: a session that knows it would connect anew
    response.setFieldLimit(kMostHeaderFields);
  }

  std::istream& ask(const HttpQuestion& question) {
    HTTPRequest request(question.method, question.path_and_query, "HTTP/1.1");
    request.setHost(source_.url.host, source_.url.port);
    request.set("Accept", "application/json");
    if (!question.body.empty()) request.setContentType("application/json");
    request.setContentLength64(static_cast<Poco::Int64>(question.body.size()));
    authorize(request, source_.credentials, question);
    session_.sendRequest(request) << question.body << std::flush;
    if (const auto* failed = session_.networkException()) failed->rethrow();
    return session_.receiveResponse(response);
  }

  HTTPResponse response;

 private:
  static Poco::Net::StreamSocket connected(const HttpSource& source, Patience& patience) {
    patience.beginStep(source.connect_timeout);
    auto socket = guardedSocket(patience);
    socket.connect(Poco::Net::SocketAddress(source.url.host, source.url.port));
    if (source.url.secure) socket = tlsSocket(socket, source.url.host, source.ca_file, patience);
    patience.beginStep(source.answer_timeout);
    return socket;
  }

  const HttpSource& source_;
  Poco::Net::HTTPClientSession session_;
};

}  // namespace

std::string escapedForUrl(const std::string& text) {
  std::string escaped;
  Poco::URI::encode(text, "!?#/'\",;:$&()[]*+=@", escaped);
  return escaped;
}

std::string askJson(const HttpSource& source, const HttpQuestion& question, Patience& patience) {
  Exchange exchange(source, patience);
  try {
    std::istream& stream = exchange.ask(question);
    checkHeader(exchange.response);
    return readBody(stream, exchange.response);
  } catch (const Poco::DataException&) {
    malformed("an answer whose header cannot be read");
  }
}

}  // namespace lixiao::connectors
