#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "engine/board/partition.h"

namespace lixiao::board {

/// The groups of `everyone_in`: how many of those who share a value are clear by themselves, and what that
/// makes of each. Keeps the partitions' `others_clear`. NOT thread-safe.
class Everyone {
 public:
  using Partitions = std::vector<std::unique_ptr<Partition>>;
  Everyone(const workflow::Workflow& workflow, const Partitions& partitions);

  bool empty() const { return tables_.empty(); }
  /// How many times everybody must be decided.
  std::size_t rounds() const { return empty() ? 1 : 1 + rounds_; }

  /// Nobody knows anything about anybody.
  void forget();
  /// Counts everybody anew as decided and tells all rows.
  void recount();

  /// The row's value or decision is about to change: it counts no more.
  void withdraw(std::uint32_t partition, std::size_t row);
  /// What the row's group makes of it, for its decision.
  void tell(std::uint32_t partition, std::size_t row);
  /// The row counts as decided.
  void contribute(std::uint32_t partition, std::size_t row);

  struct Row {
    std::uint32_t partition;
    std::uint32_t row;
    auto operator<=>(const Row&) const = default;  // NOLINT(modernize-use-nullptr): its false alarm
  };
  /// The rows of the groups whose truth is another than was told, each once; these groups now tell the new
  /// one.
  std::vector<Row> turned();

 private:
  struct Group {
    std::array<std::uint32_t, 3> students{};  ///< by truth
    rules::Truth told = rules::Truth::Unknown;
    rules::Truth truth() const;
  };
  /// Where an item is met: its place in a partition's type.
  struct Place {
    std::uint32_t partition;
    std::size_t item_position;
  };
  /// The groups of one item by one attribute.
  struct Table {
    workflow::ItemIndex item;
    workflow::AttributeIndex attribute;
    std::vector<Place> places;
    std::unordered_map<std::int64_t, Group> groups;  ///< by the value's key
    std::vector<std::int64_t> touched;
  };
  template <class Each>
  void forEachGroup(std::uint32_t partition, std::size_t row, Each each);
  rules::Truth toldTo(const Table& table, const Partition& partition, std::size_t row) const;

  const Partitions& partitions_;
  std::size_t rounds_;
  std::vector<Table> tables_;
};

}  // namespace lixiao::board
