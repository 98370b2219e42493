#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>

#include "engine/store/journal_verify.h"
#include "engine/store/meta.h"
#include "engine/store/registration.h"
#include "tests/catch.h"
#include "tests/store/fixture.h"

using namespace lixiao::store;
using namespace lixiao::store::test;

namespace {
/// The helper process with its standard output.
class Writer {
 public:
  Writer(const std::string& mode, const std::string& file) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    std::string program = LIXIAO_BINARY_DIR "/store_writer";
    std::string arguments[] = {program, mode, file};
    char* argv[] = {arguments[0].data(), arguments[1].data(), arguments[2].data(), nullptr};
    const int failed = ::posix_spawn(&pid_, program.c_str(), &actions, nullptr, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    output_ = ends[0];
    if (failed) throw std::runtime_error("cannot start " + program);
  }
  ~Writer() { ::close(output_); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// The next byte, or false at the end.
  bool next(char& byte) { return ::read(output_, &byte, 1) == 1; }
  void kill() { ::kill(pid_, SIGKILL); }
  int wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    return status;
  }

 private:
  ::pid_t pid_ = 0;
  int output_ = -1;
};

/// Kills the writer somewhere after `acks` acknowledgements and returns the last number it acknowledged.
std::int64_t killAfter(Writer& writer, int acks, int spins) {
  std::string line;
  std::int64_t last = 0;
  char byte = 0;
  while (writer.next(byte)) {
    if (byte != '\n') {
      line.push_back(byte);
      continue;
    }
    last = std::stoll(line);
    line.clear();
    if (--acks != 0) continue;
    for (int i = 0; i < spins; ++i) std::this_thread::yield();
    writer.kill();
  }
  const int status = writer.wait();
  REQUIRE(WIFSIGNALED(status));
  return last;
}

/// The number of the last write that is there, after checking that the file is whole.
std::int64_t lastWrite(const std::filesystem::path& file) {
  Database database(file);
  return database.read([](Reader& reader) {
    const ChainReport report = verifyJournal(reader);
    CHECK_FALSE(report.fault);
    const std::int64_t last = std::stoll(getMeta(reader, "last").value_or("0"));
    CHECK(report.head.seq == last);
    std::int64_t registrations = 0;
    forEachRegistration(reader, [&](std::vector<RegistrationRow>& block) {
      registrations += static_cast<std::int64_t>(block.size());
    });
    CHECK(registrations == last);
    return last;
  });
}
}  // namespace

TEST_CASE("What was acknowledged is there after the writer was killed, and nothing by halves", "[crash]") {
  const Folder folder;
  const auto file = folder / "lixiao.db";
  std::mt19937 random(std::random_device{}());
  for (int round = 0; round < 20; ++round) {
    Writer writer("acks", file.string());
    const std::int64_t acknowledged =
        killAfter(writer, 1 + static_cast<int>(random() % 60), static_cast<int>(random() % 3000));
    const std::int64_t last = lastWrite(file);
    CHECK(last >= acknowledged);
    CHECK(last <= acknowledged + 1);
  }
  CHECK(rawSql(file, "PRAGMA integrity_check").at(0) == "ok");
}

TEST_CASE("A writer that acknowledges before it commits is caught by the same test", "[crash]") {
  const Folder folder;
  const auto file = folder / "lixiao.db";
  int lost = 0;
  for (int round = 0; round < 40 && lost == 0; ++round) {
    Writer writer("lies", file.string());
    const std::int64_t acknowledged = killAfter(writer, 5, 0);
    lost += lastWrite(file) < acknowledged ? 1 : 0;
  }
  CHECK(lost > 0);
}

TEST_CASE("A file that may not be written gives an error that says so", "[fault]") {
  const Folder folder;
  std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
  const auto file = folder / "lixiao.db";
  { const Database made(file); }
  const bool root = ::geteuid() == 0;
  if (!root) std::filesystem::permissions(file, std::filesystem::perms(0444));
  Writer writer("nobody", file.string());
  std::string said;
  for (char byte = 0; writer.next(byte);) said.push_back(byte);
  REQUIRE(writer.wait() == 0);
  CHECK(said.find(std::to_string(static_cast<int>(StoreError::Kind::ReadOnly)) + " " + file.string()) == 0);
  CHECK(said.find("cannot be written") != std::string::npos);
  CHECK(rawSql(file, "SELECT count(*) FROM meta WHERE key <> 'database_id'").at(0) == "0");
}
