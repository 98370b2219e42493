#include "connectors/isolation/isolated_connector.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "connectors/isolation/child_process.h"
#include "connectors/mask.h"
#include "connectors/plugin_loader.h"
#include "connectors/runner.h"

namespace lixiao::connectors {
namespace {

/// What an answer may take: for each value, and beside them.
constexpr std::size_t kBytesOfValue = 512;
constexpr std::size_t kBytesBeside = std::size_t{1} << 20U;
constexpr std::size_t kWordsTold = 400;

Failure internal(std::string text) {
  return {FailureKind::Internal, std::move(text)};
}

std::optional<Failure> howItFailed(const Ended& ended) {
  switch (ended.how) {
    case Ended::How::Exit:
      if (ended.code == 0 && ended.output.empty())
        return internal("the connector's process ended without an answer");
      if (ended.code == 0) return std::nullopt;
      return internal("the connector's process ended with exit code " + std::to_string(ended.code));
    case Ended::How::Signal:
      return internal("the connector's process crashed: " + std::string(strsignal(ended.code)));
    case Ended::How::TooLate:
      return internal("the connector's process took too long and was ended");
    case Ended::How::TooMuch:
      return internal("the connector's process said far more than was asked and was ended");
    case Ended::How::Stopped:
      return internal("stopped");
  }
  return internal("the connector's process is lost");
}

/// The last whole lines of what a process printed: what stands in half a line could not be masked.
std::string lastLines(const std::string& words) {
  if (words.size() <= kWordsTold) return words;
  const auto line = words.find('\n', words.size() - kWordsTold);
  return line == std::string::npos ? "" : words.substr(line + 1);
}

FetchResult answer(const Question& question) {
  Registry registry;
  const auto findings = loadPlugins(question.plugins, question.plugin_folder, registry);
  const ConnectorFactory* factory = registry.find(question.kind);
  if (!factory)
    return internal("there is no connector kind " + question.kind +
                    (findings.empty() ? "" : ": " + findings.front().message));
  return factory->create(question.settings)->fetch(question.students, {});
}

}  // namespace

FetchResult IsolatedConnector::fetch(const std::vector<StudentRef>& students, const std::stop_token& stop) {
  Question question = question_;
  question.students = students;
  try {
    const std::size_t most_bytes = students.size() * program_.facts * kBytesOfValue + kBytesBeside;
    const Ended ended = runToTheEnd(program_.command, toWire(question), program_.at_most, most_bytes, stop);
    const std::string words = maskError(lastLines(ended.words));
    if (auto failure = howItFailed(ended)) {
      if (!words.empty()) failure->text += "; it printed: " + words;
      return *failure;
    }
    if (!words.empty()) spdlog::info("a connector of kind {} printed: {}", question_.kind, words);
    return resultFromWire(ended.output);
  } catch (const std::exception& error) {
    return internal(error.what());
  }
}

std::string answerQuestion(const std::string& question) {
  try {
    return toWire(answer(questionFromWire(question)));
  } catch (const std::exception& error) {
    return toWire(FetchResult(internal(error.what())));
  } catch (...) {
    return toWire(FetchResult(internal("the connector failed with something that is no exception")));
  }
}

}  // namespace lixiao::connectors
