#include "connectors/transport/http.h"

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/MediaType.h>

#include <array>
#include <istream>

#include "connectors/transport/fetch_error.h"
#include "connectors/transport/guarded_socket.h"

namespace lixiao::connectors {
namespace {

using Poco::Net::HTTPResponse;

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
  if (response.hasContentLength() &&
      response.getContentLength64() > static_cast<Poco::Int64>(kMaxAnswerBytes)) {
    malformed("an answer longer than any could be");
  }
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

}  // namespace

std::string postJson(const HttpSource& source, const std::string& question, Patience& patience) {
  patience.beginStep(source.connect_timeout);
  const Poco::Net::SocketAddress address(source.url.host, source.url.port);
  auto socket = guardedSocket(patience);
  socket.connect(address);
  patience.beginStep(source.answer_timeout);

  Poco::Net::HTTPClientSession session(socket);
  session.setKeepAlive(false);  // and no host: a session that knows it would connect anew
  Poco::Net::HTTPRequest request("POST", source.url.path_and_query, "HTTP/1.1");
  request.setHost(source.url.host, source.url.port);
  request.setContentType("application/json");
  request.set("Accept", "application/json");
  request.setContentLength64(static_cast<Poco::Int64>(question.size()));
  if (!source.bearer.empty()) request.set("Authorization", "Bearer " + source.bearer);
  session.sendRequest(request) << question << std::flush;
  if (const auto* failed = session.networkException()) failed->rethrow();

  HTTPResponse response;
  std::istream& stream = session.receiveResponse(response);
  checkHeader(response);
  return readBody(stream, response);
}

}  // namespace lixiao::connectors
