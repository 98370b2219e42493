#include "connectors/runner.h"

#include <algorithm>
#include <cmath>

#include "connectors/runner_worker.h"

namespace lixiao::connectors {

std::chrono::milliseconds Schedule::wait(unsigned failures, double jitter) const {
  if (failures == 0) return every;
  const double doublings = std::min(failures - 1, 20u);
  const double most = static_cast<double>(retry_max.count());
  const double full = std::min(static_cast<double>(retry.count()) * std::exp2(doublings), most);
  return std::chrono::milliseconds(static_cast<std::int64_t>(full * (1 - jitter / 2)));
}

Runner::Runner(std::vector<Source> sources, const model::Clock& clock, const Callbacks& callbacks,
               std::uint64_t seed) {
  for (Source& source : sources) {
    workers_.push_back(std::make_unique<Worker>(std::move(source), clock, callbacks, seed + workers_.size()));
  }
}

Runner::~Runner() {
  stop();
}

void Runner::start() {
  for (const auto& worker : workers_) worker->start();
}

void Runner::stop() {
  for (const auto& worker : workers_) worker->requestStop();
  for (const auto& worker : workers_) worker->join();
}

Runner::Worker* Runner::find(std::string_view source) const {
  const auto found =
      std::find_if(workers_.begin(), workers_.end(), [&](const auto& w) { return w->name() == source; });
  return found == workers_.end() ? nullptr : found->get();
}

bool Runner::pause(std::string_view source, bool paused) {
  Worker* worker = find(source);
  if (worker) worker->pause(paused);
  return worker != nullptr;
}

bool Runner::pollNow(std::string_view source) {
  Worker* worker = find(source);
  if (worker) worker->pollNow();
  return worker != nullptr;
}

bool Runner::release(std::string_view source, model::Instant began) {
  Worker* worker = find(source);
  return worker && worker->release(began);
}

bool Runner::discard(std::string_view source, model::Instant began, const std::function<void()>& record) {
  Worker* worker = find(source);
  return worker && worker->discard(began, record);
}

bool Runner::ask(std::string_view source, const std::string& student_no,
                 std::function<void(const FetchResult&)> answered, bool anyway) {
  Worker* worker = find(source);
  return worker && worker->ask(student_no, std::move(answered), anyway);
}

void Runner::beginAnew() {
  for (const auto& worker : workers_) worker->beginAnew();
}

void Runner::clockMoved() {
  for (const auto& worker : workers_) worker->clockMoved();
}

std::vector<Health> Runner::health() const {
  std::vector<Health> all;
  for (const auto& worker : workers_) all.push_back(worker->health());
  return all;
}

std::vector<Poll> Runner::polls(std::string_view source) const {
  const Worker* worker = find(source);
  return worker ? worker->polls() : std::vector<Poll>();
}

}  // namespace lixiao::connectors
