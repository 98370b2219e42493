#include "mail/watchdog.h"

#include <sys/socket.h>
#include <unistd.h>

#include <utility>

namespace lixiao::mail {

Watchdog::Watchdog(int socket, std::stop_token stop)
    : socket_(::dup(socket)), stop_(std::move(stop)), thread_([this] { watch(); }) {}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_all();
  thread_.join();
  ::close(socket_);
}

void Watchdog::allow(std::chrono::milliseconds time) {
  {
    const std::lock_guard lock(mutex_);
    end_ = std::chrono::steady_clock::now() + time;
  }
  changed_.notify_all();
}

bool Watchdog::bit() const {
  const std::lock_guard lock(mutex_);
  return bit_;
}

void Watchdog::watch() {
  std::unique_lock lock(mutex_);
  while (!over_ && !stop_.stop_requested() && std::chrono::steady_clock::now() < end_) {
    const Moment until = end_;
    const auto changed = [&] { return over_ || end_ != until; };
    if (until == Moment::max())
      changed_.wait(lock, stop_, changed);
    else
      changed_.wait_until(lock, stop_, until, changed);
  }
  if (over_) return;
  bit_ = !stop_.stop_requested();
  ::shutdown(socket_, SHUT_RDWR);
}

}  // namespace lixiao::mail
