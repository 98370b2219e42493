#pragma once

#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "engine/board/board.h"
#include "engine/service/commands.h"
#include "engine/service/permissions.h"
#include "engine/service/shared_registering.h"
#include "engine/service/snapshot.h"
#include "engine/service/texts.h"
#include "engine/store/journal.h"

namespace lixiao::service {

inline Refusal refuse(Refusal::Kind kind, model::Message reason) {
  return {kind, {std::move(reason)}, {}};
}
inline Refusal refuse(Refusal::Kind kind, const char* text) {
  return refuse(kind, model::Message{text, {}});
}

/// A batch that was checked: what to tell, and what to write when it is applied.
template <class Write>
struct Checked {
  BatchReport report;
  Write write;
};

void add(BatchReport& report, RowReport row);

/// What all commands share: a transaction, a moment of the data in it, the board that shows it. Thread-safe.
class Changing {
 public:
  explicit Changing(const Engine& engine) : engine_(engine) {}

  const Engine& engine() const { return engine_; }

  /// `work(Transaction&) -> Outcome<T>` in a transaction of its own; a refusal rolls it back, a success waits
  /// until the board shows it.
  template <class T, class Work>
  Outcome<T> commit(Work&& work) {
    store::JournalPosition position;
    Outcome<T> outcome = engine_.database.write([&](store::Transaction& transaction) {
      Outcome<T> result = work(transaction);
      if (!result) transaction.rollBack();
      position = transaction.journalPosition();
      return result;
    });
    if (outcome) show(position);
    return outcome;
  }

  /// `work(Transaction&, Snapshot&) -> Outcome<T>`, refused while no edition is active.
  template <class T, class Work>
  Outcome<T> change(Work&& work) {
    return commit<T>([&](store::Transaction& transaction) -> Outcome<T> {
      auto edition = engine_.editions.active(transaction);
      if (!edition) return refuse(Refusal::Kind::NotNow, text::kNoEdition);
      keepShared(transaction, *edition->workflow);
      Snapshot snapshot(transaction, std::move(edition), evaluators_, engine_.clock);
      return work(transaction, snapshot);
    });
  }

  /// `work(const Snapshot&) -> Outcome<T>` on what is there now, refused while no edition is active.
  template <class T, class Work>
  Outcome<T> look(Work&& work) {
    return engine_.database.read([&](store::Reader& reader) -> Outcome<T> {
      auto edition = engine_.editions.active(reader);
      if (!edition) return refuse(Refusal::Kind::NotNow, text::kNoEdition);
      const Snapshot snapshot(reader, std::move(edition), evaluators_, engine_.clock);
      return work(snapshot);
    });
  }

  /// `check(Snapshot&) -> Outcome<Checked<Write>>`, then, unless it is a dry run or rows were refused (and
  /// not `only_good`), `apply(Transaction&, Snapshot&, Checked<Write>&)`.
  template <class Check, class Apply>
  Outcome<BatchReport> batch(Commands::Run run, bool only_good, Check&& check, Apply&& apply) {
    if (run == Commands::Run::Dry) return dryRun(check);
    return change<BatchReport>(
        [&](store::Transaction& transaction, Snapshot& snapshot) -> Outcome<BatchReport> {
          auto checked = check(snapshot);
          if (!checked) return checked.refusal();
          BatchReport& report = checked.value().report;
          if (report.refused > 0 && !only_good) {
            transaction.rollBack();
            return std::move(report);
          }
          apply(transaction, snapshot, checked.value());
          report.applied = true;
          return std::move(report);
        });
  }

 private:
  template <class Check>
  Outcome<BatchReport> dryRun(Check& check) {
    return look<BatchReport>([&](const Snapshot& snapshot) -> Outcome<BatchReport> {
      auto checked = check(snapshot);
      if (!checked) return checked.refusal();
      return std::move(checked.value().report);
    });
  }

  void show(const store::JournalPosition& position) {
    if (!engine_.board.ready()) return;
    engine_.board.waitFor(position, std::chrono::seconds(2));
  }

  Engine engine_;
  EvaluatorPool evaluators_;
};

class Commands::Impl : public Changing {
 public:
  using Changing::Changing;
};

}  // namespace lixiao::service
