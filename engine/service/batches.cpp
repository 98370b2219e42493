#include "engine/service/batches.h"

#include <nlohmann/json.hpp>

#include "engine/service/changes.h"
#include "engine/service/commands_impl.h"
#include "engine/service/registration_journal.h"
#include "engine/service/registration_revoking.h"
#include "engine/service/registration_writing.h"
#include "engine/service/stored_message.h"
#include "engine/service/written.h"
#include "engine/store/batch.h"
#include "engine/store/journal.h"

namespace lixiao::service {
namespace {

constexpr std::size_t kProgressRows = 100;
constexpr std::int64_t kMostListed = 100;

model::Message noBatch(std::int64_t id) {
  return {text::kNoBatch, {model::LocalizedText(std::to_string(id))}};
}

std::string itemOf(const std::vector<RegistrationRow>& rows) {
  for (const RegistrationRow& row : rows)
    if (row.item != rows.front().item) return {};
  return rows.front().item;
}

std::string lastPart(const std::string& path) {
  return path.substr(path.find_last_of("/\\") + 1);
}

bool isTheirs(const Actor& actor, const store::Batch& batch) {
  return batch.department == actor.department && batch.scope == actor.scope_value;
}

bool seesAll(const Actor& actor) {
  return actor.role == Role::Admin || actor.role == Role::Auditor || actor.role == Role::System;
}

model::LocalizedText titleOf(const workflow::Workflow& workflow, const std::string& item) {
  for (const workflow::StudentType& type : workflow.types)
    for (const workflow::Item& each : type.items)
      if (each.id == item) return each.title;
  return model::LocalizedText(item);
}

BatchLine lineOf(const Snapshot& snapshot, const store::Batch& batch) {
  const workflow::Workflow& workflow = snapshot.workflow();
  BatchLine line;
  line.id = batch.id;
  line.item = batch.item;
  line.item_title = titleOf(workflow, batch.item);
  const auto department = workflow.department(batch.department);
  line.department =
      department ? workflow.departments[*department].title : model::LocalizedText(batch.department);
  line.by = snapshot.person(batch.by).in(model::Language::English);
  line.file_name = batch.file_name;
  line.at = batch.at;
  line.applied = batch.applied;
  line.unchanged = batch.unchanged;
  line.refused = batch.refused;
  line.undone_at = batch.undone_at;
  line.undone_by =
      batch.undone_by.empty() ? "" : snapshot.person(batch.undone_by).in(model::Language::English);
  line.undo_reason = batch.undo_reason;
  return line;
}

RowReport reportOf(const store::BatchRow& row) {
  RowReport report{static_cast<std::size_t>(row.row), row.student_no, row.name, Verdict::Invalid,
                   messageFrom(row.reason)};
  for (int i = 0; i <= static_cast<int>(Verdict::Invalid); ++i)
    if (word(static_cast<Verdict>(i)) == row.verdict) report.verdict = static_cast<Verdict>(i);
  return report;
}

Verdict verdictOf(Refusal::Kind kind) {
  return kind == Refusal::Kind::Forbidden ? Verdict::NotYours : Verdict::DocumentCollected;
}

/// What one batch leaves to undo, row by row.
class Undoing {
 public:
  Undoing(const Snapshot& snapshot, const Actor& actor) : snapshot_(snapshot), actor_(actor) {}

  void look(const store::BatchRow& row) {
    const auto item = snapshot_.workflow().item(row.item);
    if (!item) return keep(row, Verdict::DoesNotApply, {text::kNoItem, {model::LocalizedText(row.item)}});
    const auto record = snapshot_.find(row.student_no);
    const auto shared = sharedOf(row);
    const auto held = heldRegistration(snapshot_.reader(), row.student_no, row.item, shared);
    if (!held || held->revision != row.revision) {
      const auto since = conflict(snapshot_, held, row.revision);
      return keep(row, Verdict::Changed, since ? since->reasons.front() : model::Message{});
    }
    if (auto why = whyNotTakeBack(snapshot_, actor_, record, *item, shared, held->registration.by))
      return keep(row, verdictOf(why->kind), why->reasons.front());
    UndoneRegistration undone{*held, shared, 1, std::nullopt};
    if (shared && record) undone.students = sharers(snapshot_, *record, *shared);
    if (!row.before.empty())
      undone.before = registrationOf(row.student_no, row.item, nlohmann::json::parse(row.before));
    undone_.push_back(std::move(undone));
    rows_.push_back(row.row);
  }

  const std::vector<UndoneRegistration>& undone() const { return undone_; }
  const std::vector<std::int64_t>& rows() const { return rows_; }
  std::vector<RowReport>& kept() { return kept_; }

