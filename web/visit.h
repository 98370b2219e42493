#pragma once

#include <optional>
#include <string>
#include <vector>

#include "web/fields.h"
#include "web/http/response.h"
#include "web/services.h"
#include "web/templates.h"

namespace lixiao::web {

template <class Held>
class ShelfOf;
class RateLimit;
struct HeldBatch;
struct HeldRoster;
struct HeldDraft;

/// What is made once for the whole site. Thread-safe.
struct House {
  const Services& services;
  const Settings& settings;
  const Catalogue& catalogue;
  const Templates& templates;
  ShelfOf<HeldRoster>& shelf;
  ShelfOf<HeldDraft>& drafts;
  RateLimit& slip_checks;
  ShelfOf<HeldBatch>& batches;
};

/// Where browsers get an asset; changes with its content.
std::string assetUrl(std::string_view name);

/// The HTTP status that tells this kind of "no".
int statusOf(service::Refusal::Kind kind);

/// One request on its way to a page: who asks for what, in which language. A page that is got can only ask
/// questions.
class Visit {
 public:
  Visit(const House& house, const http::Request& request) : house_(house), request_(request) {}

  std::optional<service::Session> session;
  model::Language language = model::Language::Chinese;
  std::vector<std::string> path;  ///< what stood for the {names} of the route's pattern
  Fields query;
  std::string csrf;     ///< the token of the forms on this page
  bool secure = false;  ///< the browser speaks TLS

  const http::Request& request() const { return request_; }
  const service::Queries& queries() const { return house_.services.queries; }
  const service::Accounts& accounts() const { return house_.services.accounts; }
  const service::Trial& trial() const { return house_.services.trial; }
  const service::People& people() const { return house_.services.people; }
  const service::Slips& slips() const { return house_.services.slips; }
  /// Counts one check of a slip by the address that asks; false when it had its share of this minute.
  bool mayCheckSlip() const;
  const Services& sources() const { return house_.services; }
  const Settings& settings() const { return house_.settings; }
  /// Who asks; only on routes that are not open to everyone.
  const service::Actor& actor() const { return session->actor; }

  std::string tr(std::string_view key) const { return house_.catalogue.text(language, key); }
  std::string tr(const model::Message& message) const { return house_.catalogue.text(language, message); }
  std::string trn(std::string_view one, std::string_view many, std::size_t count) const {
    return house_.catalogue.plural(language, one, many, count);
  }
  /// Who acted: people as they are called, the program itself in the visitor's language.
  std::string who(const std::string& name) const;
  /// The reasons of an expected "no" as one text, each after what it is about.
  std::string reasons(const service::Refusal& refusal) const;
  /// A message in both languages, for what is printed.
  model::LocalizedText inBoth(const model::Message& message) const {
    return {house_.catalogue.text(model::Language::Chinese, message),
            house_.catalogue.text(model::Language::English, message)};
  }
  const std::string& in(const model::LocalizedText& text) const { return text.in(language); }

  /// A part of a page, without the frame.
  std::string part(std::string_view name, const Data& data) const;
  /// A whole page. `title` stands in the browser's tab.
  http::Response page(std::string_view name, const std::string& title, Data data, int status = 200) const;
  /// The page of an expected "no".
  http::Response refusal(const service::Refusal& refusal) const;
  /// The page of an error; `reason` may be empty.
  http::Response error(int status, const std::string& reason = {}) const;

 protected:
  const House& house_;
  const http::Request& request_;
};

/// A request that may change something: its form has a token of ours.
class Action : public Visit {
 public:
  explicit Action(const Visit& visit) : Visit(visit) {}

  Fields form;

  service::Commands& commands() const { return house_.services.commands; }
  service::Accounts& accounts() const { return house_.services.accounts; }
  service::People& people() const { return house_.services.people; }
  service::Slips& slips() const { return house_.services.slips; }
  service::Trial& trial() const { return house_.services.trial; }
  ShelfOf<HeldRoster>& shelf() const { return house_.shelf; }
  ShelfOf<HeldDraft>& drafts() const { return house_.drafts; }
  ShelfOf<HeldBatch>& batches() const { return house_.batches; }
};

}  // namespace lixiao::web
