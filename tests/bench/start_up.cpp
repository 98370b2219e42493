#include "tests/bench/start_up.h"

#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include <Poco/Data/Session.h>
#include <Poco/Data/Statement.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <system_error>

#include "app/folder.h"
#include "engine/board/board.h"
#include "engine/store/activation.h"
#include "engine/store/fact.h"
#include "engine/store/journal.h"
#include "engine/store/registration.h"
#include "engine/store/sealing.h"
#include "engine/store/student.h"
#include "engine/store/student_list.h"
#include "tests/bench/population.h"

namespace lixiao::bench {
namespace {

namespace fs = std::filesystem;

class FixedClock final : public model::Clock {
 public:
  model::Instant now() const override { return *model::parseInstant("2015-06-24T12:00:00+08:00"); }
};

void activate(store::Transaction& transaction, model::Instant at) {
  store::Activation activation{0, "2015", "sample", {}, at, "bench"};
  for (const workflow::SourceFile& file : app::readYear(LIXIAO_SOURCE_DIR "/workflows/2015").files)
    activation.files.push_back({file.path, file.text});
  store::addActivation(transaction, activation);
  store::appendJournal(transaction,
                       store::JournalEntry{at, "bench", std::string(store::kind::kEditionActivated), {}, {}});
}

/// The rows of all tables for the students of a file.
struct Tables {
  std::vector<store::Student> students;
  std::vector<store::FactRow> facts;
  std::vector<store::RegistrationWish> registrations;
  std::vector<std::vector<store::ListMember>> lists;

  Tables(const workflow::Workflow& workflow, const app::StudentsFile& file, const store::Sealer& sealer)
      : lists(workflow.lists.size()) {
    for (std::size_t i = 0; i < file.size(); ++i) {
      const workflow::StudentRecord record = file.record(i);
      addStudent(workflow, record, sealer, i);
      for (workflow::FactIndex f = 0; f < record.facts.size(); ++f)
        if (record.facts[f].value.known())
          facts.push_back({record.student_no, workflow.facts[f].name, record.facts[f]});
      for (const auto& [item, registration] : record.registrations)
        registrations.push_back(
            {record.student_no, workflow.item_ids[item], registration, store::Expected::anything()});
      for (const auto& [list, remark] : record.listed)
        lists[list].push_back({record.student_no, record.name, remark});
    }
  }

  void addStudent(const workflow::Workflow& workflow, const workflow::StudentRecord& record,
                  const store::Sealer& sealer, std::size_t position) {
    store::Student student;
    student.student_no = record.student_no;
    student.name = record.name;
    student.id_type = "resident";
    const std::string national_id = std::to_string(310000000000000000 + position);
    student.id_sealed = sealer.seal(national_id, record.student_no);
    student.id_key = sealer.lookupKey(student.id_type, national_id);
    student.provider = "registrar";
    for (workflow::AttributeIndex i = 0; i < record.attributes.size(); ++i)
      student.attributes.set(workflow.attributes[i].name,
                             workflow::formatValue(workflow.attributes[i].type, record.attributes[i]));
    students.push_back(std::move(student));
  }
};

void fill(const fs::path& path, std::size_t students) {
  const auto workflow = edition2015();
  const app::StudentsFile file(workflow, sampleFiles(*workflow, sampleFolder(students)));
  const store::Sealer sealer(path.string() + ".key");
  Tables tables(*workflow, file, sealer);
  const model::Instant now = FixedClock().now();
  store::Database database(path);
  store::bindKey(database, sealer);
  database.write([&](store::Transaction& transaction) {
    activate(transaction, now);
    store::upsertStudents(transaction, std::move(tables.students));
    store::upsertFacts(transaction, std::move(tables.facts));
    for (workflow::ListIndex list = 0; list < tables.lists.size(); ++list)
      store::submitList(transaction, workflow->lists[list].id, std::move(tables.lists[list]), now, "bench");
    for (const auto& outcome : store::putRegistrations(transaction, tables.registrations))
      if (!outcome.done) throw std::runtime_error("a registration was refused");
  });
}

void dropCache(store::Database& database) {
  database.read(
      [](store::Reader& reader) { reader.session() << "PRAGMA shrink_memory", Poco::Data::Keywords::now; });
}

/// What this process holds, without what was given back to its allocator.
std::size_t residentBytes() {
  malloc_trim(0);
  std::size_t pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

/// Does the work in a process of its own, so that its memory does not blur the measurement of this one.
template <typename Work>
void inChild(Work work) {
  const pid_t child = fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (child == 0) {
    try {
      work();
      _exit(0);
    } catch (const std::exception& fault) {
      std::cerr << fault.what() << "\n";
      _exit(1);
    }
  }
  int status = 0;
  if (waitpid(child, &status, 0) != child || status != 0)
    throw std::runtime_error("the database for the start-up could not be made");
}

}  // namespace

fs::path sampleDatabase(std::size_t students) {
  const fs::path folder = fs::path(LIXIAO_BINARY_DIR) / "bench" / ("database-" + std::to_string(students));
  const fs::path path = folder / "lixiao.db";
  if (fs::exists(folder)) return path;
  const fs::path unfinished = folder.string() + ".unfinished";
  fs::remove_all(unfinished);
  fs::create_directories(unfinished);
  inChild([&] { fill(unfinished / "lixiao.db", students); });
  fs::rename(unfinished, folder);
  return path;
}

StartUp startUp(const fs::path& path) {
  const std::size_t before = residentBytes();
  const auto start = std::chrono::steady_clock::now();
  const FixedClock clock;
  store::Database database(path);
  board::Editions editions;
  board::Board board(database, clock, editions);
  board.rebuild();
  StartUp result;
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (!board.ready()) throw std::runtime_error("the board is not ready after its rebuild");
  result.grown_bytes = residentBytes() - before;
  dropCache(database);
  result.kept_bytes = residentBytes() - before;
  board.read([&](const board::Contents& contents) {
    result.students = contents.students();
    result.board_bytes = contents.bytes();
  });
  return result;
}

}  // namespace lixiao::bench
