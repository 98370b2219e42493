#include <nlohmann/json.hpp>

#include "engine/service/roster_check.h"
#include "engine/service/written.h"
#include "engine/store/early_registration.h"
#include "engine/store/journal_kind.h"
#include "engine/store/late_change.h"
#include "engine/store/meta.h"
#include "engine/store/registration.h"
#include "engine/store/roster_final.h"
#include "engine/store/roster_line.h"

namespace lixiao::service {
namespace {

using nlohmann::json;

/// The entries of one import.
class RosterJournal {
 public:
  RosterJournal(const Snapshot& snapshot, const Actor& actor, std::int64_t import, const RosterTerms& terms,
                const std::set<std::string>& final_before)
      : workflow_(snapshot.workflow()),
        now_(snapshot.now()),
        actor_(actor),
        import_(import),
        terms_(terms),
        final_before_(final_before) {}

  void summary(const BatchReport& report, const RosterWrite& write) {
    const auto count = [&](Verdict verdict) {
      return std::count_if(report.rows.begin(), report.rows.end(),
                           [&](const RowReport& row) { return row.verdict == verdict; });
    };
    json payload = {{"import", import_},
                    {"providers", write.providers},
                    {"added", count(Verdict::Added)},
                    {"changed", count(Verdict::Changed)},
                    {"unchanged", count(Verdict::Unchanged)},
                    {"removed", write.removed.size()}};
    if (!terms_.reason.empty()) payload["reason"] = terms_.reason;
    add(store::kind::kRosterImported, {}, {}, payload);
  }

  void added(const store::Student& student) {
    json attributes = json::object();
    for (const auto& [name, word] : student.attributes) attributes[name] = word;
    touched(store::kind::kStudentAdded, store::LateChange::Kind::Added, student,
            {{"provider", student.provider}, {"name", student.name}, {"attributes", attributes}});
  }

  void changed(const store::Student& before, const store::Student& after) {
    json changes = json::object();
    for (const auto& [key, cell] : changesOf(workflow_, before, after))
      changes[key] = {cell.before, cell.after};
    touched(store::kind::kStudentChanged, store::LateChange::Kind::Changed, after, {{"changes", changes}});
  }

  void removed(const store::Student& student) {
    touched(store::kind::kStudentRemoved, store::LateChange::Kind::Removed, student,
            {{"provider", student.provider}, {"name", student.name}});
  }

  void declaredFinal(const std::string& provider, std::size_t students) {
    add(store::kind::kRosterDeclaredFinal, {}, {},
        {{"edition", workflow_.edition}, {"provider", provider}, {"students", students}});
  }

  void dropped(const RosterWrite::Dropped& dropped) {
    add(store::kind::kRegistrationRevoked, dropped.student_no, dropped.item,
        {{"import", import_}, {"reason", "registered in advance by someone who may not"}});
  }

  const std::vector<store::JournalEntry>& entries() const { return entries_; }
  const std::vector<store::LateChange>& lateChanges() const { return late_; }

 private:
  /// A row that changed after its provider had declared the roster final is marked.
  void touched(std::string_view kind, store::LateChange::Kind what, const store::Student& student,
               json payload) {
    payload["import"] = import_;
    if (final_before_.contains(student.provider)) {
      payload["after_final"] = true;
      payload["reason"] = terms_.reason;
      late_.push_back(
          {student.student_no, import_, student.provider, what, now_, actor_.login, terms_.reason});
    }
    add(kind, student.student_no, {}, payload);
  }

  void add(std::string_view kind, std::optional<std::string> student_no, std::optional<std::string> item,
           const json& payload) {
    entries_.push_back(
        {now_, actor_.login, std::string(kind), std::move(student_no), std::move(item), payload.dump()});
  }

  const workflow::Workflow& workflow_;
  model::Instant now_;
  const Actor& actor_;
  std::int64_t import_;
  const RosterTerms& terms_;
  const std::set<std::string>& final_before_;
  std::vector<store::JournalEntry> entries_;
  std::vector<store::LateChange> late_;
};

std::vector<std::string> numbersOf(const std::vector<store::Student>& students) {
  std::vector<std::string> numbers;
  numbers.reserve(students.size());
  for (const store::Student& student : students) numbers.push_back(student.student_no);
  return numbers;
}

void declareFinal(store::Transaction& transaction, const Snapshot& snapshot, const Actor& actor,
                  const RosterWrite& write, RosterJournal& journal) {
  const auto students = store::countByProvider(transaction);
  for (const std::string& provider : write.providers) {
    const auto count = students.find(provider);
    if (count != students.end() && store::declareFinal(transaction, {snapshot.workflow().edition, provider,
                                                                     snapshot.now(), actor.login}))
      journal.declaredFinal(provider, static_cast<std::size_t>(count->second));
  }
}

void apply(store::Transaction& transaction, const Snapshot& snapshot, const Actor& actor,
           Checked<RosterWrite>& checked, const RosterTerms& terms) {
  const std::int64_t import = store::nextNumbers(transaction, "import");
  for (store::Student& student : checked.write.students) student.import_seq = import;
  store::forgetAbsent(transaction, numbersOf(checked.write.students));
  const store::StudentChanges changes = store::upsertStudents(transaction, std::move(checked.write.students));
  const auto removed = store::removeStudents(transaction, checked.write.removed);
  store::noteAbsent(transaction, checked.write.removed);

  RosterJournal journal(snapshot, actor, import, terms, checked.write.final_before);
  journal.summary(checked.report, checked.write);
  for (const store::Student& student : changes.added) journal.added(student);
  for (const auto& [before, after] : changes.changed)
    before.removed ? journal.added(after) : journal.changed(before, after);
  for (const store::Student& student : removed) journal.removed(student);
  for (const RosterWrite::Dropped& dropped : checked.write.dropped) {
    const auto outcome =
        store::removeRegistration(transaction, dropped.student_no, dropped.item, store::Expected::anything());
    if (outcome.done) journal.dropped(dropped);
  }
  if (terms.final) declareFinal(transaction, snapshot, actor, checked.write, journal);
  store::recordLateChanges(transaction, journal.lateChanges());
  store::appendJournal(transaction, journal.entries());
}

}  // namespace

Outcome<BatchReport> Commands::importRoster(const Actor& actor, const std::vector<RosterRow>& rows, Run run,
                                            const RosterTerms& terms) {
  if (auto wrong = wrongRowCount(rows.size())) return refuse(Refusal::Kind::Invalid, *wrong);
  return impl_->batch(
      run, false,
      [&](const Snapshot& snapshot) -> Outcome<Checked<RosterWrite>> {
        if (auto why = whyNot(actor, Act::DeliverRoster, {.workflow = &snapshot.workflow()}))
          return refuse(Refusal::Kind::Forbidden, *why);
        auto checked = RosterCheck(snapshot, actor, impl_->engine().sealer).run(rows, terms.whole);
        if (run == Run::Apply && checked.report.refused == 0)
          if (auto lacking = whatTermsLack(snapshot.workflow(), checked.write, terms)) return *lacking;
        return checked;
      },
      [&](store::Transaction& transaction, const Snapshot& snapshot, Checked<RosterWrite>& checked) {
        apply(transaction, snapshot, actor, checked, terms);
      });
}

}  // namespace lixiao::service
