#include "connectors/aside.h"

#include <spdlog/spdlog.h>

#include "connectors/checked_fetch.h"
#include "connectors/runner.h"

namespace lixiao::connectors {

Aside::Aside(std::unique_ptr<Connector> connector, std::vector<std::string> facts, const model::Clock& clock)
    : connector_(std::move(connector)), facts_(std::move(facts)), clock_(clock) {}

void Aside::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Aside::join() {
  if (thread_.joinable()) thread_.join();
}

bool Aside::ask(const std::string& student_no, Answered answered) {
  const std::lock_guard lock(mutex_);
  if (questions_.size() >= kQuestionsWaiting) return false;
  questions_.push_back({student_no, std::move(answered)});
  changed_.notify_all();
  return true;
}

void Aside::forget() {
  const std::lock_guard lock(mutex_);
  questions_.clear();
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
    const FetchResult result = checkedFetch(*connector_, facts_, {{question.student_no}}, clock_, stop);
    if (stop.stop_requested()) return;
    try {
      question.answered(result);
    } catch (const std::exception& error) {
      spdlog::error("an answer about one student could not be used: {}", maskError(error.what()));
    }
  }
}

}  // namespace lixiao::connectors
