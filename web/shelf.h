#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/clock.h"
#include "engine/service/batches.h"
#include "engine/service/commands.h"
#include "web/access.h"

namespace lixiao::web {

/// What people look at between a preview and its confirmation, in memory, for a quarter of an hour. A full
/// shelf gives up its oldest. Held has a `login`: only who put it there may take it. Thread-safe.
template <class Held>
class ShelfOf {
 public:
  explicit ShelfOf(const model::Clock& clock, std::size_t most = 16) : clock_(clock), most_(most) {}

  /// The ticket to take it with.
  std::string put(Held held) {
    const std::lock_guard lock(mutex_);
    clean();
    if (entries_.size() >= most_)
      entries_.erase(std::min_element(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) {
        return a.second.until < b.second.until;
      }));
    std::string ticket = randomToken();
    entries_.emplace(ticket, Entry{std::move(held), clock_.now() + kKept});
    return ticket;
  }

  /// Drops everything: what was put here belongs to a trial that has ended.
  void clear() {
    const std::lock_guard lock(mutex_);
    entries_.clear();
  }

  /// A copy; it stays on the shelf.
  std::optional<Held> look(const std::string& ticket, const std::string& login) {
    const std::lock_guard lock(mutex_);
    clean();
    const auto found = entries_.find(ticket);
    if (found == entries_.end() || found->second.held.login != login) return std::nullopt;
    return found->second.held;
  }

  std::optional<Held> take(const std::string& ticket, const std::string& login) {
    const std::lock_guard lock(mutex_);
    clean();
    const auto found = entries_.find(ticket);
    if (found == entries_.end() || found->second.held.login != login) return std::nullopt;
    Held held = std::move(found->second.held);
    entries_.erase(found);
    return held;
  }

 private:
  static constexpr std::chrono::minutes kKept{15};
  struct Entry {
    Held held;
    model::Instant until{};
  };

  void clean() {
    const model::Instant now = clock_.now();
    std::erase_if(entries_, [&](const auto& entry) { return entry.second.until < now; });
  }

  const model::Clock& clock_;
  const std::size_t most_;
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

/// An uploaded part of the roster.
struct HeldRoster {
  std::string login;
  std::string file_name;
  std::vector<service::RosterRow> rows;
};
using Shelf = ShelfOf<HeldRoster>;

/// Rows that are to be registered as one, for one item.
struct HeldBatch {
  std::string login;
  std::string item;
  service::NewBatch batch;
};
using BatchShelf = ShelfOf<HeldBatch>;

/// The files of an edition whose preview was shown.
struct HeldDraft {
  std::string login;
  std::string base;  ///< digest of the edition they were made from
  std::vector<workflow::SourceFile> files;
};
using DraftShelf = ShelfOf<HeldDraft>;

}  // namespace lixiao::web
