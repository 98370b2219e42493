#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <iostream>
#include <iterator>

#include "app/command.h"
#include "connectors/isolation/isolated_connector.h"

namespace lixiao::app {
namespace {

/// What a plugin may take at most: it fails then, and nothing else on the machine does.
constexpr rlim_t kMostMemory = rlim_t{4} << 30U;
constexpr rlim_t kMostFile = rlim_t{1} << 30U;

void limit(int resource, rlim_t most) {
  rlimit now{};
  if (::getrlimit(static_cast<__rlimit_resource_t>(resource), &now) != 0) return;
  most = std::min(most, now.rlim_max);
  const rlimit wanted{most, most};
  ::setrlimit(static_cast<__rlimit_resource_t>(resource), &wanted);
}

void limitResources() {
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, kMostFile);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // which need terabytes of addresses
  limit(RLIMIT_AS, kMostMemory);
#endif
}

/// One question from standard input, its answer to standard output. What a connector prints goes to standard
/// error.
int answer() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // nobody waits for the answer any more
  limitResources();
  const int output = ::dup(STDOUT_FILENO);
  ::dup2(STDERR_FILENO, STDOUT_FILENO);
  const std::string question{std::istreambuf_iterator<char>(std::cin), {}};
  const std::string text = connectors::answerQuestion(question);
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t count = ::write(output, text.data() + done, text.size() - done);
    if (count <= 0) return Exit::kFindings;
    done += static_cast<std::size_t>(count);
  }
  return Exit::kFine;
}

}  // namespace

void addConnectorProcess(CLI::App& application, Run& run) {
  CLI::App* command = application.add_subcommand("connector-process", "");
  command->group("");  // for the service itself, not for people
  command->callback([&run] { run = [] { return answer(); }; });
}

}  // namespace lixiao::app
