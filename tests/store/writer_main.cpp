// store_writer MODE FILE: `acks` commits and then acknowledges on standard output, forever; `lies`
// acknowledges before it commits; `nobody` gives up its rights and tries to write once.
#include <unistd.h>

#include <cstdio>
#include <string>

#include "engine/store/journal.h"
#include "engine/store/meta.h"
#include "engine/store/registration.h"

using namespace lixiao::store;

namespace {
constexpr ::uid_t kNobody = 65534;

/// Each line is one system call: a pipe takes it whole.
void acknowledge(std::int64_t seq) {
  const std::string line = std::to_string(seq) + "\n";
  if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size())) ::_exit(3);
}

std::int64_t commitOne(Transaction& transaction) {
  const std::int64_t seq = journalHead(transaction).seq + 1;
  const std::string student = "S" + std::to_string(seq);
  const RegistrationOutcome made =
      putRegistration(transaction, {student, "library", {}, Expected::nothing()});
  if (!made.done) ::_exit(4);
  setMeta(transaction, "last", std::to_string(seq));
  appendJournal(transaction, {{}, "writer", std::string(kind::kRegistrationMade), student, "library", "{}"});
  return seq;
}

int writeForever(const std::string& file, bool lies) {
  Database database(file);
  for (;;) {
    const std::int64_t seq = database.write([&](Transaction& transaction) {
      const std::int64_t made = commitOne(transaction);
      if (lies) acknowledge(made);
      return made;
    });
    if (!lies) acknowledge(seq);
  }
}

int writeAsNobody(const std::string& file) {
  if (::geteuid() == 0 && ::setuid(kNobody) != 0) return 5;
  try {
    Database database(file);
    database.write([](Transaction& transaction) { setMeta(transaction, "nobody", "was here"); });
  } catch (const StoreError& fault) {
    std::printf("%d %s\n", static_cast<int>(fault.kind()), fault.what());
    return 0;
  }
  return 6;
}
}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::string mode = argv[1];
  if (mode == "nobody") return writeAsNobody(argv[2]);
  return writeForever(argv[2], mode == "lies");
}
