#pragma once

#include "engine/board/board.h"
#include "engine/service/permissions.h"
#include "engine/service/queries.h"
#include "engine/service/snapshot.h"
#include "engine/service/texts.h"

namespace lixiao::service {

/// What all queries share.
class Queries::Impl {
 public:
  explicit Impl(const Engine& engine) : engine_(engine) {}

  const Engine& engine() const { return engine_; }

  /// `work(const Snapshot&) -> Outcome<T>`, refused while no edition is active.
  template <class T, class Work>
  Outcome<T> look(Work&& work) {
    return engine_.database.read([&](store::Reader& reader) -> Outcome<T> {
      auto edition = engine_.editions.active(reader);
      if (!edition) return Refusal{Refusal::Kind::NotNow, {{text::kNoEdition, {}}}, {}};
      const Snapshot snapshot(reader, std::move(edition), evaluators_, engine_.clock);
      return work(snapshot);
    });
  }

 private:
  Engine engine_;
  EvaluatorPool evaluators_;
};

/// A student, if the actor may see them; otherwise as if there were none.
Outcome<workflow::StudentRecord> visible(const Snapshot& snapshot, const Actor& actor,
                                         const std::string& student_no);

/// The student's page as the actor sees it.
StudentView viewOf(const Snapshot& snapshot, const Actor& actor, const workflow::StudentRecord& record);

/// Which rows of the board an actor may see.
class VisibleRows {
 public:
  VisibleRows(const Actor& actor, const board::Contents& contents);
  bool operator()(const board::Partition& partition, std::size_t row) const;

 private:
  Reach reach_;
  std::uint32_t code_ = 0;  ///< of the scope's value; 0: nobody has it
};

}  // namespace lixiao::service
