#include "connectors/aside.h"

#include <spdlog/spdlog.h>

#include "connectors/checked_fetch.h"
#include "connectors/mask.h"
#include "connectors/runner.h"

namespace lixiao::connectors {

namespace {

/// A source that was not reached for several questions in a row is asked one so often.
constexpr std::chrono::seconds kProbeEvery{30};

}  // namespace

Aside::Aside(std::unique_ptr<Connector> connector, std::vector<std::string> facts, const model::Clock& clock,
             Broken broken)
    : connector_(std::move(connector)), facts_(std::move(facts)), clock_(clock), broken_(std::move(broken)) {}

void Aside::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Aside::join() {
  if (thread_.joinable()) thread_.join();
}

bool Aside::ask(const std::string& student_no, Answered answered, bool anyway) {
  const std::lock_guard lock(mutex_);
  if (questions_.size() >= kQuestionsWaiting) return false;
  questions_.push_back({student_no, std::move(answered), anyway});
  changed_.notify_all();
  return true;
}

void Aside::forget() {
  const std::lock_guard lock(mutex_);
  questions_.clear();
}

std::optional<Failure> Aside::whyNotAsked() const {
  if (auto failure = broken_()) return failure;
  const bool lost = failures_ >= kFailuresUntilProbing;
  if (lost && std::chrono::steady_clock::now() < put_ + kProbeEvery) return last_failure_;
  return std::nullopt;
}

FetchResult Aside::put(const Question& question, const std::stop_token& stop) {
  if (!question.anyway)
    if (auto failure = whyNotAsked()) return *failure;
  FetchResult result = checkedFetch(*connector_, facts_, {{question.student_no}}, clock_, stop);
  put_ = std::chrono::steady_clock::now();
  const bool reached = !result.failure() || result.failure()->kind != FailureKind::Unreachable;
  failures_ = reached ? 0 : failures_ + 1;
  if (!reached) last_failure_ = *result.failure();
  return result;
}

void Aside::run(const std::stop_token& stop) {
  for (;;) {
    Question question;
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [this] { return !questions_.empty(); })) return;
      question = std::move(questions_.front());
      questions_.pop_front();
    }
    const FetchResult result = put(question, stop);
    if (stop.stop_requested()) return;
    try {
      question.answered(result);
    } catch (const std::exception& error) {
      spdlog::error("an answer about one student could not be used: {}", maskError(error.what()));
    }
  }
}

}  // namespace lixiao::connectors
