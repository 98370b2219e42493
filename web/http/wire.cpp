#include "web/http/wire.h"

#include <Poco/Net/NetException.h>
#include <Poco/Net/StreamSocketImpl.h>
#include <poll.h>

#include <algorithm>
#include <charconv>

namespace lixiao::web::http {

namespace {

using Clock = std::chrono::steady_clock;

/// Waits until the socket can be read or written. False when the deadline passes first. Plain poll(2),
/// because Poco's takes a file descriptor of its own for every call.
bool waitFor(const Poco::Net::StreamSocket& socket, short events, Deadline deadline) {
  while (true) {
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (rest <= 0) return false;
    pollfd waiting{socket.impl()->sockfd(), events, 0};
    if (::poll(&waiting, 1, static_cast<int>(rest)) > 0) return true;
  }
}

/// The size in a chunk's line: hexadecimal digits only, no extension.
std::optional<std::size_t> chunkSize(std::string_view line) {
  std::size_t size = 0;
  if (line.empty() || line.size() > 8) return std::nullopt;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
  if (error != std::errc{} || end != line.data() + line.size()) return std::nullopt;
  return size;
}

}  // namespace

Wire::Wire(const Poco::Net::StreamSocket& socket, const Limits& limits) : socket_(socket), limits_(limits) {
  socket_.setBlocking(false);
  socket_.setNoDelay(true);
}

Wire::Read Wire::readSome(Deadline deadline) {
  char bytes[8192];
  while (true) {
    if (!waitFor(socket_, POLLIN, deadline)) return Read::Late;
    const int got = socket_.receiveBytes(bytes, sizeof bytes);
    if (got == 0) return Read::End;
    if (got < 0) continue;
    buffer_.append(bytes, static_cast<std::size_t>(got));
    return Read::Some;
  }
}

std::variant<Head, Malformed, Gone> Wire::readHead(std::chrono::milliseconds idle) {
  if (buffer_.empty() && readSome(Clock::now() + idle) != Read::Some) return Gone{};
  const Deadline deadline = Clock::now() + limits_.head;
  std::size_t searched = 0;
  while (true) {
    const std::size_t end = buffer_.find("\r\n\r\n", searched > 3 ? searched - 3 : 0);
    if (end != std::string::npos && end + 4 <= limits_.head_bytes) {
      auto parsed = parseHead(std::string_view(buffer_).substr(0, end + 4), limits_);
      buffer_.erase(0, end + 4);
      if (const auto* malformed = std::get_if<Malformed>(&parsed)) return *malformed;
      return std::get<Head>(std::move(parsed));
    }
    if (buffer_.size() >= limits_.head_bytes) return Malformed{431};
    searched = buffer_.size();
    const Read read = readSome(deadline);
    if (read == Read::End) return Gone{};
    if (read == Read::Late) return Malformed{408};
  }
}

bool Wire::readUpTo(std::size_t bytes, Deadline deadline, int& status) {
  while (buffer_.size() < bytes) {
    const Read read = readSome(deadline);
    if (read == Read::Some) continue;
    status = read == Read::Late ? 408 : 0;
    return false;
  }
  return true;
}

std::variant<std::string, Malformed, Gone> Wire::readBody(const Head& head, std::size_t most) {
  const auto allowance = limits_.body + std::chrono::seconds(most / (100 * 1024));
  const Deadline deadline = Clock::now() + allowance;
  if (head.chunked) return readChunks(most, deadline);
  const std::size_t length = head.length.value_or(0);
  if (length > most) return Malformed{413};
  int status = 0;
  if (!readUpTo(length, deadline, status)) {
    if (status == 0) return Gone{};
    return Malformed{status};
  }
  std::string body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  return body;
}

std::variant<std::string, Malformed, Gone> Wire::readChunks(std::size_t most, Deadline deadline) {
  std::string body;
  int status = 0;
  const auto ended = [&]() -> std::variant<std::string, Malformed, Gone> {
    if (status == 0) return Gone{};
    return Malformed{status};
  };
  while (true) {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n")) == std::string::npos) {
      if (buffer_.size() > 16) return Malformed{400};
      if (!readUpTo(buffer_.size() + 1, deadline, status)) return ended();
    }
    const std::optional<std::size_t> size = chunkSize(std::string_view(buffer_).substr(0, end));
    if (!size) return Malformed{400};
    if (*size > most - body.size()) return Malformed{413};
    const std::size_t begin = end + 2;
    if (!readUpTo(begin + *size + 2, deadline, status)) return ended();
    if (buffer_.compare(begin + *size, 2, "\r\n") != 0) return Malformed{400};  // also refuses trailers
    body.append(buffer_, begin, *size);
    buffer_.erase(0, begin + *size + 2);
    if (*size == 0) return body;
  }
}

bool Wire::send(std::string_view bytes, Deadline deadline) {
  while (!bytes.empty()) {
    if (!waitFor(socket_, POLLOUT, deadline)) return false;
    const int sent = socket_.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
    if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void Wire::finish() {
  try {
    socket_.shutdownSend();
    buffer_.clear();
    // Who still sends a file that is too large would else see a broken connection and not the answer.
    const Deadline end = Clock::now() + std::chrono::seconds(10);
    const auto patience = [&] { return std::min(end, Clock::now() + std::chrono::seconds(1)); };
    std::size_t taken = 0;
    while (taken < 2 * limits_.upload_bytes && readSome(patience()) == Read::Some) {
      taken += buffer_.size();
      buffer_.clear();
    }
  } catch (const Poco::Net::NetException&) {
    // the client was faster: there is nobody left to be polite to
  }
}

}  // namespace lixiao::web::http
