#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/store/database.h"

namespace lixiao::store {

/// What a guide is about. It has many versions, the last of which counts.
struct GuideKey {
  std::string department;
  std::string scope_value;  ///< the college … of a scoped department, else ""
  std::string subject;      ///< item or document; "" for all of the department
  std::string campus;       ///< "" for everywhere

  auto operator<=>(const GuideKey&) const = default;
};

/// What people read. `bring` is one thing a line.
struct GuideText {
  std::string place, hours, contact, phone, bring, body;

  bool operator==(const GuideText&) const = default;
};

struct GuideVersion {
  std::int64_t id = 0;  ///< grows, never used twice
  GuideKey key;
  GuideText text;
  bool withdrawn = false;  ///< from here on there was no guide
  model::Instant at{};
  std::string by;

  bool operator==(const GuideVersion&) const = default;
};

/// Adds a version, which is the current one of its key from now on; returns its id. `version.id` is ignored.
std::int64_t addGuideVersion(Transaction& transaction, const GuideVersion& version);

/// The last version of each key, withdrawn ones left out, by key.
std::vector<GuideVersion> currentGuides(Reader& reader);
/// The last version; it may be withdrawn.
std::optional<GuideVersion> currentGuide(Reader& reader, const GuideKey& key);
/// Newest first.
std::vector<GuideVersion> guideVersions(Reader& reader, const GuideKey& key);
std::optional<GuideVersion> findGuideVersion(Reader& reader, std::int64_t id);

}  // namespace lixiao::store
