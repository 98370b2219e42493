#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "connectors/isolation/wire.h"

namespace lixiao::connectors {

/// The program that answers one question from standard input on standard output (`answerQuestion`).
struct FetchProgram {
  std::vector<std::string> command;  ///< the program's path and its arguments
  std::chrono::milliseconds at_most{std::chrono::minutes(15)};
  std::size_t facts = 1;  ///< of each student: an answer that is far longer than they need is refused
};

/// Fetches in a process of its own: a connector that crashes, hangs or eats its memory costs one attempt and
/// nothing else. The process is killed when it takes too long, says too much or a stop is requested. What it
/// prints is told in one line, with the failure or in the log.
class IsolatedConnector final : public Connector {
 public:
  /// The question's students are those of each fetch.
  IsolatedConnector(FetchProgram program, Question question)
      : program_(std::move(program)), question_(std::move(question)) {}

  FetchResult fetch(const std::vector<StudentRef>& students, const std::stop_token& stop) override;

 private:
  FetchProgram program_;
  Question question_;
};

/// The other side: reads a question in the wire's form, fetches, returns the answer in the wire's form.
/// Whatever goes wrong is a failure in it.
std::string answerQuestion(const std::string& question);

}  // namespace lixiao::connectors
