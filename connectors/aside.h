#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "connectors/connector.h"
#include "engine/model/clock.h"

namespace lixiao::connectors {

/// Questions about single students, put to a source beside its polls: a connector and a thread of their own,
/// so that nobody waits for a poll of thousands. Thread-safe.
class Aside {
 public:
  using Answered = std::function<void(const FetchResult&)>;

  /// Why the source is not to be asked just now, if it is not.
  using Broken = std::function<std::optional<Failure>()>;

  /// `clock` must outlive this.
  Aside(std::unique_ptr<Connector> connector, std::vector<std::string> facts, const model::Clock& clock,
        Broken broken);

  void start();
  void requestStop() { thread_.request_stop(); }
  void join();

  /// False when too many questions wait. `answered` is called in the thread, and not after a stop. While the
  /// source is broken, or has not been reached for several questions in a row, it is not asked, unless
  /// `anyway`.
  bool ask(const std::string& student_no, Answered answered, bool anyway);
  /// Forgets the questions that wait.
  void forget();

 private:
  struct Question {
    std::string student_no;
    Answered answered;
    bool anyway = false;
  };
  void run(const std::stop_token& stop);
  FetchResult put(const Question& question, const std::stop_token& stop);
  std::optional<Failure> whyNotAsked() const;

  std::unique_ptr<Connector> connector_;
  std::vector<std::string> facts_;
  const model::Clock& clock_;
  Broken broken_;
  // The thread's own.
  unsigned failures_ = 0;  ///< in a row, for want of a connection
  Failure last_failure_;
  std::chrono::steady_clock::time_point put_{};  ///< when a question was last put
  std::mutex mutex_;                             ///< guards questions_
  std::condition_variable_any changed_;
  std::deque<Question> questions_;
  std::jthread thread_;
};

}  // namespace lixiao::connectors
