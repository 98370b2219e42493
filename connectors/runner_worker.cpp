#include "connectors/runner_worker.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace lixiao::connectors {
namespace {

/// A clock that jumps is noticed after this long.
constexpr std::chrono::milliseconds kLongestWait = std::chrono::seconds(30);

}  // namespace

Runner::Worker::Worker(Source source, const model::Clock& clock, const Callbacks& callbacks,
                       std::uint64_t seed)
    : source_(std::move(source)),
      clock_(clock),
      callbacks_(callbacks),
      aside_(std::move(source_.aside), source_.facts, clock, [this] { return probing(); }),
      jitter_(seed) {
  health_ = unasked(source_);
  polls_ = std::move(source_.polls);
  if (!polls_.empty()) health_.last_attempt = polls_.front().began;
  const auto success = std::find_if(polls_.begin(), polls_.end(),
                                    [](const Poll& each) { return !each.failure && !each.held; });
  if (success != polls_.end()) succeeded(*success);
}

Health Runner::Worker::unasked(const Source& source) {
  Health health;
  health.name = source.name;
  health.kind = source.kind;
  health.facts = source.facts;
  health.paused = source.paused;
  health.doubted = source.doubted;
  return health;
}

void Runner::Worker::start() {
  {
    std::lock_guard lock(mutex_);
    if (!health_.paused) nextIn({});
  }
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  aside_.start();
}

void Runner::Worker::requestStop() {
  thread_.request_stop();
  aside_.requestStop();
}

void Runner::Worker::join() {
  if (thread_.joinable()) thread_.join();
  aside_.join();
}

void Runner::Worker::pause(bool paused) {
  std::lock_guard lock(mutex_);
  if (health_.paused == paused) return;
  health_.paused = paused;
  if (paused) {
    ++pauses_;
    health_.next.reset();
  } else {
    nextIn({});
  }
  changed_.notify_all();
}

void Runner::Worker::pollNow() {
  std::lock_guard lock(mutex_);
  poll_now_ = true;
  changed_.notify_all();
}

bool Runner::Worker::isHeld(model::Instant began) const {
  return held_ && held_->poll.began == began;
}

void Runner::Worker::forgetHeld() {
  held_.reset();
  health_.held.reset();
}

bool Runner::Worker::release(model::Instant began) {
  const std::lock_guard one(delivering_);
  Held held;
  {
    std::lock_guard lock(mutex_);
    if (!isHeld(began)) return false;
    held = *held_;
  }
  callbacks_.deliver(source_.name, held.delivery, held.epoch);
  {
    std::lock_guard lock(mutex_);
    if (isHeld(began)) {
      forgetHeld();
      health_.doubted = false;
    }
    held.poll.held.reset();
    keep(held.poll);
  }
  report(held.poll);
  return true;
}

bool Runner::Worker::discard(model::Instant began, const std::function<void()>& record) {
  const std::lock_guard one(delivering_);
  {
    std::lock_guard lock(mutex_);
    if (!isHeld(began)) return false;
  }
  record();
  std::lock_guard lock(mutex_);
  if (isHeld(began)) forgetHeld();
  poll_now_ = true;
  changed_.notify_all();
  return true;
}

bool Runner::Worker::ask(const std::string& student_no, Aside::Answered answered, bool anyway) {
  return aside_.ask(student_no, std::move(answered), anyway);
}

void Runner::Worker::beginAnew() {
  aside_.forget();
  std::lock_guard lock(mutex_);
  const bool paused = health_.paused;
  const bool running = health_.running;
  health_ = unasked(source_);
  held_.reset();
  polls_.clear();
  health_.paused = paused;
  health_.running = running;
  health_.doubted = false;
  if (!paused) nextIn({});
  poll_now_ = !paused;
  ++beginnings_;
  changed_.notify_all();
}

void Runner::Worker::clockMoved() {
  std::lock_guard lock(mutex_);
  capNext();
  changed_.notify_all();
}

Health Runner::Worker::health() const {
  std::lock_guard lock(mutex_);
  return health_;
}

std::vector<Poll> Runner::Worker::polls() const {
  std::lock_guard lock(mutex_);
  return polls_;
}

unsigned Runner::Worker::beginnings() const {
  std::lock_guard lock(mutex_);
  return beginnings_;
}

std::optional<Failure> Runner::Worker::probing() const {
  std::lock_guard lock(mutex_);
  return health_.consecutive_failures >= kFailuresUntilProbing ? health_.last_error : std::nullopt;
}

unsigned Runner::Worker::pauses() const {
  std::lock_guard lock(mutex_);
  return pauses_;
}

bool Runner::Worker::pausedSince(unsigned pauses) const {
  std::lock_guard lock(mutex_);
  return health_.paused || pauses_ != pauses;
}

void Runner::Worker::nextIn(std::chrono::milliseconds wait) {
  wait_ = wait;
  health_.next = clock_.now() + wait;
}

void Runner::Worker::capNext() {
  if (health_.next) health_.next = std::min(*health_.next, clock_.now() + wait_);
}

bool Runner::Worker::due() const {
  return poll_now_ || (health_.next && *health_.next <= clock_.now());
}

void Runner::Worker::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    bool on_demand = false;
    {
      std::unique_lock lock(mutex_);
      capNext();
      const auto until_next = health_.next ? *health_.next - clock_.now() : kLongestWait;
      const auto wait =
          std::clamp<std::chrono::milliseconds>(until_next, std::chrono::milliseconds(0), kLongestWait);
      if (!changed_.wait_for(lock, stop, wait, [this] { return due(); })) continue;
      poll_now_ = false;
      health_.running = true;
      on_demand = health_.paused;
    }
    attempt(stop, on_demand);
  }
}

}  // namespace lixiao::connectors
