#pragma once

#include <memory>
#include <string>

#include "web/http/server.h"
#include "web/rate_limit.h"
#include "web/routes.h"
#include "web/services.h"
#include "web/shelf.h"

namespace lixiao::web {

/// The web room as one thing: requests in, responses out. Holds the guard that every request passes: methods,
/// fields, who may, token, headers, errors. Thread-safe.
class Site {
 public:
  Site(Services services, Settings settings);

  /// Never throws: what goes wrong is a page with the request's id, which is also in the log.
  http::Response handle(const http::Request& request) const;
  /// The answer to bytes that are no request.
  http::Response refuse(int status, const std::string& id) const;
  /// How large a body this request may bring; strangers may only send small forms.
  std::size_t bodyLimit(const http::Request& request) const;
  /// Drops the previews that people have not confirmed yet: the trial that they belong to has ended.
  void forget();
  /// The three above, for http::Server. The site must outlive the server.
  http::Application application() const;
  const Settings& settings() const { return settings_; }

 private:
  http::Response answer(Visit& visit) const;
  http::Response dispatch(Visit& visit) const;
  http::Response act(const Visit& visit, const Route& route) const;
  http::Response askToSignIn(const Visit& visit) const;
  static bool isForNewcomers(const Route& route);
  static http::Response askToChange(const Visit& visit);
  std::optional<service::Session> sessionOf(const http::Request& request) const;
  bool isSecure(const http::Request& request) const;
  void greet(Visit& visit, http::Response& response) const;

  Services services_;
  Settings settings_;
  Catalogue catalogue_;
  Templates templates_;
  mutable Shelf shelf_;
  mutable DraftShelf drafts_;
  mutable RateLimit slip_checks_;
  mutable BatchShelf batches_;
  House house_;
};

}  // namespace lixiao::web
