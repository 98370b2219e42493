#include "engine/workflow/time_zone.h"

#include <unicode/basictz.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>

#include <array>
#include <cstdio>

namespace lixiao::workflow {
namespace {

/// Milliseconds east of UTC at that moment.
std::chrono::milliseconds offsetAt(const icu::TimeZone& zone, model::Instant instant) {
  std::int32_t raw = 0, daylight = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone.getOffset(static_cast<UDate>(instant.time_since_epoch().count()), 0, raw, daylight, status);
  return std::chrono::milliseconds{raw + daylight};
}

model::Instant localAt(const std::shared_ptr<const void>& zone, model::Instant instant) {
  if (!zone) return instant;
  return instant + offsetAt(*static_cast<const icu::BasicTimeZone*>(zone.get()), instant);
}

}  // namespace

std::optional<TimeZone> TimeZone::find(std::string_view name) {
  const icu::UnicodeString id =
      icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())));
  icu::UnicodeString canonical;
  UBool is_system = false;
  UErrorCode status = U_ZERO_ERROR;
  icu::TimeZone::getCanonicalID(id, canonical, is_system, status);
  if (U_FAILURE(status) || !is_system) return std::nullopt;
  const std::unique_ptr<icu::TimeZone> made(icu::TimeZone::createTimeZone(id));
  if (!made || *made == icu::TimeZone::getUnknown()) return std::nullopt;
  const auto* basic = dynamic_cast<const icu::BasicTimeZone*>(made.get());
  if (basic == nullptr) return std::nullopt;
  TimeZone found;
  found.name_ = std::string(name);
  found.zone_ = std::shared_ptr<const icu::BasicTimeZone>(basic->clone());
  return found;
}

std::vector<std::string> TimeZone::names() {
  std::vector<std::string> names;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> ids(icu::TimeZone::createEnumeration(status));
  if (U_FAILURE(status) || !ids) return names;
  while (const icu::UnicodeString* id = ids->snext(status)) {
    names.emplace_back();
    id->toUTF8String(names.back());
  }
  return names;
}

model::Date TimeZone::dateAt(model::Instant instant) const {
  return std::chrono::floor<std::chrono::days>(localAt(zone_, instant));
}

std::string TimeZone::format(model::Instant instant) const {
  const model::Instant local = localAt(zone_, instant);
  const model::Date date = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::minutes>(local - date)};
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), " %02d:%02d", static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()));
  return model::formatDate(date) + text.data();
}

model::Instant TimeZone::startOf(model::Date date) const {
  const model::Instant midnight{date};
  if (!zone_) return midnight;
  std::int32_t raw = 0, daylight = 0;
  UErrorCode status = U_ZERO_ERROR;
  // Where midnight is skipped or comes twice, the offset before the change gives the first moment of the day.
  static_cast<const icu::BasicTimeZone*>(zone_.get())
      ->getOffsetFromLocal(static_cast<UDate>(midnight.time_since_epoch().count()), UCAL_TZ_LOCAL_FORMER,
                           UCAL_TZ_LOCAL_FORMER, raw, daylight, status);
  return midnight - std::chrono::milliseconds{raw + daylight};
}

}  // namespace lixiao::workflow
