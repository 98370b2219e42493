#pragma once

#include <chrono>
#include <cstddef>

namespace lixiao::web::http {

/// What one client may take. The defaults are what docs/operations.md states for the service without a proxy.
struct Limits {
  std::size_t connections = 2000;      ///< open at once; more are told 503 and closed
  std::size_t handlers = 64;           ///< requests worked on at once; more wait, then are told 503
  std::size_t head_bytes = 16 * 1024;  ///< request line and headers
  std::size_t headers = 100;
  std::size_t form_bytes = 1 << 20;
  std::size_t upload_bytes = 10 << 20;
  std::size_t requests = 1000;  ///< on one connection

  std::chrono::milliseconds head{10'000};       ///< from the first byte of a head to its last
  std::chrono::milliseconds keep_alive{5'000};  ///< idle between two requests
  std::chrono::milliseconds body{20'000};       ///< for a form; an upload gets one second more per 100 KiB
  std::chrono::milliseconds answer{30'000};     ///< for a client to take the whole answer
  std::chrono::milliseconds handler_wait{10'000};
};

}  // namespace lixiao::web::http
