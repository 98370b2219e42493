#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/clock.h"
#include "engine/service/commands.h"

namespace lixiao::web {

/// Uploads between their preview and their confirmation, in memory, for a quarter of an hour. A full shelf
/// gives up its oldest. Thread-safe.
class Shelf {
 public:
  struct Held {
    std::string login;  ///< only who put it there may take it
    std::string file_name;
    std::vector<service::RosterRow> rows;
  };

  explicit Shelf(const model::Clock& clock, std::size_t most = 16) : clock_(clock), most_(most) {}

  /// The ticket to take it with.
  std::string put(Held held);
  std::optional<Held> take(const std::string& ticket, const std::string& login);

 private:
  struct Entry {
    Held held;
    model::Instant until{};
  };
  void clean();

  const model::Clock& clock_;
  const std::size_t most_;
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

}  // namespace lixiao::web
