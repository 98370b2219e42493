#include "connectors/transport/http.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/MediaType.h>
#include <Poco/URI.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <istream>

#include "connectors/transport/fetch_error.h"
#include "connectors/transport/guarded_socket.h"
#include "connectors/transport/http_credentials.h"
#include "connectors/transport/tls_socket.h"
#include "engine/model/text.h"

namespace lixiao::connectors {
namespace {

using Poco::Net::HTTPRequest;
using Poco::Net::HTTPResponse;

constexpr int kMostHeaderFields = 200;
constexpr int kNotFound = 404;

[[noreturn]] void closedInTheMiddle() {
  unreachable("the connection was closed in the middle of the answer");
}

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

/// Without the half of a UTF-8 sign behind which the rest was cut off.
std::string withoutHalfASign(const std::string& text) {
  for (std::size_t cut = 0; cut <= std::min<std::size_t>(3, text.size()); ++cut)
    if (auto whole = text.substr(0, text.size() - cut); model::isUtf8(whole)) return whole;
  return text;
}

/// Reads a body in chunks: Poco's own stream ends alike at the last chunk and where the connection does.
class Session final : public Poco::Net::HTTPClientSession {
 public:
  using HTTPClientSession::HTTPClientSession;

  /// Some bytes of the body, 0 at its end.
  std::size_t readChunked(char* piece, std::size_t most) {
    if (left_ == 0) left_ = nextChunk();
    if (left_ == 0) return 0;
    const int count = read(piece, static_cast<std::streamsize>(std::min(left_, most)));
    if (count <= 0) closedInTheMiddle();
    left_ -= static_cast<std::size_t>(count);
    return static_cast<std::size_t>(count);
  }

 private:
  /// How long the chunk is that begins here; 0: it is the last one.
  std::size_t nextChunk() {
    std::string line;
    int sign = get();
    while (sign == '\r' || sign == '\n') sign = get();
    for (; sign >= 0 && sign != '\n'; sign = get())
      if (line.size() < kMostOfLine) line += static_cast<char>(sign);
    if (sign < 0) closedInTheMiddle();
    std::size_t length = 0;
    if (std::from_chars(line.data(), line.data() + line.size(), length, 16).ec != std::errc())
      malformed("an answer in chunks without a length");
    return length;
  }

  static constexpr std::size_t kMostOfLine = 64;
  std::size_t left_ = 0;  ///< of the chunk at hand
};

/// One question and its answer over a connection of its own.
class Exchange {
 public:
  Exchange(const HttpSource& source, Patience& patience)
      : source_(source), patience_(patience), session_(connected(source, patience)) {
    session_.setKeepAlive(false);  // and no host: a session that knows it would connect anew
    response_.setFieldLimit(kMostHeaderFields);
    patience_.beginStep(source.answer_timeout);
    asked_ = std::chrono::steady_clock::now();
  }

  void ask(const HttpQuestion& question) {
    HTTPRequest request(question.method, question.path_and_query, "HTTP/1.1");
    request.setHost(source_.url.host, source_.url.port);
    request.set("Accept", "application/json");
    if (!question.body.empty()) request.setContentType("application/json");
    request.setContentLength64(static_cast<Poco::Int64>(question.body.size()));
    authorize(request, source_.credentials, question);
    session_.sendRequest(request) << question.body << std::flush;
    if (const auto* failed = session_.networkException()) failed->rethrow();
    stream_ = &session_.receiveResponse(response_);
  }

  int status() const { return response_.getStatus(); }

  std::string json() {
    try {
      checkHeader(response_);
    } catch (const FetchError& error) {
      throw FetchError(error.failure().kind, error.failure().text, beginning());
    }
    std::string body;
    while (readInto(body))
      if (body.size() > kMaxAnswerBytes) malformed("an answer longer than any could be");
    const bool sized = response_.hasContentLength() && !response_.getChunkedTransferEncoding();
    if (sized && response_.getContentLength64() != static_cast<Poco::Int64>(body.size())) closedInTheMiddle();
    return body;
  }

 private:
  static Poco::Net::StreamSocket connected(const HttpSource& source, Patience& patience) {
    patience.beginStep(source.connect_timeout);
    auto socket = guardedSocket(patience);
    socket.connect(Poco::Net::SocketAddress(source.url.host, source.url.port));
    if (source.url.secure) socket = tlsSocket(socket, source.url.host, source.ca_file, patience);
    return socket;
  }

  /// Appends what comes next of the body; false at its end.
  bool readInto(std::string& body) {
    std::array<char, 4096> piece;
    std::size_t count = 0;
    if (response_.getChunkedTransferEncoding()) {
      count = session_.readChunked(piece.data(), piece.size());
    } else if (std::streambuf& stream = *stream_->rdbuf(); stream.sgetc() >= 0) {
      const auto most = std::min<std::streamsize>(stream.in_avail(), piece.size());
      count = static_cast<std::size_t>(stream.sgetn(piece.data(), most));
    }
    body.append(piece.data(), count);
    return count > 0;
  }

  /// What came in place of an answer, as far as it comes soon.
  std::string beginning() {
    constexpr std::size_t kMost = 4096;
    constexpr std::chrono::milliseconds kSoon{2000};
    const auto taken =
        std::chrono::ceil<std::chrono::milliseconds>(std::chrono::steady_clock::now() - asked_);
    std::string body;
    try {
      patience_.beginStep(std::min(kSoon, source_.answer_timeout - taken));
      while (body.size() < kMost && readInto(body)) {
      }
    } catch (const std::exception&) {
      // The failure to tell is known already.
    }
    return withoutHalfASign(body.substr(0, kMost));
  }

  const HttpSource& source_;
  Patience& patience_;
  Session session_;
  HTTPResponse response_;
  std::istream* stream_ = nullptr;
  std::chrono::steady_clock::time_point asked_;
};

/// Nothing: the source answered with `nothing`, a status.
std::optional<std::string> answer(const HttpSource& source, const HttpQuestion& question, Patience& patience,
                                  std::optional<int> nothing) {
  Exchange exchange(source, patience);
  try {
    exchange.ask(question);
    if (exchange.status() == nothing) return std::nullopt;
    return exchange.json();
  } catch (const Poco::DataException&) {
    malformed("an answer whose header cannot be read");
  }
}

}  // namespace

std::string escapedForUrl(const std::string& text) {
  std::string escaped;
  Poco::URI::encode(text, "!?#/'\",;:$&()[]*+=@", escaped);
  return escaped;
}

std::string askJson(const HttpSource& source, const HttpQuestion& question, Patience& patience) {
  return *answer(source, question, patience, std::nullopt);
}

std::optional<std::string> askJsonOrNothing(const HttpSource& source, const HttpQuestion& question,
                                            Patience& patience) {
  return answer(source, question, patience, kNotFound);
}

}  // namespace lixiao::connectors
