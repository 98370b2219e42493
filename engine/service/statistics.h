#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/model/status.h"
#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"

namespace lixiao::service {

/// Pairs of a student and an item. A part of an item is no item of its own: it is counted in the whole.
struct PairCounts {
  std::array<std::uint64_t, 5> by_status{};  ///< index: model::ItemStatus
  /// Of the cleared: those that needed no coming to an office as far as the record knows. Cleared by a rule,
  /// by a small amount, by a list the student is not on, by the student's declaration, or by the office's own
  /// registration. Not: an item with `visit`, a registration for a student on the item's list, a registration
  /// against what a rule or parts decide. An item of parts counts when all of its parts that apply do.
  std::uint64_t without_visit = 0;

  std::uint64_t cleared() const { return of(model::ItemStatus::Cleared); }
  /// All but not_applicable: the denominator of the headline, `without_visit / applying`.
  std::uint64_t applying() const;
  /// Applying and not cleared.
  std::uint64_t open() const { return applying() - cleared(); }
  std::uint64_t of(model::ItemStatus status) const { return by_status[static_cast<std::size_t>(status)]; }
  PairCounts& operator+=(const PairCounts& other);
};

struct StatisticsLine {
  std::string id;  ///< an item, a department, or a value as the roster writes it; "" for those without one
  model::LocalizedText title;
  model::LocalizedText department;  ///< of an item: who registers it (of several, the last)
  PairCounts pairs;
  std::uint64_t students = 0, all_clear = 0;  ///< of a value
};
struct StatisticsDocument {
  std::string id;
  model::LocalizedText title, department;
  std::array<std::uint64_t, 4> by_status{};  ///< index: model::DocumentStatus
};
/// `department`, or an attribute of the roster.
struct Dimension {
  std::string id;
  model::LocalizedText title;
};
/// What stood at the end of a day, or last before it.
struct StatisticsDay {
  model::Date day;
  std::array<std::uint64_t, 5> by_status{};
};
/// What waits for a department and not for a student: registrations, confirmations, lists.
struct OldestWork {
  std::string department;
  model::LocalizedText title;
  std::uint64_t pairs = 0;  ///< that wait for it
  std::string item;         ///< of the one that waits longest
  model::LocalizedText item_title;
  /// Since when: the roster brought the student, the item had opened, the student had declared. Empty: it was
  /// not found among the first kMostAdditions students that the roster brought.
  std::optional<model::Instant> since;
  std::string student_no;  ///< who waits longest
};

struct StatisticsSearch {
  std::string by = "department";
  std::string item{};  ///< only this item; "" all
};
struct StatisticsView {
  std::string by;
  model::LocalizedText by_title;
  std::string item;
  std::uint64_t students = 0, all_clear = 0;
  PairCounts total;
  std::vector<StatisticsLine> items;  ///< in the students' order
  std::vector<StatisticsLine> lines;  ///< by the dimension, as ordered by id
  std::vector<StatisticsDocument> documents;
  std::vector<Dimension> dimensions;  ///< by which it can be asked
  std::vector<StatisticsDay> days;    ///< oldest first, the last as of now; none for a part of the students
  std::vector<OldestWork> oldest;     ///< departments for which something waits, longest first
  model::Instant as_of{};
  std::string version;  ///< changes when the numbers may have changed
};
/// At most so many values of a dimension.
inline constexpr std::size_t kMostValues = 2000;
inline constexpr std::int64_t kMostAdditions = 200'000;

/// Counts over the board's columns. Admins, auditors: everything; staff: their department's items and
/// documents, and of scoped departments their own students. Thread-safe.
class Statistics {
 public:
  explicit Statistics(const Engine& engine);
  ~Statistics();

  Outcome<std::shared_ptr<const StatisticsView>> count(const Actor& actor,
                                                       const StatisticsSearch& search) const;
  /// What the next count would have as its version: cheap.
  std::string version() const;

  /// Keeps the counts of this moment for the chart over time when they are due: an hour after the last ones
  /// if something changed, and at the end of each day. Every kept moment older than two weeks but the last of
  /// its day is forgotten. Whether counts were kept.
  bool keep();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::service
