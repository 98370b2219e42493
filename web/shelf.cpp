#include "web/shelf.h"

#include <algorithm>

#include "web/access.h"

namespace lixiao::web {

namespace {
constexpr std::chrono::minutes kKept{15};
}

std::string Shelf::put(Held held) {
  const std::lock_guard lock(mutex_);
  clean();
  if (entries_.size() >= most_) {
    const auto oldest = std::min_element(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) {
      return a.second.until < b.second.until;
    });
    entries_.erase(oldest);
  }
  std::string ticket = randomToken();
  entries_.emplace(ticket, Entry{std::move(held), clock_.now() + kKept});
  return ticket;
}

std::optional<Shelf::Held> Shelf::take(const std::string& ticket, const std::string& login) {
  const std::lock_guard lock(mutex_);
  clean();
  const auto found = entries_.find(ticket);
  if (found == entries_.end() || found->second.held.login != login) return std::nullopt;
  Held held = std::move(found->second.held);
  entries_.erase(found);
  return held;
}

void Shelf::clean() {
  const model::Instant now = clock_.now();
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.until < now; });
}

}  // namespace lixiao::web
