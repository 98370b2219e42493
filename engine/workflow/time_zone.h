#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/date.h"

namespace lixiao::workflow {

/// A time zone of the IANA database, by ICU. Copies share; thread-safe.
class TimeZone {
 public:
  TimeZone() = default;  ///< UTC
  /// Nothing when ICU does not know the name.
  static std::optional<TimeZone> find(std::string_view name);

  /// The names that ICU knows.
  static std::vector<std::string> names();

  const std::string& name() const { return name_; }
  model::Date dateAt(model::Instant instant) const;
  /// `2015-06-18 09:30`, local.
  std::string format(model::Instant instant) const;
  /// The first instant of the day.
  model::Instant startOf(model::Date date) const;

 private:
  std::string name_ = "UTC";
  std::shared_ptr<const void> zone_;  ///< icu::TimeZone
};

}  // namespace lixiao::workflow
