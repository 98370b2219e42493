#pragma once

#include <map>
#include <string>
#include <utility>

#include "engine/service/changes.h"
#include "engine/service/commands.h"
#include "engine/service/permissions.h"
#include "engine/store/journal.h"

namespace lixiao::service {

/// A batch that was checked: what to tell, and what to write when it is applied.
template <class Write>
struct Checked {
  BatchReport report;
  Write write;
};

void add(BatchReport& report, RowReport row);

/// Changes of many rows. Thread-safe.
class Changing : public Changes {
 public:
  using Changes::Changes;

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
};

class Commands::Impl : public Changing {
 public:
  using Changing::Changing;
};

}  // namespace lixiao::service
