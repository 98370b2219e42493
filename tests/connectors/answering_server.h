#pragma once

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>

#include <array>
#include <functional>
#include <string>
#include <thread>

namespace lixiao::connectors {

/// A source on 127.0.0.1 that answers what the test says, over one connection after the other.
class AnsweringServer {
 public:
  using Answer = std::function<std::string(const std::string& question)>;

  /// A question ends with `end`: `\r` or, of a GET, the empty line.
  AnsweringServer(std::string end, Answer answer)
      : end_(std::move(end)), answer_(std::move(answer)), thread_([this](const std::stop_token& stop) {
          while (!stop.stop_requested())
            if (listener_.poll(kLook, Poco::Net::Socket::SELECT_READ))
              serve(listener_.acceptConnection(), stop);
        }) {}

  std::string port() const { return std::to_string(listener_.address().port()); }

 private:
  void serve(Poco::Net::StreamSocket connection, const std::stop_token& stop) const {
    std::string received;
    std::array<char, 4096> piece;
    while (!stop.stop_requested()) {
      if (!connection.poll(kLook, Poco::Net::Socket::SELECT_READ)) continue;
      const int count = connection.receiveBytes(piece.data(), piece.size());
      if (count <= 0) return;
      received.append(piece.data(), static_cast<std::size_t>(count));
      for (std::size_t at; (at = received.find(end_)) != std::string::npos;) {
        const std::string answer = answer_(received.substr(0, at));
        received.erase(0, at + end_.size());
        connection.sendBytes(answer.data(), static_cast<int>(answer.size()));
      }
    }
  }

  static inline const Poco::Timespan kLook{20'000};  // microseconds between looks at whether the test ends
  Poco::Net::ServerSocket listener_{Poco::Net::SocketAddress("127.0.0.1", 0)};
  std::string end_;
  Answer answer_;
  std::jthread thread_;
};

/// A whole answer of HTTP.
inline std::string httpAnswer(const std::string& status, const std::string& json) {
  return "HTTP/1.1 " + status +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(json.size()) +
         "\r\nConnection: close\r\n\r\n" + json;
}

}  // namespace lixiao::connectors
