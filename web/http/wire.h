#pragma once

#include <Poco/Net/StreamSocket.h>

#include <chrono>
#include <string>
#include <string_view>
#include <variant>

#include "web/http/head.h"

namespace lixiao::web::http {

using Deadline = std::chrono::steady_clock::time_point;

/// The other end went away, or said nothing for too long between two requests.
struct Gone {};

/// One connection's bytes. Every operation has a deadline for the whole of it, because a time-out for each
/// read lets a client drip one byte at a time for ever. Bytes after a request stay for the next one. Not
/// thread-safe.
class Wire {
 public:
  Wire(const Poco::Net::StreamSocket& socket, const Limits& limits);

  /// The next head. Gone when the client closes or stays idle before its first byte.
  std::variant<Head, Malformed, Gone> readHead(std::chrono::milliseconds idle);
  /// The whole body of `head`, at most `most` bytes (413 beyond).
  std::variant<std::string, Malformed, Gone> readBody(const Head& head, std::size_t most);
  /// False when the client did not take all of it in time.
  bool send(std::string_view bytes, Deadline deadline);
  /// Ends the connection so that the client still gets the last answer although it may be sending.
  void finish();

 private:
  enum class Read { Some, End, Late };
  Read readSome(Deadline deadline);
  bool readUpTo(std::size_t bytes, Deadline deadline, int& status);
  std::variant<std::string, Malformed, Gone> readChunks(std::size_t most, Deadline deadline);

  Poco::Net::StreamSocket socket_;
  const Limits& limits_;
  std::string buffer_;
};

}  // namespace lixiao::web::http