 private:
  std::optional<SharedValue> sharedOf(const store::BatchRow& row) const {
    if (row.shared_value.empty()) return std::nullopt;
    const auto attribute = snapshot_.workflow().attribute(row.shared_attribute);
    if (!attribute) return std::nullopt;
    return SharedValue{*attribute, row.shared_value};
  }

  void keep(const store::BatchRow& row, Verdict verdict, model::Message reason) {
    kept_.push_back(
        {static_cast<std::size_t>(row.row), row.student_no, row.name, verdict, std::move(reason)});
  }

  const Snapshot& snapshot_;
  const Actor& actor_;
  std::vector<UndoneRegistration> undone_;
  std::vector<std::int64_t> rows_;
  std::vector<RowReport> kept_;
};

void journalUndo(store::Transaction& transaction, const Snapshot& snapshot, const Actor& actor,
                 const store::Batch& batch, const std::string& reason, const BatchUndo& undo) {
  nlohmann::json payload = asWhom(actor);
  payload["batch"] = batch.id;
  payload["reason"] = reason;
  payload["undone"] = undo.undone;
  payload["kept"] = undo.kept.size();
  store::appendJournal(transaction,
                       {snapshot.now(), actor.login, std::string(store::kind::kBatchUndone), std::nullopt,
                        batch.item.empty() ? std::nullopt : std::optional(batch.item), payload.dump()});
}

/// The rows as they are kept; `written` has an answer for each row of `wanted`.
class Keeping {
 public:
  Keeping(const Snapshot& snapshot, std::size_t rows) : snapshot_(snapshot) { kept_.reserve(rows); }

  void add(const RegistrationRow& row, const RowReport& report, bool writes) {
    if (writes) writing_.push_back(kept_.size());
    store::BatchRow kept;
    kept.row = static_cast<std::int64_t>(row.row);
    kept.student_no = row.student_no;
    kept.name = report.name;
    kept.item = row.item;
    kept.verdict = word(report.verdict);
    kept.reason = stored(report.reason);
    kept_.push_back(std::move(kept));
  }

  void take(const std::vector<WantedRegistration>& wanted, const std::vector<WrittenRegistration>& written) {
    for (std::size_t i = 0; i < written.size(); ++i) {
      store::BatchRow& kept = kept_[writing_[i]];
      kept.revision = written[i].revision;
      if (written[i].before) kept.before = toJson(*written[i].before).dump();
      if (!wanted[i].shared) continue;
      kept.shared_attribute = snapshot_.workflow().attributes[wanted[i].shared->attribute].name;
      kept.shared_value = wanted[i].shared->value;
    }
  }

  const std::vector<store::BatchRow>& rows() const { return kept_; }

