#pragma once

#include <chrono>
#include <string>
#include <utility>

#include "engine/board/board.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"
#include "engine/service/shared_registering.h"
#include "engine/service/snapshot.h"
#include "engine/service/texts.h"

namespace lixiao::service {

inline Refusal refuse(Refusal::Kind kind, model::Message reason) {
  return {kind, {std::move(reason)}, {}};
}
inline Refusal refuse(Refusal::Kind kind, const char* text) {
  return refuse(kind, model::Message{text, {}});
}

/// How everything that changes or asks is run. Thread-safe.
class Changes {
 public:
  explicit Changes(const Engine& engine) : engine_(engine) {}

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

  /// `work(const Snapshot&) -> Outcome<T>`, refused while no edition is active.
  template <class T, class Work>
  Outcome<T> look(Work&& work) {
    return engine_.database.read([&](store::Reader& reader) -> Outcome<T> {
      auto edition = engine_.editions.active(reader);
      if (!edition) return refuse(Refusal::Kind::NotNow, text::kNoEdition);
      const Snapshot snapshot(reader, std::move(edition), evaluators_, engine_.clock);
      return work(snapshot);
    });
  }

 private:
  void show(const store::JournalPosition& position) {
    if (!engine_.board.ready()) return;
    engine_.board.waitFor(position, std::chrono::seconds(2));
  }

  Engine engine_;
  EvaluatorPool evaluators_;
};

}  // namespace lixiao::service
