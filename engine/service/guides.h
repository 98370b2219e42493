#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/guide_view.h"
#include "engine/service/outcome.h"

namespace lixiao::service {

/// An item or document of a department, and what is published about it.
struct GuideSubject {
  std::string id;  ///< "" for all of the department
  model::LocalizedText title;
  std::vector<GuideView> guides;  ///< one a campus
};
/// What the people of one department see of their guides.
struct GuideDesk {
  model::LocalizedText department;
  std::string scope_value;
  std::vector<GuideSubject> subjects;  ///< the whole department first
};
/// One guide with all that was ever published in its place.
struct GuideHistory {
  store::GuideKey key;
  model::LocalizedText department, subject;
  std::vector<GuideView> versions;  ///< newest first
};

/// Who had to publish, and whether they did.
struct GuideDuty {
  std::string department;
  model::LocalizedText title;
  std::string scope_value;                               ///< a college of a scoped department
  std::vector<model::LocalizedText> published, missing;  ///< items; both empty: none is registered by it
  std::optional<model::Instant> last_at;
  std::string last_by;
  bool done() const { return missing.empty(); }
};
struct GuideDuties {
  std::optional<model::Date> due;  ///< `guides_due` of the calendar
  bool late = false;               ///< that day is over
  std::vector<GuideDuty> departments;
};

/// What departments tell people about place, hours and papers. Every version is kept. Thread-safe.
class Guides {
 public:
  explicit Guides(const Engine& engine);
  ~Guides();

  /// Publishes for the actor's department and scope. `seen`: the revision that the person saw, 0 for none;
  /// another one by now is a Conflict. The same text again changes nothing.
  Outcome<Done> publish(const Actor& actor, const std::string& subject, const std::string& campus,
                        const store::GuideText& text, std::int64_t seen);
  /// What publishing would answer; nothing is written.
  Outcome<Done> check(const Actor& actor, const std::string& subject, const std::string& campus,
                      const store::GuideText& text) const;
  Outcome<Done> withdraw(const Actor& actor, const std::string& subject, const std::string& campus,
                         std::int64_t seen);
  /// Publishes the text of an older version again.
  Outcome<Done> restore(const Actor& actor, std::int64_t version, std::int64_t seen);

  Outcome<GuideDesk> desk(const Actor& actor) const;
  /// Empty versions when nothing was published there yet.
  Outcome<GuideHistory> history(const Actor& actor, const std::string& subject,
                                const std::string& campus) const;
  /// All that is published under the active edition, in the order of its departments and items.
  std::vector<GuideView> published() const;
  Outcome<GuideDuties> duties(const Actor& actor) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::service
