#include "web/site.h"

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Timestamp.h>
#include <spdlog/spdlog.h>

#include "engine/store/database.h"
#include "web/cookies.h"

namespace lixiao::web {

namespace {

constexpr std::size_t kOpenFormBytes = 16 * 1024;
constexpr unsigned kSlipChecksAMinute = 60;  // from one address
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

bool isLoopback(std::string_view address) {
  return address.substr(0, 4) == "127." || address == "::1";
}

/// The path as the log keeps it: links of messages are keys.
std::string_view loggedPath(std::string_view path) {
  constexpr std::string_view kMail = "/mail/";
  return path.substr(0, kMail.size()) == kMail ? path.substr(0, path.find('/', kMail.size())) : path;
}

/// What the switch chose, else the first of Accept-Language that we have, else Chinese.
model::Language languageOf(const http::Request& request) {
  const std::string chosen = request.cookie(kLanguageCookie).value_or("");
  if (chosen == "en") return model::Language::English;
  if (chosen == "zh-CN") return model::Language::Chinese;
  const std::string_view accepted = request.head.header("accept-language");
  const std::size_t english = accepted.find("en");
  return english < accepted.find("zh") ? model::Language::English : model::Language::Chinese;
}

void secureHeaders(http::Response& response, bool secure) {
  response.header("Content-Security-Policy", kPolicy);
  response.header("X-Content-Type-Options", "nosniff");
  response.header("X-Frame-Options", "DENY");
  response.header("Referrer-Policy", "same-origin");
  response.header("Cross-Origin-Opener-Policy", "same-origin");
  response.header("Cross-Origin-Resource-Policy", "same-origin");
  response.header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  if (secure) response.header("Strict-Transport-Security", "max-age=31536000");
  response.header("Date",
                  Poco::DateTimeFormatter::format(Poco::Timestamp(), Poco::DateTimeFormat::HTTP_FORMAT));
  if (response.header("Cache-Control").empty()) response.header("Cache-Control", "no-store");
}

}  // namespace

Site::Site(Services services, Settings settings)
    : services_(std::move(services)),
      settings_(std::move(settings)),
      templates_(catalogue_),
      shelf_(services_.clock),
      drafts_(services_.clock),
      slip_checks_(services_.clock, kSlipChecksAMinute),
      batches_(services_.clock),
      house_{services_, settings_, catalogue_, templates_, shelf_, drafts_, slip_checks_, batches_} {}

void Site::forget() {
  shelf_.clear();
  drafts_.clear();
}

bool Site::isSecure(const http::Request& request) const {
  if (settings_.public_url.substr(0, 8) == "https://") return true;
  return isLoopback(request.peer) && request.head.header("x-forwarded-proto") == "https";
}

std::optional<service::Session> Site::sessionOf(const http::Request& request) const {
  const std::optional<std::string> token = request.cookie(sessionCookie(isSecure(request)));
  return token ? services_.accounts.session(*token) : std::nullopt;
}

http::Response Site::handle(const http::Request& request) const {
  Visit visit(house_, request);
  http::Response response;
  try {
    visit.language = languageOf(request);
    visit.secure = isSecure(request);
    response = answer(visit);
    greet(visit, response);
  } catch (const std::exception& fault) {
    spdlog::error("request {}: {}", request.id, fault.what());
    response = refuse(500, request.id);
  }
  spdlog::info("request {} {} {} {} by {} from {}", request.id, request.head.method,
               loggedPath(request.path()), response.status, visit.session ? visit.session->actor.login : "-",
               request.peer);
  return response;
}

/// Who was signed in to a trial that ends meanwhile is signed in no more.
http::Response Site::answer(Visit& visit) const {
  try {
    return dispatch(visit);
  } catch (const store::StoreError& fault) {
    if (fault.kind() != store::StoreError::Kind::StartedAnew) throw;
    visit.session.reset();
    return visit.error(401);
  }
}

http::Response Site::dispatch(Visit& visit) const {
  const http::Request& request = visit.request();
  visit.session = sessionOf(request);
  const std::string visitor = request.cookie(visitorCookie(visit.secure)).value_or("");
  visit.csrf = visit.session ? visit.session->csrf : visitor.empty() ? randomToken() : visitor;

  const std::string& method = request.head.method;
  const bool known = method == "GET" || method == "HEAD" || method == "POST";
  const store::OnlyInEpoch same(visit.session ? visit.session->epoch : 0);
  const Match found = match(routes(), method, request.path());
  if (found.route == nullptr) {
    if (known && found.methods.empty()) return visit.error(404);
    http::Response response = visit.error(405);
    std::string allow;
    for (const std::string_view each : found.methods)
      allow += (allow.empty() ? "" : ", ") + std::string(each);
    response.header("Allow", allow.empty() ? "GET, POST" : allow);
    return response;
  }
  const Route& route = *found.route;
  visit.path = found.path;
  const Decision decision = authorise(route.access, visit.session);
  if (decision == Decision::SignIn) return askToSignIn(visit);
  if (decision == Decision::Forbidden) return visit.error(403);
  if (visit.session && visit.session->must_change && !isForNewcomers(route)) return askToChange(visit);
  if (route.deed != nullptr) return act(visit, route);
  auto query = readQuery(request, route.fields);
  if (const auto* bad = std::get_if<BadFields>(&query)) return visit.error(bad->status);
  visit.query = std::get<Fields>(std::move(query));
  return route.page(visit);
}

http::Response Site::act(const Visit& visit, const Route& route) const {
  const http::Request& request = visit.request();
  if (!isSameOrigin(request.head, settings_.public_url)) return visit.error(403);
  if (!request.query().empty()) return visit.error(400);
  std::vector<std::string_view> known = route.fields;
  known.emplace_back("csrf");
  auto form = readForm(request, known, route.body == Route::Body::Upload);
  if (const auto* bad = std::get_if<BadFields>(&form))
    return visit.error(
        bad->status,
        bad->unreadable
            ? visit.tr(
                  "What was sent holds characters that cannot be read. Type them instead of pasting them.")
            : "");
  Action action(visit);
  action.form = std::get<Fields>(std::move(form));
  if (!sameSecret(action.form["csrf"], visit.csrf)) return visit.error(403);
  return route.deed(action);
}

/// Who has an initial password may change it, leave, and read what everybody may.
bool Site::isForNewcomers(const Route& route) {
  return route.access.open() || route.pattern == "/account";
}

http::Response Site::askToChange(const Visit& visit) {
  const http::Request& request = visit.request();
  if (request.head.method == "POST" || request.path().substr(0, 5) == "/api/")
    return visit.error(403, visit.tr("Choose a password of your own first."));
  if (request.head.hasHeader("hx-request")) return visit.error(403).header("HX-Redirect", "/account");
  return http::redirect("/account");
}

http::Response Site::askToSignIn(const Visit& visit) const {
  const http::Request& request = visit.request();
  const bool api = request.path().substr(0, 5) == "/api/";
  if (request.head.method == "POST" || api) return visit.error(401);
  if (request.head.hasHeader("hx-request")) return visit.error(401).header("HX-Redirect", "/sign-in");
  return http::redirect("/sign-in?next=" + encode(request.head.target));
}

void Site::greet(Visit& visit, http::Response& response) const {
  secureHeaders(response, visit.secure);
  response.header("X-Request-Id", visit.request().id);
  const bool page = response.header("Content-Type").substr(0, 9) == "text/html";
  if (!page) return;
  response.header("Vary", "Cookie, Accept-Language, Sec-Fetch-Site, Origin");
  const std::string cookie = visitorCookie(visit.secure);
  if (!visit.session && visit.request().cookie(cookie).value_or("").empty())
    response.header("Set-Cookie", setCookie(cookie, visit.csrf, visit.secure));
}

http::Response Site::refuse(int status, const std::string& id) const {
  http::Request nothing;
  nothing.head.target = "/";
  nothing.head.method = "GET";
  nothing.id = id;
  const Visit visit(house_, nothing);
  http::Response response;
  try {
    response = visit.error(status);
  } catch (const std::exception& fault) {
    spdlog::error("the page of error {} for {}: {}", status, id, fault.what());
    response = http::Response(status, "text/plain; charset=utf-8",
                              std::string(http::phrase(status)) + " " + id + "\n");
  }
  response.close = true;
  secureHeaders(response, false);
  response.header("X-Request-Id", id);
  return response;
}

std::size_t Site::bodyLimit(const http::Request& request) const {
  const Match found = match(routes(), request.head.method, request.path());
  if (found.route == nullptr || found.route->deed == nullptr) return 0;
  const bool small =
      found.route->access.open() || request.head.length.value_or(kOpenFormBytes + 1) <= kOpenFormBytes;
  if (small || authorise(found.route->access, sessionOf(request)) != Decision::Allowed) return kOpenFormBytes;
  return found.route->body == Route::Body::Upload ? settings_.limits.upload_bytes
                                                  : settings_.limits.form_bytes;
}

http::Application Site::application() const {
  return {[this](const http::Request& request) { return bodyLimit(request); },
          [this](const http::Request& request) { return handle(request); },
          [this](int status, const std::string& id) { return refuse(status, id); }};
}

}  // namespace lixiao::web
