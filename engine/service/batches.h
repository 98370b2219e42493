#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/service/commands.h"

namespace lixiao::service {

/// Registrations that are made as one.
struct NewBatch {
  std::vector<RegistrationRow> rows;
  std::string file_name;  ///< "" for what was pasted
};

struct AppliedBatch {
  std::int64_t id = 0;  ///< 0: nothing was changed, `report` says why
  BatchReport report;
};

/// A batch as its list shows it.
struct BatchLine {
  std::int64_t id = 0;
  std::string item;  ///< "" for several
  model::LocalizedText item_title, department;
  std::string by, file_name;
  model::Instant at{};
  std::int64_t applied = 0, unchanged = 0, refused = 0;
  std::optional<model::Instant> undone_at;
  std::string undone_by, undo_reason;
};

/// A batch with what became of each row.
struct BatchView {
  struct Row {
    RowReport report;
    std::string item;
    model::LocalizedText item_title;
    bool undone = false;
  };
  BatchLine line;
  std::vector<Row> rows;
  bool may_undo = false;  ///< the actor, now
};

/// What came of undoing a batch.
struct BatchUndo {
  bool done = false;            ///< false: `kept` is in the way, nothing was changed
  std::size_t undone = 0;       ///< rows whose former state stands again
  std::vector<RowReport> kept;  ///< rows that cannot be undone, and why
};

/// Batches of registrations: applied as one, kept with their rows, undone as one. Scope: the people of the
/// department (and of its part of the students) see and undo its batches, admins and auditors see all.
/// Thread-safe.
class Batches {
 public:
  explicit Batches(const Engine& engine);
  ~Batches();

  /// Told now and then how many rows were looked at.
  using Progress = std::function<void(std::size_t rows)>;

  /// One transaction: refused rows stop the whole, unless `only_good`.
  Outcome<AppliedBatch> apply(const Actor& actor, const NewBatch& batch, bool only_good,
                              const Progress& progress = {}) const;
  /// The newest first, those before the number `before` (0: all), at most 100.
  Outcome<std::vector<BatchLine>> list(const Actor& actor, std::int64_t before = 0) const;
  Outcome<BatchView> find(const Actor& actor, std::int64_t id) const;
  /// Brings back what stood before each row, in one transaction. Rows that somebody changed since, and those
  /// of students who collected a document since, stop it, unless `only_rest`: then they stay as they are.
  Outcome<BatchUndo> undo(const Actor& actor, std::int64_t id, const std::string& reason,
                          bool only_rest) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::service
