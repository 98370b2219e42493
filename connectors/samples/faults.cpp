#include "connectors/samples/faults.h"

#include <algorithm>

namespace lixiao::samples {

Faults::Faults(std::vector<std::string> kinds) : kinds_(std::move(kinds)) {}

bool Faults::set(const std::string& kind) {
  std::lock_guard lock(mutex_);
  const bool known = kind == "none" || std::find(kinds_.begin(), kinds_.end(), kind) != kinds_.end();
  if (!known || closed_) return false;
  current_ = kind;
  return true;
}

bool Faults::is(std::string_view kind) const {
  std::lock_guard lock(mutex_);
  return current_ == kind;
}

std::string Faults::current() const {
  std::lock_guard lock(mutex_);
  return current_;
}

void Faults::close() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  current_ = "none";
}

}  // namespace lixiao::samples