 private:
  const Snapshot& snapshot_;
  std::vector<store::BatchRow> kept_;
  std::vector<std::size_t> writing_;  // rows that write, by their order in `wanted`
};

std::int64_t keep(store::Transaction& transaction, const Snapshot& snapshot, const Actor& actor,
                  const NewBatch& batch, const BatchReport& report, Keeping& keeping,
                  const std::vector<WantedRegistration>& wanted) {
  store::Batch head;
  head.item = itemOf(batch.rows);
  head.by = actor.login;
  head.department = actor.department;
  head.scope = actor.scope_value;
  head.at = snapshot.now();
  head.applied = static_cast<std::int64_t>(wanted.size());
  head.unchanged = static_cast<std::int64_t>(report.good - wanted.size());
  head.refused = static_cast<std::int64_t>(report.refused);
  head.file_name = lastPart(batch.file_name);
  nlohmann::json payload = asWhom(actor);
  payload["applied"] = head.applied;
  payload["unchanged"] = head.unchanged;
  payload["refused"] = head.refused;
  payload["file_name"] = head.file_name;
  const std::string item = head.item;
  // The number is needed by the rows' entries, what they wrote by the batch's rows.
  const std::int64_t id = store::nextBatch(transaction);
  keeping.take(wanted, writeRegistrations(transaction, snapshot, actor, wanted, id));
  head.id = id;
  store::addBatch(transaction, head, keeping.rows());
  payload["batch"] = id;
  store::appendJournal(transaction,
                       {snapshot.now(), actor.login, std::string(store::kind::kBatchApplied), std::nullopt,
                        item.empty() ? std::nullopt : std::optional(item), payload.dump()});
  return id;
}

}  // namespace

class Batches::Impl : public Changes {
 public:
  using Changes::Changes;
};

Batches::Batches(const Engine& engine) : impl_(std::make_unique<Impl>(engine)) {}
Batches::~Batches() = default;

Outcome<AppliedBatch> Batches::apply(const Actor& actor, const NewBatch& batch, bool only_good,
                                     const Progress& progress) const {
  if (auto wrong = wrongRowCount(batch.rows.size())) return refuse(Refusal::Kind::Invalid, *wrong);
  if (actor.role != Role::Staff && actor.role != Role::System)
    return refuse(Refusal::Kind::Forbidden, text::kNotAllowed);
  return impl_->change<AppliedBatch>(
      [&](store::Transaction& transaction, Snapshot& snapshot) -> Outcome<AppliedBatch> {
        AppliedBatch applied;
        std::vector<WantedRegistration> wanted;
        RegistrationJudge judge(snapshot, actor);
        Keeping keeping(snapshot, batch.rows.size());
        std::size_t looked = 0;
        for (const RegistrationRow& row : batch.rows) {
          auto [report, write] = judge.judge(row);
          keeping.add(row, report, write.has_value());
          if (write) wanted.push_back(std::move(*write));
          add(applied.report, std::move(report));
          if (progress && ++looked % kProgressRows == 0) progress(looked);
        }
        const bool stopped = applied.report.refused > 0 && !only_good;
        if (stopped || applied.report.good == 0) {
          transaction.rollBack();
          return applied;
        }
        applied.id = keep(transaction, snapshot, actor, batch, applied.report, keeping, wanted);
        applied.report.applied = true;
        return applied;
      });
}

Outcome<std::vector<BatchLine>> Batches::list(const Actor& actor, std::int64_t before) const {
  if (actor.role == Role::Student) return refuse(Refusal::Kind::Forbidden, text::kNotAllowed);
  return impl_->look<std::vector<BatchLine>>([&](const Snapshot& snapshot) {
    store::BatchFilter filter;
    if (!seesAll(actor)) filter = {actor.department, actor.scope_value};
    std::vector<BatchLine> lines;
    for (const store::Batch& each : store::batches(snapshot.reader(), filter, before, kMostListed))
      lines.push_back(lineOf(snapshot, each));
    return lines;
  });
}

Outcome<BatchView> Batches::find(const Actor& actor, std::int64_t id) const {
  return impl_->look<BatchView>([&](const Snapshot& snapshot) -> Outcome<BatchView> {
    const auto batch = store::findBatch(snapshot.reader(), id);
    if (!batch || actor.role == Role::Student || (!seesAll(actor) && !isTheirs(actor, *batch)))
      return refuse(Refusal::Kind::NotFound, noBatch(id));
    BatchView view;
    view.line = lineOf(snapshot, *batch);
    view.may_undo =
        actor.role == Role::Staff && isTheirs(actor, *batch) && !batch->undone_at && batch->applied > 0;
    for (const store::BatchRow& row : store::batchRows(snapshot.reader(), id))
      view.rows.push_back({reportOf(row), row.item, titleOf(snapshot.workflow(), row.item), row.undone});
    return view;
  });
}

Outcome<BatchUndo> Batches::undo(const Actor& actor, std::int64_t id, const std::string& reason,
                                 bool only_rest) const {
  if (reason.find_first_not_of(" \t\r\n") == std::string::npos)
    return Refusal{Refusal::Kind::Invalid, {{text::kReasonNeeded, {}}}, {}, "reason"};
  if (auto wrong = wrongRemark(reason)) return Refusal{Refusal::Kind::Invalid, {*wrong}, {}, "reason"};
  return impl_->change<BatchUndo>(
      [&](store::Transaction& transaction, Snapshot& snapshot) -> Outcome<BatchUndo> {
        const auto batch = store::findBatch(transaction, id);
        if (!batch || (!seesAll(actor) && !isTheirs(actor, *batch)))
          return refuse(Refusal::Kind::NotFound, noBatch(id));
        if (!isTheirs(actor, *batch)) return refuse(Refusal::Kind::Forbidden, text::kNotAllowed);
        if (batch->undone_at)
          return refuse(
              Refusal::Kind::Conflict,
              {text::kUndoneBefore, {snapshot.person(batch->undone_by), snapshot.time(*batch->undone_at)}});
        Undoing undoing(snapshot, actor);
        for (const store::BatchRow& row : store::batchRows(transaction, id))
          if (row.revision != 0) undoing.look(row);
        BatchUndo undo{true, undoing.undone().size(), std::move(undoing.kept())};
        if (undo.undone == 0 || (!undo.kept.empty() && !only_rest)) {
          transaction.rollBack();
          undo.done = false;
          return undo;
        }
        undoRegistrations(transaction, snapshot, actor, undoing.undone(), reason, id);
        store::markUndone(transaction, id, snapshot.now(), actor.login, reason, undoing.rows());
        journalUndo(transaction, snapshot, actor, *batch, reason, undo);
        return undo;
      });
}

}  // namespace lixiao::service
