#include <nlohmann/json.hpp>

#include "engine/service/roster_check.h"
#include "engine/service/written.h"
#include "engine/store/journal_kind.h"
#include "engine/store/meta.h"
#include "engine/store/registration.h"

namespace lixiao::service {
namespace {

using nlohmann::json;

/// The entries of one import.
class RosterJournal {
 public:
  RosterJournal(const Snapshot& snapshot, const Actor& actor, std::int64_t import)
      : workflow_(snapshot.workflow()), now_(snapshot.now()), actor_(actor), import_(import) {}

  void summary(const BatchReport& report) {
    const auto count = [&](Verdict verdict) {
      return std::count_if(report.rows.begin(), report.rows.end(),
                           [&](const RowReport& row) { return row.verdict == verdict; });
    };
    add(store::kind::kRosterImported, {}, {},
        {{"import", import_},
         {"added", count(Verdict::Added)},
         {"changed", count(Verdict::Changed)},
         {"unchanged", count(Verdict::Unchanged)}});
  }

  void added(const store::Student& student) {
    json attributes = json::object();
    for (const auto& [name, word] : student.attributes) attributes[name] = word;
    add(store::kind::kStudentAdded, student.student_no, {},
        {{"import", import_},
         {"provider", student.provider},
         {"name", student.name},
         {"attributes", attributes}});
  }

  void changed(const store::Student& before, const store::Student& after) {
    json changes = json::object();
    for (const RosterChange& change : changesOf(workflow_, before, after))
      changes[change.key] = {change.before, change.after};
    add(store::kind::kStudentChanged, after.student_no, {}, {{"import", import_}, {"changes", changes}});
  }

  void dropped(const RosterWrite::Dropped& dropped) {
    add(store::kind::kRegistrationRevoked, dropped.student_no, dropped.item,
        {{"import", import_}, {"reason", "registered in advance by someone who may not"}});
  }

  const std::vector<store::JournalEntry>& entries() const { return entries_; }

 private:
  void add(std::string_view kind, std::optional<std::string> student_no, std::optional<std::string> item,
           const json& payload) {
    entries_.push_back(
        {now_, actor_.login, std::string(kind), std::move(student_no), std::move(item), payload.dump()});
  }

  const workflow::Workflow& workflow_;
  model::Instant now_;
  const Actor& actor_;
  std::int64_t import_;
  std::vector<store::JournalEntry> entries_;
};

void apply(store::Transaction& transaction, const Snapshot& snapshot, const Actor& actor,
           Checked<RosterWrite>& checked) {
  const std::int64_t import = store::nextNumbers(transaction, "import");
  for (store::Student& student : checked.write.students) student.import_seq = import;
  const store::StudentChanges changes = store::upsertStudents(transaction, std::move(checked.write.students));

  RosterJournal journal(snapshot, actor, import);
  journal.summary(checked.report);
  for (const store::Student& student : changes.added) journal.added(student);
  for (const auto& [before, after] : changes.changed) journal.changed(before, after);
  for (const RosterWrite::Dropped& dropped : checked.write.dropped) {
    const auto outcome =
        store::removeRegistration(transaction, dropped.student_no, dropped.item, store::Expected::anything());
    if (outcome.done) journal.dropped(dropped);
  }
  store::appendJournal(transaction, journal.entries());
}

}  // namespace

Outcome<BatchReport> Commands::importRoster(const Actor& actor, const std::vector<RosterRow>& rows, Run run) {
  if (auto wrong = wrongRowCount(rows.size())) return refuse(Refusal::Kind::Invalid, *wrong);
  return impl_->batch(
      run, false,
      [&](const Snapshot& snapshot) -> Outcome<Checked<RosterWrite>> {
        if (auto why = whyNot(actor, Act::DeliverRoster, {.workflow = &snapshot.workflow()}))
          return refuse(Refusal::Kind::Forbidden, *why);
        return RosterCheck(snapshot, actor, impl_->engine().sealer).run(rows);
      },
      [&](store::Transaction& transaction, const Snapshot& snapshot, Checked<RosterWrite>& checked) {
        apply(transaction, snapshot, actor, checked);
      });
}

}  // namespace lixiao::service
