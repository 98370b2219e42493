#include "web/visit.h"

#include "web/json.h"
#include "web/rate_limit.h"
#include "web/resources.h"

namespace lixiao::web {

namespace {

using service::Role;

Data link(const std::string& title, const std::string& url, std::string_view here) {
  const bool exact = here == url;
  const bool below = here.substr(0, url.size() + 1) == url + "/";
  Data entry;
  entry.set("title", title);
  entry.set("link_url", url);
  entry.set("current", Data(exact || below));
  return entry;
}

List menu(const Visit& visit) {
  List entries(Data::type::list);
  if (!visit.session) return entries;
  const std::string_view here = visit.request().path();
  const Role role = visit.actor().role;
  if (role == Role::Student) return entries;
  const bool admin = role == Role::Admin || role == Role::Auditor;
  if (admin) {
    const bool below = here == "/admin" || here == "/admin/guides" || here == "/admin/go-live";
    entries.push_back(link(visit.tr("Overview"), "/admin", below ? "/admin" : ""));
    entries.push_back(link(visit.tr("Students"), "/work/students", here));
    entries.push_back(link(visit.tr("Rosters and lists"), "/admin/lists", here));
    const bool versions = here.substr(0, 15) == "/admin/versions";
    entries.push_back(link(visit.tr("Edition"), "/admin/edition", versions ? "/admin/edition" : here));
    entries.push_back(link(visit.tr("Statistics"), "/admin/statistics", here));
    entries.push_back(link(visit.tr("Batches"), "/work/batches", here));
    entries.push_back(link(visit.tr("Journal"), "/admin/journal", here));
    if (role == Role::Admin) entries.push_back(link(visit.tr("Accounts"), "/admin/accounts", here));
    return entries;
  }
  const service::Work work = visit.queries().work(visit.actor());
  const bool students = here.substr(0, 14) == "/work/students";
  const bool other =
      here == "/work/statistics" || here == "/work/record" || here.substr(0, 12) == "/work/people";
  entries.push_back(link(visit.tr("My items"), "/work", students || other ? "" : here));
  entries.push_back(link(visit.tr("Students"), "/work/students", here));
  entries.push_back(link(visit.tr("Statistics"), "/work/statistics", here));
  entries.push_back(link(visit.tr("Record"), "/work/record", here));
  if (!work.documents.empty()) entries.push_back(link(visit.tr("Certificates"), "/certificates", here));
  if (visit.people().isHead(visit.actor())) entries.push_back(link(visit.tr("People"), "/work/people", here));
  if (work.provider) entries.push_back(link(visit.tr("Roster"), "/roster", here));
  return entries;
}

Data frame(const Visit& visit, const std::string& title) {
  const service::EditionView edition = visit.queries().edition();
  const bool chinese = visit.language == model::Language::Chinese;
  Data data;
  data.set("title", title);
  data.set("lang", chinese ? "zh-CN" : "en");
  data.set("other_lang", chinese ? "en" : "zh-CN");
  data.set("other_language", chinese ? "English" : "中文");
  data.set("csrf", visit.csrf);
  data.set("css_url", assetUrl("site.css"));
  data.set("js_url", assetUrl("site.js"));
  data.set("icon_url", assetUrl("icon.svg"));
  data.set("here", std::string(visit.request().head.method == "POST" ? "/" : visit.request().head.target));
  data.set("edition", textOrNothing(visit.in(edition.title)));
  data.set("organisation", textOrNothing(visit.in(visit.settings().organisation)));
  data.set("trial", Data(visit.trial().running()));
  data.set("signed_in", Data(visit.session.has_value()));
  data.set("person", visit.session ? visit.actor().name : "");
  List entries = menu(visit);
  data.set("has_menu", Data(entries.is_non_empty_list()));
  data.set("menu", entries);
  return data;
}

std::string titleOf(const Visit& visit, int status) {
  switch (status) {
    case 400:
      return visit.tr("This request cannot be understood");
    case 401:
      return visit.tr("Please sign in first");
    case 403:
      return visit.tr("You may not do this");
    case 404:
      return visit.tr("There is no such page");
    case 405:
      return visit.tr("This address cannot be used in this way");
    case 409:
      return visit.tr("Somebody was faster");
    case 413:
      return visit.tr("That is too large");
    case 415:
      return visit.tr("This kind of content cannot be read");
    case 422:
      return visit.tr("This cannot be done");
    case 429:
      return visit.tr("Too many requests");
    case 503:
      return visit.tr("The service is busy or starting");
    default:
      return status >= 500 ? visit.tr("Something went wrong on our side")
                           : visit.tr("This request cannot be understood");
  }
}

std::string adviceFor(const Visit& visit, int status) {
  switch (status) {
    case 403:
      return visit.tr("Your account does not have this right. If the page was open for long, load it again.");
    case 404:
      return visit.tr("It may have moved, or it is not yours to see.");
    case 413:
      return visit.tr("Forms take up to 1 MiB, files up to 10 MiB. Please send it in parts.");
    case 429:
    case 503:
      return visit.tr("Please try again in a moment.");
    default:
      return status >= 500
                 ? visit.tr("Nothing was changed. Please try again, and tell the number below if it stays.")
                 : visit.tr("Go back and try again from the page you came from.");
  }
}

bool isApi(const http::Request& request) {
  return request.path().substr(0, 5) == "/api/";
}

}  // namespace

std::string assetUrl(std::string_view name) {
  const Resource& asset = resource("assets/" + std::string(name));
  const std::size_t dot = name.rfind('.');
  return "/assets/" + std::string(name.substr(0, dot)) + "." + std::string(asset.digest) +
         std::string(name.substr(dot));
}

int statusOf(service::Refusal::Kind kind) {
  switch (kind) {
    case service::Refusal::Kind::Forbidden:
      return 403;
    case service::Refusal::Kind::NotFound:
      return 404;
    case service::Refusal::Kind::Conflict:
      return 409;
    case service::Refusal::Kind::Invalid:
      return 422;
    case service::Refusal::Kind::NotNow:
      return 409;
  }
  return 422;
}

std::string Visit::part(std::string_view name, const Data& data) const {
  return house_.templates.render(name, language, data);
}

http::Response Visit::page(std::string_view name, const std::string& title, Data data, int status) const {
  data.set("frame", frame(*this, title));
  data.set("csrf", csrf);
  return {status, "text/html; charset=utf-8", part(name, data)};
}

std::string Visit::who(const std::string& name) const {
  if (name == "command line") return tr("command line");
  if (name == "first start") return tr("first start");
  return name;
}

std::string Visit::reasons(const service::Refusal& refused) const {
  const std::string colon = language == model::Language::Chinese ? "：" : ": ";
  std::string text;
  for (std::size_t at = 0; at < refused.reasons.size(); ++at) {
    if (at > 0) text += language == model::Language::Chinese ? "；" : "; ";
    if (at < refused.about.size()) text += in(refused.about[at]) + colon;
    text += tr(refused.reasons[at]);
  }
  return text;
}

bool Visit::mayCheckSlip() const {
  const bool behind = request_.peer.substr(0, 4) == "127." || request_.peer == "::1";
  const std::string_view named = request_.head.header("x-real-ip");
  return house_.slip_checks.allows(behind && !named.empty() ? std::string(named) : request_.peer);
}

http::Response Visit::refusal(const service::Refusal& refused) const {
  return error(statusOf(refused.kind), reasons(refused));
}

http::Response Visit::error(int status, const std::string& reason) const {
  if (isApi(request_))
    return json(status, {{"error", titleOf(*this, status)}, {"reason", reason}, {"request", request_.id}});
  Data data;
  data.set("status", std::to_string(status));
  data.set("heading", titleOf(*this, status));
  data.set("reason", textOrNothing(reason));
  data.set("advice", adviceFor(*this, status));
  data.set("request_id", request_.id);
  return page("error", titleOf(*this, status), std::move(data), status);
}

}  // namespace lixiao::web
