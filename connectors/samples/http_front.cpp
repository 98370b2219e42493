#include "connectors/samples/http_front.h"

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/String.h>
#include <Poco/ThreadPool.h>
#include <Poco/URI.h>

#include <nlohmann/json.hpp>

#include "connectors/samples/misbehaviour.h"

namespace lixiao::samples {
namespace {

using Poco::Net::HTTPServerRequest;
using Poco::Net::HTTPServerResponse;

constexpr std::size_t kMaxBody = 4u << 20;
constexpr const char* kLoginPage = "<!doctype html><title>统一身份认证</title><form>…</form>";

struct Desk {
  Faults& faults;
  std::string data_path;
  HttpFront::Answer answer;
  std::function<void()> on_fault;
};

/// `framing`: the headers that say where the body ends.
std::string rawResponse(const Reply& reply, const std::string& framing) {
  return "HTTP/1.1 200 OK\r\nContent-Type: " + reply.content_type + "\r\n" + framing +
         "Connection: close\r\n\r\n" + reply.body;
}

std::string rawResponse(const Reply& reply) {
  return rawResponse(reply, "Content-Length: " + std::to_string(reply.body.size()) + "\r\n");
}

/// An answer that is no proper HTTP; "" when the fault is another.
std::string brokenResponse(const Reply& reply, const std::string& fault) {
  if (fault == "bad-length") return rawResponse(reply, "Content-Length: abc\r\n");
  if (fault == "negative-length") return rawResponse(reply, "Content-Length: -5\r\n");
  if (fault == "bad-chunk")
    return rawResponse({200, reply.content_type, "xyz\r\n" + reply.body}, "Transfer-Encoding: chunked\r\n");
  if (fault == "long-header") return rawResponse(reply, "X-Long: " + std::string(1'000'000, 'x') + "\r\n");
  std::string fields;
  for (int i = 0; fault == "many-headers" && i < 10'000; ++i)
    fields += "X-Field: " + std::to_string(i) + "\r\n";
  return fields.empty() ? "" : rawResponse(reply, fields);
}

Call readCall(HTTPServerRequest& request) {
  const Poco::URI uri(request.getURI());
  Call call{request.getMethod(), uri.getPath(), request.getURI(), {}, "", {}};
  for (const auto& [name, value] : request) call.headers[Poco::toLower(name)] = value;
  for (const auto& [key, value] : uri.getQueryParameters()) call.query[key] = value;
  char c = 0;
  while (call.body.size() < kMaxBody && request.stream().get(c)) call.body += c;
  return call;
}

Reply switchFault(const Call& call, const Desk& desk) {
  const auto kind = call.query.find("kind");
  if (call.method == "POST" && (kind == call.query.end() || !desk.faults.set(kind->second))) {
    return {400, "application/json", nlohmann::json{{"kinds", desk.faults.kinds()}}.dump()};
  }
  if (call.method == "POST" && desk.on_fault) desk.on_fault();
  return {200, "application/json", nlohmann::json{{"fault", desk.faults.current()}}.dump()};
}

/// Faults that speak HTTP, but not what was hoped for.
Reply faultyReply(const std::string& fault, const Call& call, Reply good) {
  if (fault == "html") return {200, "text/html; charset=utf-8", kLoginPage};
  if (fault == "503") return {503, "text/html", "maintenance"};
  if (fault == "forbidden") return {403, "application/json", "{}"};
  if (fault == "redirect") return {302, "text/html", ""};
  if (fault == "echo") return {200, "application/json", nlohmann::json{{"you_sent", call.headers}}.dump()};
  return good;
}

class Handler final : public Poco::Net::HTTPRequestHandler {
 public:
  explicit Handler(const Desk& desk) : desk_(desk) {}

  void handleRequest(HTTPServerRequest& request, HTTPServerResponse& response) override {
    const Call call = readCall(request);
    if (call.path == "/fault") return send(response, switchFault(call, desk_));
    Reply reply = desk_.answer(call);
    if (!desk_.data_path.empty() && call.path.starts_with(desk_.data_path)) {
      if (breakConnection(request, reply)) return;
      reply = faultyReply(desk_.faults.current(), call, std::move(reply));
    }
    send(response, reply);
  }

 private:
  /// Whether a fault of the connection answered in the handler's place.
  bool breakConnection(HTTPServerRequest& request, const Reply& reply) {
    const std::string fault = desk_.faults.current();
    const std::string broken = brokenResponse(reply, fault);
    if (broken.empty() && fault != "refuse" && fault != "silence" && fault != "drip" && fault != "reset")
      return false;
    auto socket = static_cast<Poco::Net::HTTPServerRequestImpl&>(request).detachSocket();
    if (!broken.empty()) sendRaw(socket, broken);
    if (fault == "refuse") hangUp(socket);
    if (fault == "silence") keepSilent(socket, desk_.faults, fault);
    if (fault == "drip") drip(socket, desk_.faults, rawResponse(reply));
    if (fault == "reset") resetHalfWay(socket, rawResponse(reply));
    return true;
  }

  static void send(HTTPServerResponse& response, const Reply& reply) {
    response.setStatus(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(reply.status));
    if (reply.status == 302) response.set("Location", "/login");
    response.setContentType(reply.content_type);
    response.sendBuffer(reply.body.data(), reply.body.size());
  }

  const Desk& desk_;
};

class HandlerFactory final : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  explicit HandlerFactory(Desk desk) : desk_(std::move(desk)) {}
  Poco::Net::HTTPRequestHandler* createRequestHandler(const HTTPServerRequest&) override {
    return new Handler(desk_);
  }

 private:
  Desk desk_;
};

/// Never destroyed: joining Poco's pools can take ten seconds.
Poco::ThreadPool& threads() {
  static Poco::ThreadPool& pool = *new Poco::ThreadPool(2, 32);
  return pool;
}

Poco::Net::ServerSocket listening(std::uint16_t port, const Certificate& certificate) {
  const Poco::Net::SocketAddress address("127.0.0.1", port);
  if (certificate.certificate_file.empty()) return Poco::Net::ServerSocket(address);
  Poco::Net::Context::Params params;
  params.certificateFile = certificate.certificate_file;
  params.privateKeyFile = certificate.key_file;
  params.verificationMode = Poco::Net::Context::VERIFY_NONE;
  const Poco::Net::Context::Ptr context = new Poco::Net::Context(Poco::Net::Context::TLS_SERVER_USE, params);
  return Poco::Net::SecureServerSocket(address, 64, context);
}

}  // namespace

HttpFront::HttpFront(std::uint16_t port, Faults& faults, std::string data_path, Answer answer,
                     std::function<void()> on_fault, const Certificate& certificate)
    : faults_(faults) {
  const Poco::Net::ServerSocket socket = listening(port, certificate);
  Poco::AutoPtr<Poco::Net::HTTPServerParams> params = new Poco::Net::HTTPServerParams;
  params->setKeepAlive(false);
  params->setMaxThreads(32);
  Desk desk{faults, std::move(data_path), std::move(answer), std::move(on_fault)};
  server_ =
      std::make_unique<Poco::Net::HTTPServer>(new HandlerFactory(std::move(desk)), threads(), socket, params);
  server_->start();
}

HttpFront::~HttpFront() {
  faults_.close();
  server_->stop();
  threads().joinAll();
}

std::uint16_t HttpFront::port() const {
  return server_->port();
}

}  // namespace lixiao::samples
