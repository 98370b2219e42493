#include "engine/board/everyone.h"

#include <algorithm>
#include <unordered_set>

namespace lixiao::board {

using rules::Truth;

Everyone::Everyone(const workflow::Workflow& workflow, const Partitions& partitions)
    : partitions_(partitions), rounds_(workflow.everyone_rounds) {
  for (std::uint32_t index = 0; index < partitions.size(); ++index) {
    const workflow::StudentType& type = partitions[index]->type();
    for (std::size_t position = 0; position < type.items.size(); ++position) {
      const workflow::Item& item = type.items[position];
      if (!item.everyone_in) continue;
      auto table = std::find_if(tables_.begin(), tables_.end(), [&](const Table& t) {
        return t.item == item.index && t.attribute == *item.everyone_in;
      });
      if (table == tables_.end()) table = tables_.insert(table, {item.index, *item.everyone_in, {}, {}, {}});
      table->places.push_back({index, position});
    }
  }
}

Truth Everyone::Group::truth() const {
  if (students[static_cast<std::size_t>(Truth::False)] > 0) return Truth::False;
  return students[static_cast<std::size_t>(Truth::Unknown)] > 0 ? Truth::Unknown : Truth::True;
}

template <class Each>
void Everyone::forEachGroup(std::uint32_t partition, std::size_t row, Each each) {
  for (Table& table : tables_)
    for (const Place& place : table.places) {
      if (place.partition != partition) continue;
      const auto key = partitions_[partition]->attribute(table.attribute).key(row);
      each(table, place, key);
    }
}

void Everyone::forget() {
  for (Table& table : tables_) {
    table.groups.clear();
    table.touched.clear();
    for (const Place& place : table.places)
      for (std::size_t row = 0; row < partitions_[place.partition]->rows(); ++row)
        partitions_[place.partition]->setOthersClear(place.item_position, row, Truth::Unknown);
  }
}

void Everyone::recount() {
  for (Table& table : tables_) {
    table.groups.clear();
    table.touched.clear();
    for (const Place& place : table.places) {
      const Partition& partition = *partitions_[place.partition];
      for (std::size_t row = 0; row < partition.rows(); ++row)
        if (const auto key =
                partition.live(row) ? partition.attribute(table.attribute).key(row) : std::nullopt)
          ++table.groups[*key]
                .students[static_cast<std::size_t>(partition.ownClear(place.item_position, row))];
    }
    for (auto& [key, group] : table.groups) group.told = group.truth();
    for (const Place& place : table.places) {
      Partition& partition = *partitions_[place.partition];
      for (std::size_t row = 0; row < partition.rows(); ++row)
        partition.setOthersClear(place.item_position, row, toldTo(table, partition, row));
    }
  }
}

Truth Everyone::toldTo(const Table& table, const Partition& partition, std::size_t row) const {
  const auto key = partition.attribute(table.attribute).key(row);
  if (!key) return Truth::Unknown;
  const auto group = table.groups.find(*key);
  return group == table.groups.end() ? Truth::Unknown : group->second.told;
}

void Everyone::withdraw(std::uint32_t partition, std::size_t row) {
  forEachGroup(partition, row, [&](Table& table, const Place& place, std::optional<std::int64_t> key) {
    if (!key) return;
    const Truth own = partitions_[partition]->ownClear(place.item_position, row);
    --table.groups[*key].students[static_cast<std::size_t>(own)];
    table.touched.push_back(*key);
  });
}

void Everyone::tell(std::uint32_t partition, std::size_t row) {
  forEachGroup(partition, row, [&](const Table& table, const Place& place, std::optional<std::int64_t>) {
    Partition& of = *partitions_[partition];
    of.setOthersClear(place.item_position, row, toldTo(table, of, row));
  });
}

void Everyone::contribute(std::uint32_t partition, std::size_t row) {
  forEachGroup(partition, row, [&](Table& table, const Place& place, std::optional<std::int64_t> key) {
    if (!key) return;
    const Truth own = partitions_[partition]->ownClear(place.item_position, row);
    ++table.groups[*key].students[static_cast<std::size_t>(own)];
    table.touched.push_back(*key);
  });
}

std::vector<Everyone::Row> Everyone::turned() {
  std::vector<Row> rows;
  for (Table& table : tables_) {
    std::unordered_set<std::int64_t> keys;
    for (const std::int64_t key : table.touched) {
      Group& group = table.groups[key];
      if (group.truth() != group.told) keys.insert(key);
      group.told = group.truth();
    }
    table.touched.clear();
    if (keys.empty()) continue;
    for (const Place& place : table.places) {
      const Partition& partition = *partitions_[place.partition];
      for (std::uint32_t row = 0; row < partition.rows(); ++row) {
        const auto key = partition.live(row) ? partition.attribute(table.attribute).key(row) : std::nullopt;
        if (key && keys.count(*key) > 0) rows.push_back({place.partition, row});
      }
    }
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

}  // namespace lixiao::board
