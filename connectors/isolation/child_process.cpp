#include "connectors/isolation/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

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

  std::size_t size() const {
    struct stat state {};
    return ::fstat(file_, &state) == 0 ? static_cast<std::size_t>(state.st_size) : 0;
  }

  std::string read() const {
    std::string text(size(), '\0');
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

/// What a process says on standard error, of which the end is kept.
class Words {
 public:
  Words() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) fail(errno, "a pipe");
    ::fcntl(ends_[0], F_SETFL, O_NONBLOCK);
  }
  ~Words() {
    ::close(ends_[0]);
    closeInput();
  }
  Words(const Words&) = delete;
  Words& operator=(const Words&) = delete;

  int input() const { return ends_[1]; }
  void closeInput() {
    if (ends_[1] >= 0) ::close(std::exchange(ends_[1], -1));
  }

  /// Waits for words at most so long and takes what is there.
  void await(std::chrono::milliseconds at_most) {
    pollfd look{open_ ? ends_[0] : -1, POLLIN, 0};
    ::poll(&look, 1, static_cast<int>(at_most.count()));
    take();
  }
  void take() {
    std::array<char, 4096> part{};
    for (int i = 0; i < kPartsAtOnce; ++i) {
      const ssize_t count = ::read(ends_[0], part.data(), part.size());
      if (count == 0) open_ = false;
      if (count <= 0) return;
      said_.append(part.data(), static_cast<std::size_t>(count));
      if (said_.size() > kWordsKept) said_.erase(0, said_.size() - kWordsKept);
    }
  }
  const std::string& said() const { return said_; }

 private:
  /// So that one who never stops talking is still looked at.
  static constexpr int kPartsAtOnce = 256;

  std::array<int, 2> ends_{-1, -1};
  bool open_ = true;
  std::string said_;
};

/// Starts the program with these files and no others, as the leader of a process group, and with no signal
/// blocked.
pid_t start(const std::vector<std::string>& command, int input, int output, int words) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, words, STDERR_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));  // NOLINT
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int error =
      posix_spawn(&child, command.front().c_str(), &files, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) fail(error, command.front().c_str());
  return child;
}

Ended::How endOf(const siginfo_t& state) {
  return state.si_code == CLD_EXITED ? Ended::How::Exit : Ended::How::Signal;
}

/// How the process ended; empty while it runs. It is not reaped: its number stays its own.
std::optional<Ended> ended(pid_t child) {
  siginfo_t state{};
  if (::waitid(P_PID, static_cast<id_t>(child), &state, WEXITED | WNOHANG | WNOWAIT) != 0) {
    if (errno == EINTR) return std::nullopt;
    fail(errno, "waiting for a process");
  }
  if (state.si_pid != child) return std::nullopt;
  return Ended{endOf(state), state.si_status, {}, {}};
}

/// Waits for the end, or for a reason to bring it about.
Ended await(pid_t child, const MemoryFile& answered, Words& words, std::chrono::milliseconds at_most,
            std::size_t most_bytes, const std::stop_token& stop) {
  const auto late = std::chrono::steady_clock::now() + at_most;
  for (;;) {
    const auto end = ended(child);
    if (answered.size() > most_bytes) return {Ended::How::TooMuch, SIGKILL, {}, {}};
    if (end) return *end;
    if (stop.stop_requested()) return {Ended::How::Stopped, SIGKILL, {}, {}};
    if (std::chrono::steady_clock::now() >= late) return {Ended::How::TooLate, SIGKILL, {}, {}};
    words.await(kLook);
  }
}

/// Ends the process and all that it left in its group.
void end(pid_t child) {
  ::kill(-child, SIGKILL);
  while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace

Ended runToTheEnd(const std::vector<std::string>& command, const std::string& input,
                  std::chrono::milliseconds at_most, std::size_t most_bytes, const std::stop_token& stop) {
  const MemoryFile asked("asked");
  const MemoryFile answered("answered");
  Words words;
  asked.write(input);
  const pid_t child = start(command, asked.descriptor(), answered.descriptor(), words.input());
  words.closeInput();
  Ended ended = await(child, answered, words, at_most, most_bytes, stop);
  end(child);
  words.take();
  ended.words = words.said();
  if (ended.how == Ended::How::Exit) ended.output = answered.read();
  return ended;
}

}  // namespace lixiao::connectors
