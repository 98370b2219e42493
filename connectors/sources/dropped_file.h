#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "connectors/settings.h"
#include "engine/model/date.h"
#include "engine/tabular/table.h"

namespace lixiao::connectors {

/// A file that another office drops into a folder, told whole by its trailer or by a second file.
class DropFolder {
 public:
  /// `folder`, `file_name`, `row_count`, `trailer`, `sheet`.
  static Schema schema();
  explicit DropFolder(const Settings& settings);

  struct Drop {
    std::filesystem::path path;
    std::filesystem::file_time_type written;

    auto operator<=>(const Drop&) const = default;  // NOLINT(modernize-use-nullptr): its false alarm
  };
  /// The files whose names match, the newest first; no hidden or lock files unless the pattern begins as
  /// their names do. Throws FetchError (config) when there is no such folder, (unreachable) when it has no
  /// such file.
  std::vector<Drop> drops() const;
  /// The whole table. Throws FetchError: unreachable while the file is being written, malformed when it is no
  /// table, or has not as many rows as it says.
  tabular::Table read(const Drop& drop) const;
  /// When it was dropped.
  static model::Instant moment(const Drop& drop);

 private:
  void checkRows(const Drop& drop, const tabular::Table& table) const;

  std::filesystem::path folder_;
  std::string pattern_;
  std::string row_count_;
  tabular::ReadOptions options_;
};

}  // namespace lixiao::connectors
