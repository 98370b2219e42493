#include "connectors/isolation/isolated_connector.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "connectors/isolation/child_process.h"
#include "connectors/plugin_loader.h"

namespace lixiao::connectors {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 30U;

Failure internal(std::string text) {
  return {FailureKind::Internal, std::move(text)};
}

std::optional<Failure> howItFailed(const Ended& ended) {
  switch (ended.how) {
    case Ended::How::Exit:
      if (ended.code == 0) return std::nullopt;
      return internal("the connector's process ended with exit code " + std::to_string(ended.code));
    case Ended::How::Signal:
      return internal("the connector's process crashed: " + std::string(strsignal(ended.code)));
    case Ended::How::TooLate:
      return internal("the connector's process took too long and was ended");
    case Ended::How::Stopped:
      return internal("stopped");
  }
  return internal("the connector's process is lost");
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
    const Ended ended = runToTheEnd(program_.command, toWire(question), program_.at_most, kMostBytes, stop);
    if (auto failure = howItFailed(ended)) return *failure;
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
