#include "connectors/isolation/child_process.h"

#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <thread>

namespace lixiao::connectors {
namespace {

constexpr std::chrono::milliseconds kLook{10};  ///< how often a process is looked at

[[noreturn]] void fail(int error, const char* what) {
  throw std::system_error(error, std::generic_category(), what);
}

/// A file that is in memory only.
class MemoryFile {
 public:
  explicit MemoryFile(const char* name) : file_(::memfd_create(name, MFD_CLOEXEC)) {
    if (file_ < 0) fail(errno, "a file in memory");
  }
  ~MemoryFile() { ::close(file_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  int descriptor() const { return file_; }

  void write(const std::string& text) const {
    for (std::size_t done = 0; done < text.size();) {
      const ssize_t count = ::write(file_, text.data() + done, text.size() - done);
      if (count < 0) fail(errno, "a file in memory");
      done += static_cast<std::size_t>(count);
    }
    if (::lseek(file_, 0, SEEK_SET) < 0) fail(errno, "a file in memory");
  }

  std::string read(std::size_t most) const {
    const off_t end = ::lseek(file_, 0, SEEK_END);
    std::string text(std::min(most, static_cast<std::size_t>(std::max<off_t>(end, 0))), '\0');
    std::size_t done = 0;
    while (done < text.size()) {
      const ssize_t count = ::pread(file_, text.data() + done, text.size() - done, static_cast<off_t>(done));
      if (count <= 0) break;
      done += static_cast<std::size_t>(count);
    }
    text.resize(done);
    return text;
  }

 private:
  int file_;
};

/// Starts the program with these files and no signal blocked.
pid_t start(const std::vector<std::string>& command, int input, int output) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  std::vector<char*> words;
  words.reserve(command.size() + 1);
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));  // NOLINT
  words.push_back(nullptr);
  pid_t child = 0;
  const int error = posix_spawn(&child, command.front().c_str(), &files, &attributes, words.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) fail(error, command.front().c_str());
  return child;
}

Ended endOf(int status) {
  if (WIFSIGNALED(status)) return {Ended::How::Signal, WTERMSIG(status), {}};
  return {Ended::How::Exit, WEXITSTATUS(status), {}};
}

/// Waits for the end, or brings it about.
Ended await(pid_t child, std::chrono::milliseconds at_most, const std::stop_token& stop) {
  const auto late = std::chrono::steady_clock::now() + at_most;
  for (;;) {
    int status = 0;
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) return endOf(status);
    if (ended < 0 && errno != EINTR) fail(errno, "waiting for a process");
    const bool stopped = stop.stop_requested();
    if (stopped || std::chrono::steady_clock::now() >= late) {
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
      return {stopped ? Ended::How::Stopped : Ended::How::TooLate, SIGKILL, {}};
    }
    std::this_thread::sleep_for(kLook);
  }
}

}  // namespace

Ended runToTheEnd(const std::vector<std::string>& command, const std::string& input,
                  std::chrono::milliseconds at_most, std::size_t most_bytes, const std::stop_token& stop) {
  const MemoryFile asked("asked");
  const MemoryFile answered("answered");
  asked.write(input);
  const pid_t child = start(command, asked.descriptor(), answered.descriptor());
  Ended ended = await(child, at_most, stop);
  ended.output = answered.read(most_bytes);
  return ended;
}

}  // namespace lixiao::connectors
