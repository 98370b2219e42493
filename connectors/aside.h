#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
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

  /// `clock` must outlive this.
  Aside(std::unique_ptr<Connector> connector, std::vector<std::string> facts, const model::Clock& clock);

  void start();
  void requestStop() { thread_.request_stop(); }
  void join();

  /// False when too many questions wait. `answered` is called in the thread, and not after a stop.
  bool ask(const std::string& student_no, Answered answered);
  /// Forgets the questions that wait.
  void forget();

 private:
  struct Question {
    std::string student_no;
    Answered answered;
  };
  void run(const std::stop_token& stop);

  std::unique_ptr<Connector> connector_;
  std::vector<std::string> facts_;
  const model::Clock& clock_;
  std::mutex mutex_;  ///< guards questions_
  std::condition_variable_any changed_;
  std::deque<Question> questions_;
  std::jthread thread_;
};

}  // namespace lixiao::connectors
