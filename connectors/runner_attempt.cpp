#include <spdlog/spdlog.h>

#include <algorithm>

#include "connectors/checked_fetch.h"
#include "connectors/mask.h"
#include "connectors/runner_worker.h"

namespace lixiao::connectors {

void Runner::Worker::attempt(const std::stop_token& stop, bool on_demand) {
  const auto before = std::chrono::steady_clock::now();
  const unsigned beginning = beginnings();
  Attempt attempt;
  attempt.poll.began = clock_.now();
  try {
    poll(stop, on_demand, attempt);
  } catch (const std::exception& error) {
    attempt.poll.failure = Failure{FailureKind::Internal, error.what()};
  }
  attempt.poll.took =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - before);
  if (stop.stop_requested()) return;
  if (settle(beginning, attempt)) report(attempt.poll);
}

void Runner::Worker::poll(const std::stop_token& stop, bool on_demand, Attempt& attempt) {
  const unsigned pauses = this->pauses();
  const Asked asked = callbacks_.students(source_.name);
  if (asked.students.empty()) return;
  attempt.poll.students_asked = probing() ? 1 : asked.students.size();
  if ((attempt.poll.failure = probe(asked, stop))) return;
  attempt.poll.students_asked = asked.students.size();
  const FetchResult result = checkedFetch(*source_.connector, source_.facts, asked.students, clock_, stop);
  if (result.failure()) {
    attempt.poll.failure = *result.failure();
    return;
  }
  if (stop.stop_requested()) return;
  const Delivery& delivery = *result.delivery();
  attempt.poll.facts_delivered = delivery.facts.size();
  attempt.poll.unknown_students = delivery.unknown_students.size();
  attempt.poll.as_of = delivery.as_of;
  attempt.poll.held = fallOf(delivery);
  const std::lock_guard one(delivering_);
  attempt.dropped = !on_demand && pausedSince(pauses);
  if (attempt.dropped) return;
  if (attempt.poll.held) {
    attempt.held = Held{attempt.poll, delivery, asked.epoch};
    return;
  }
  callbacks_.deliver(source_.name, delivery, asked.epoch);
  const std::lock_guard lock(mutex_);
  forgetHeld();  // what is older can be released no more
}

std::optional<Failure> Runner::Worker::probe(const Asked& asked, const std::stop_token& stop) {
  if (!probing() || asked.students.size() == 1) return std::nullopt;
  const FetchResult result =
      checkedFetch(*source_.connector, source_.facts, {asked.students.front()}, clock_, stop);
  return result.failure() ? std::optional(*result.failure()) : std::nullopt;
}

std::optional<Fall> Runner::Worker::fallOf(const Delivery& delivery) const {
  if (!callbacks_.known) return std::nullopt;
  return suspiciousFall(callbacks_.known(delivery), delivery, source_.fall);
}

bool Runner::Worker::settle(unsigned beginning, Attempt& attempt) {
  const double jitter = std::uniform_real_distribution<double>(0, 1)(jitter_);
  std::lock_guard lock(mutex_);
  health_.running = false;
  if (beginning != beginnings_ || attempt.dropped) return false;
  health_.last_attempt = attempt.poll.began;
  if (auto& failure = attempt.poll.failure) {
    failure->text = maskError(failure->text);
    failure->answer = maskError(failure->answer);
    ++health_.consecutive_failures;
    health_.last_error = *failure;
  } else {
    health_.consecutive_failures = 0;
    health_.last_error.reset();
    held_ = std::move(attempt.held);
    health_.held = held_ ? std::optional(attempt.poll) : std::nullopt;
    if (held_ || attempt.poll.students_asked > 0) health_.doubted = held_.has_value();
  }
  keep(attempt.poll);
  if (!health_.paused) nextIn(source_.schedule.wait(health_.consecutive_failures, jitter));
  return true;
}

void Runner::Worker::succeeded(const Poll& poll) {
  health_.last_success = poll.began;
  health_.students_asked = poll.students_asked;
  health_.facts_delivered = poll.facts_delivered;
  health_.unknown_students = poll.unknown_students;
  health_.as_of = poll.as_of;
}

void Runner::Worker::keep(const Poll& poll) {
  if (!poll.failure && !poll.held) succeeded(poll);
  const auto same = std::find_if(polls_.begin(), polls_.end(),
                                 [&](const Poll& each) { return each.held && each.began == poll.began; });
  if (same != polls_.end()) {
    *same = poll;
    return;
  }
  polls_.insert(polls_.begin(), poll);
  if (polls_.size() > kPollsKept) polls_.pop_back();
}

void Runner::Worker::report(const Poll& poll) {
  const Health now = health();
  if (poll.failure) {
    spdlog::warn("connector {}: {}, {} in a row: {}", now.name, word(poll.failure->kind),
                 now.consecutive_failures, poll.failure->text);
  } else if (poll.held) {
    spdlog::warn("connector {}: held, {} fell from {} to {} students", now.name, poll.held->fact,
                 poll.held->before, poll.held->after);
  } else {
    spdlog::info("connector {}: {} facts of {} students, {} not known to the source", now.name,
                 poll.facts_delivered, poll.students_asked, poll.unknown_students);
  }
  if (!callbacks_.attempted) return;
  try {
    callbacks_.attempted(now, poll);
  } catch (const std::exception& error) {
    spdlog::error("connector {}: its health could not be passed on: {}", now.name, maskError(error.what()));
  }
}

}  // namespace lixiao::connectors
