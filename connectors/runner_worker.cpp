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
    : source_(std::move(source)), clock_(clock), callbacks_(callbacks), jitter_(seed) {
  health_ = unasked(source_);
}

Health Runner::Worker::unasked(const Source& source) {
  Health health;
  health.name = source.name;
  health.kind = source.kind;
  health.facts = source.facts;
  health.paused = source.paused;
  return health;
}

void Runner::Worker::start() {
  {
    std::lock_guard lock(mutex_);
    if (!health_.paused) health_.next = clock_.now();
  }
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Runner::Worker::join() {
  if (thread_.joinable()) thread_.join();
}

void Runner::Worker::pause(bool paused) {
  std::lock_guard lock(mutex_);
  if (health_.paused == paused) return;
  health_.paused = paused;
  health_.next = paused ? std::nullopt : std::optional(clock_.now());
  changed_.notify_all();
}

void Runner::Worker::pollNow() {
  std::lock_guard lock(mutex_);
  poll_now_ = true;
  changed_.notify_all();
}

void Runner::Worker::beginAnew() {
  std::lock_guard lock(mutex_);
  const bool paused = health_.paused;
  const bool running = health_.running;
  health_ = unasked(source_);
  health_.paused = paused;
  health_.running = running;
  if (!paused) health_.next = clock_.now();
  poll_now_ = !paused;
  ++beginnings_;
  changed_.notify_all();
}

void Runner::Worker::clockMoved() {
  std::lock_guard lock(mutex_);
  changed_.notify_all();
}

Health Runner::Worker::health() const {
  std::lock_guard lock(mutex_);
  return health_;
}

unsigned Runner::Worker::beginnings() const {
  std::lock_guard lock(mutex_);
  return beginnings_;
}

bool Runner::Worker::due() const {
  return poll_now_ || (health_.next && *health_.next <= clock_.now());
}

void Runner::Worker::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      const auto until_next = health_.next ? *health_.next - clock_.now() : kLongestWait;
      const auto wait =
          std::clamp<std::chrono::milliseconds>(until_next, std::chrono::milliseconds(0), kLongestWait);
      if (!changed_.wait_for(lock, stop, wait, [this] { return due(); })) continue;
      poll_now_ = false;
      health_.running = true;
    }
    attempt(stop);
  }
}

void Runner::Worker::attempt(const std::stop_token& stop) {
  const model::Instant began = clock_.now();
  Health counts;
  std::optional<Failure> failure;
  const unsigned beginning = beginnings();
  try {
    failure = poll(stop, counts);
  } catch (const std::exception& error) {
    failure = Failure{FailureKind::Internal, error.what()};
  }
  if (stop.stop_requested()) return;
  if (settle(beginning, began, std::move(failure), counts)) report();
}

FetchResult Runner::Worker::fetch(const std::vector<StudentRef>& students, const std::stop_token& stop) {
  const model::Instant asked = clock_.now();
  FetchResult result = source_.connector->fetch(students, stop);
  Delivery* delivery = result.delivery();
  if (!delivery) return result;
  const std::string wrong = incompleteness(*delivery, students, source_.facts);
  if (!wrong.empty()) return Failure{FailureKind::Internal, "the connector delivered " + wrong};
  delivery->as_of = asked;
  return result;
}

std::optional<Failure> Runner::Worker::poll(const std::stop_token& stop, Health& counts) {
  const std::vector<StudentRef> students = callbacks_.students();
  if (students.empty()) return std::nullopt;
  const FetchResult result = fetch(students, stop);
  if (result.failure()) return *result.failure();
  if (stop.stop_requested()) return std::nullopt;
  const Delivery& delivery = *result.delivery();
  callbacks_.deliver(source_.name, delivery);
  counts.students_asked = students.size();
  counts.facts_delivered = delivery.facts.size();
  counts.unknown_students = delivery.unknown_students.size();
  return std::nullopt;
}

bool Runner::Worker::settle(unsigned beginning, model::Instant began, std::optional<Failure> failure,
                            const Health& counts) {
  const double jitter = std::uniform_real_distribution<double>(0, 1)(jitter_);
  std::lock_guard lock(mutex_);
  health_.running = false;
  if (beginning != beginnings_) return false;
  health_.last_attempt = began;
  if (failure) {
    ++health_.consecutive_failures;
    health_.last_error = Failure{failure->kind, maskError(failure->text)};
  } else {
    health_.consecutive_failures = 0;
    health_.last_error.reset();
    health_.last_success = began;
    health_.students_asked = counts.students_asked;
    health_.facts_delivered = counts.facts_delivered;
    health_.unknown_students = counts.unknown_students;
  }
  if (!health_.paused)
    health_.next = clock_.now() + source_.schedule.wait(health_.consecutive_failures, jitter);
  return true;
}

void Runner::Worker::report() {
  const Health now = health();
  if (now.last_error) {
    spdlog::warn("connector {}: {}, {} in a row: {}", now.name, word(now.last_error->kind),
                 now.consecutive_failures, now.last_error->text);
  } else {
    spdlog::info("connector {}: {} facts of {} students, {} not known to the source", now.name,
                 now.facts_delivered, now.students_asked, now.unknown_students);
  }
  if (!callbacks_.attempted) return;
  try {
    callbacks_.attempted(now);
  } catch (const std::exception& error) {
    spdlog::error("connector {}: its health could not be passed on: {}", now.name, maskError(error.what()));
  }
}

}  // namespace lixiao::connectors
