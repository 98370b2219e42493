#pragma once

#include "engine/board/editions.h"
#include "engine/model/clock.h"
#include "engine/service/guides.h"
#include "engine/service/permissions.h"
#include "engine/service/texts.h"
#include "engine/store/database.h"

namespace lixiao::service {

/// The steps of Guides; guides.cpp publishes, guide_reading.cpp reads.
class Guides::Impl {
 public:
  explicit Impl(const Engine& engine) : engine_(engine) {}

  const Engine& engine() const { return engine_; }

  /// Where the actor may publish about a subject, or why not.
  static Outcome<store::GuideKey> keyFor(const Actor& actor, const workflow::Workflow& workflow,
                                         const std::string& subject, const std::string& campus);

  /// `work(Reader&, const Workflow&) -> Outcome<T>`, refused while no edition is active.
  template <class T, class Work>
  Outcome<T> look(Work&& work) const {
    return engine_.database.read([&](store::Reader& reader) -> Outcome<T> {
      const auto edition = engine_.editions.active(reader);
      if (!edition) return Refusal{Refusal::Kind::NotNow, {{text::kNoEdition, {}}}, {}};
      return work(reader, *edition->workflow);
    });
  }

  /// The same in a transaction; a refusal rolls it back.
  template <class Work>
  Outcome<Done> change(Work&& work) const {
    return engine_.database.write([&](store::Transaction& transaction) -> Outcome<Done> {
      const auto edition = engine_.editions.active(transaction);
      if (!edition) return Refusal{Refusal::Kind::NotNow, {{text::kNoEdition, {}}}, {}};
      Outcome<Done> result = work(transaction, *edition->workflow);
      if (!result) transaction.rollBack();
      return result;
    });
  }

 private:
  Engine engine_;
};

}  // namespace lixiao::service
