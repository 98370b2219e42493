#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/status.h"
#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"
#include "engine/service/planning_check.h"

namespace lixiao::service {

/// Students who have something in common: how many, and the first few of them.
struct PlannedStudents {
  struct Example {
    std::string student_no, name;
  };
  std::uint64_t count = 0;
  std::vector<Example> examples;  ///< at most kMostExamples, by number
};
inline constexpr std::size_t kMostExamples = 10;

/// Students who would go from one status to another. No status: the item is not in their workflow.
template <class Status>
struct PlannedMove {
  std::optional<Status> from, to;  ///< never equal
  PlannedStudents students;
};
template <class Status>
struct PlannedSubject {
  std::string id;
  model::LocalizedText title;
  std::vector<PlannedMove<Status>> moves;  ///< none: nothing changes
};
using PlannedItem = PlannedSubject<model::ItemStatus>;
using PlannedDocument = PlannedSubject<model::DocumentStatus>;

struct PlannedType {
  std::string id;
  model::LocalizedText title;
  std::uint64_t students = 0;      ///< who have a workflow now and would have one then
  PlannedStudents without_before;  ///< whose type has no workflow now and would get one
  PlannedStudents without_after;   ///< whose type would lose its workflow: nothing is clear any more
  std::vector<PlannedItem> items;  ///< all of both editions, those of the new one first
  std::vector<PlannedDocument> documents;
};

/// What activating would change, over the data of one moment.
struct Plan {
  std::string edition, digest;                ///< of the files
  std::string active_edition, active_digest;  ///< "" while none is active
  std::uint64_t students = 0;                 ///< of both editions together
  std::vector<PlannedType> types;             ///< of both editions, those of the new one first

  bool sameFiles() const { return digest == active_digest; }
  /// Whether anything would change for anybody.
  bool changesAnything() const;
};

/// An edition that was put to work at some time.
struct EditionVersion {
  std::int64_t id = 0;
  std::string edition, digest, by;
  model::Instant at{};
  bool active = false;
};
struct EditionFiles {
  EditionVersion version;
  std::vector<workflow::SourceFile> files;  ///< with paths inside their folder
};

/// Looks ahead of an activation, and back at earlier ones. Changes nothing. Thread-safe.
class Planning {
 public:
  explicit Planning(const Engine& engine);
  ~Planning();

  struct Result {
    EditionCheck check;
    std::optional<Plan> plan;  ///< empty when the files do not check
  };
  /// Decides everybody under the active edition and under the files, over one snapshot of the database, and
  /// compares. Takes seconds for a million students; one at a time.
  Outcome<Result> plan(const Actor& actor, const std::vector<workflow::SourceFile>& files) const;

  /// Newest first.
  Outcome<std::vector<EditionVersion>> versions(const Actor& actor) const;
  /// The files of a version; 0: of the active one.
  Outcome<EditionFiles> version(const Actor& actor, std::int64_t id) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::service
