#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"
#include "engine/service/standing.h"

namespace lixiao::service {

/// What is new to a student, oldest knowledge first.
struct StudentNews {
  std::optional<model::Instant> since;  ///< the last visit; empty on the first, which has no news
  std::vector<NewsLine> lines;
};

/// Remembers what each student's page showed, and tells what changed since the visit before. A visit goes on
/// as long as the next page comes within kVisit, unless the student signs out. Thread-safe.
class News {
 public:
  explicit News(const Engine& engine) : engine_(engine) {}

  static constexpr std::chrono::minutes kVisit{30};

  /// The student looks at their page, which shows `now`: news stay until the visit ends or they say so.
  StudentNews look(const Actor& student, const StudentView& now) const;
  /// The same without counting as a look.
  StudentNews peek(const Actor& student, const StudentView& now) const;
  /// The student knows all that the page showed last.
  Outcome<Done> seen(const Actor& student) const;
  /// The student leaves: the next page begins another visit. Nothing for others.
  void leave(const Actor& student) const;

 private:
  StudentNews tell(const Actor& student, const std::string& known, model::Instant since,
                   const StudentView& now) const;

  const Engine engine_;
};

}  // namespace lixiao::service
