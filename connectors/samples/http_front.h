#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "connectors/samples/faults.h"

namespace Poco::Net {
class HTTPServer;
}

namespace lixiao::samples {

struct Call {
  std::string method;
  std::string path;
  std::string path_and_query;
  std::map<std::string, std::string> query;
  std::string body;
  std::map<std::string, std::string> headers;  ///< by names in lower case
};

/// The files of a server that speaks HTTPS.
struct Certificate {
  std::string certificate_file;  ///< "": plain HTTP
  std::string key_file;
};

struct Reply {
  int status = 200;
  std::string content_type = "application/json";
  std::string body = "{}";
};

/// The HTTP side of a sample system on 127.0.0.1: `GET /fault`, `POST /fault?kind=…`, and everything else by
/// `answer`. Calls whose path begins with `data_path` ("": none) suffer the faults of a connection: refuse,
/// silence, drip, reset, html, 503, forbidden, redirect, and those of HTTP: bad-length, negative-length,
/// bad-chunk, long-header, many-headers.
class HttpFront {
 public:
  using Answer = std::function<Reply(const Call&)>;

  /// `port` 0: any. `faults` must outlive this. `on_fault` is called after a fault is switched.
  HttpFront(std::uint16_t port, Faults& faults, std::string data_path, Answer answer,
            std::function<void()> on_fault = {}, const Certificate& certificate = {});
  ~HttpFront();

  std::uint16_t port() const;

 private:
  Faults& faults_;
  std::unique_ptr<Poco::Net::HTTPServer> server_;
};

}  // namespace lixiao::samples
