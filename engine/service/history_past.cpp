#include <stdlib.h>

#include <filesystem>
#include <set>
#include <stdexcept>

#include "engine/service/history_impl.h"
#include "engine/service/past_tables.h"

namespace lixiao::service {
namespace {

namespace fs = std::filesystem;

/// How many students may have to be put together to decide one.
constexpr std::size_t kMostSharers = 3000;

class StoppedClock final : public model::Clock {
 public:
  explicit StoppedClock(model::Instant now) : now_(now) {}
  model::Instant now() const override { return now_; }

 private:
  model::Instant now_;
};

/// A folder for a database of a moment: in memory where the system has such a place, else beside the data.
class ScratchFolder {
 public:
  explicit ScratchFolder(const fs::path& data) {
    std::error_code ignored;
    const fs::path shared_memory = "/dev/shm";
    const fs::path parent = fs::is_directory(shared_memory, ignored) ? shared_memory : data;
    std::string name = (parent / "lixiao-past-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
      throw std::runtime_error("no folder for a moment's tables in " + parent.string());
    path_ = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// Adds everybody on whom the decision of a student rests by `everyone_in`. False when they are too many.
bool addSharers(PastTables& tables, const workflow::Workflow& workflow, const std::string& student_no) {
  std::set<std::pair<std::string, std::string>> groups;
  std::vector<std::string> open = {student_no};
  for (std::size_t round = 0; round < workflow.everyone_rounds; ++round) {
    std::vector<std::string> next;
    for (const std::string& number : open) {
      const store::Student* student = tables.student(number);
      const std::string* id = student == nullptr
                                  ? nullptr
                                  : student->attributes.find(workflow.attributes[workflow.student_type].name);
      const workflow::StudentType* type = id == nullptr ? nullptr : workflow.type(*id);
      if (type == nullptr) continue;
      for (const workflow::Item& item : type->items) {
        if (!item.everyone_in) continue;
        const std::string& attribute = workflow.attributes[*item.everyone_in].name;
        const std::string* value = student->attributes.find(attribute);
        if (value == nullptr || !groups.emplace(attribute, *value).second) continue;
        for (const std::string& other : tables.whoMayShare(attribute, *value)) {
          if (tables.has(other)) continue;
          if (tables.size() >= kMostSharers) return false;
          tables.add(other);
          next.push_back(other);
        }
      }
    }
    open = std::move(next);
  }
  return true;
}

Refusal noStudent(const std::string& student_no) {
  return {Refusal::Kind::NotFound, {{text::kNoStudent, {model::LocalizedText(student_no)}}}, {}};
}

/// Whether the actor may see the student as they are now, or may see everybody.
bool maySee(store::Reader& reader, const workflow::Workflow& workflow, const Actor& actor,
            const std::string& student_no) {
  const Reach reach = reachOf(actor, workflow);
  if (reach.kind == Reach::Kind::Everybody) return true;
  if (reach.kind != Reach::Kind::Scope) return false;
  const auto student = store::findStudent(reader, student_no);
  if (!student || student->removed) return false;
  const std::string* value = student->attributes.find(workflow.attributes[reach.attribute].name);
  return value != nullptr && *value == reach.value;
}

}  // namespace

Outcome<PastStudent> History::Impl::past(const Actor& actor, const std::string& student_no,
                                         model::Instant moment) const {
  const model::Instant at = std::min(moment, engine_.clock.now());
  const ScratchFolder folder(engine_.database.path().parent_path());
  store::Database scratch(folder.path() / "past.db");
  PastStudent past;
  past.at = at;
  const std::optional<Refusal> refusal =
      engine_.database.read([&](store::Reader& reader) -> std::optional<Refusal> {
        const auto present = engine_.editions.active(reader);
        if (!present) return Refusal{Refusal::Kind::NotNow, {{text::kNoEdition, {}}}, {}};
        if (!maySee(reader, *present->workflow, actor, student_no)) return noStudent(student_no);
        PastTables tables(reader, at + std::chrono::milliseconds(1));
        const auto workflow = tables.editions().active();
        if (!workflow) return Refusal{Refusal::Kind::NotNow, {{text::kNoEditionThen, {}}}, {}};
        tables.add(student_no);
        if (tables.student(student_no) == nullptr)
          return Refusal{
              Refusal::Kind::NotFound, {{text::kNotOnRosterThen, {model::LocalizedText(student_no)}}}, {}};
        if (!addSharers(tables, *workflow, student_no))
          return Refusal{Refusal::Kind::NotNow, {{text::kTooManySharers, {}}}, {}};
        tables.finish();
        scratch.write([&](store::Transaction& transaction) { tables.write(transaction); });
        past.edition = workflow->edition;
        past.digest = tables.editions().activation()->digest;
        past.time_zone = workflow->time_zone;
        past.untold = tables.untold();
        return std::nullopt;
      });
  if (refusal) return *refusal;

  const StoppedClock clock(at);
  board::Editions editions;
  board::Board board(scratch, clock, editions);
  const Queries queries({scratch, editions, board, engine_.sealer, clock});
  const Actor reader{actor.login, actor.name, Role::Auditor, {}, {}, {}};
  auto student = queries.student(reader, student_no);
  if (!student) return student.refusal();
  past.student = std::move(student.value());
  return past;
}

Outcome<PastStudent> History::at(const Actor& actor, const std::string& student_no,
                                 model::Instant moment) const {
  if (auto why = whyNot(actor, Act::SeeOverview)) return Refusal{Refusal::Kind::Forbidden, {*why}, {}};
  return impl_->past(actor, student_no, moment);
}

Outcome<PastStudent> History::on(const Actor& actor, const std::string& student_no, model::Date day) const {
  if (auto why = whyNot(actor, Act::SeeOverview)) return Refusal{Refusal::Kind::Forbidden, {*why}, {}};
  const Engine& engine = impl_->engine();
  const auto edition =
      engine.database.read([&](store::Reader& reader) { return engine.editions.active(reader); });
  if (!edition) return Refusal{Refusal::Kind::NotNow, {{text::kNoEdition, {}}}, {}};
  const workflow::TimeZone& zone = edition->workflow->time_zone;
  if (day > zone.dateAt(engine.clock.now()))
    return Refusal{Refusal::Kind::Invalid, {{text::kDayToCome, {}}}, {}};
  return impl_->past(actor, student_no,
                     zone.startOf(day + std::chrono::days(1)) - std::chrono::milliseconds(1));
}

}  // namespace lixiao::service
