#include "engine/service/planning_compare.h"

#include <algorithm>
#include <array>
#include <limits>

namespace lixiao::service {
namespace {

using board::Partition;

constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();

/// The students of one type before and after, whichever of the two there is, and who is who.
struct Sides {
  const Partition* before = nullptr;
  const Partition* after = nullptr;
  std::vector<std::uint32_t> row_before;  ///< by row after; kNobody for those without a workflow before
};

void add(PlannedStudents& students, const Partition& partition, std::size_t row) {
  ++students.count;
  if (students.examples.size() < kMostExamples)
    students.examples.push_back({partition.studentNo(row), partition.name(row)});
}

/// By status, one more for "not in the workflow".
template <class Status>
struct Words;
template <>
struct Words<model::ItemStatus> {
  static constexpr std::size_t kCount = 5;
};
template <>
struct Words<model::DocumentStatus> {
  static constexpr std::size_t kCount = 4;
};

/// The status of each row, as a number, for one item or document of one side.
template <class Status, class StatusOfRow>
class Column {
 public:
  static constexpr std::size_t kNone = Words<Status>::kCount;

  Column(std::optional<std::size_t> position, StatusOfRow status) : position_(position), status_(status) {}

  std::size_t operator()(std::size_t row) const {
    return position_ ? static_cast<std::size_t>(status_(*position_, row)) : kNone;
  }

 private:
  std::optional<std::size_t> position_;
  StatusOfRow status_;
};

template <class Status>
class Moves {
 public:
  void add(std::size_t from, std::size_t to, const Partition& partition, std::size_t row) {
    if (from != to) service::add(cells_[from][to], partition, row);
  }

  std::vector<PlannedMove<Status>> take() {
    std::vector<PlannedMove<Status>> moves;
    for (std::size_t from = 0; from <= kNone; ++from)
      for (std::size_t to = 0; to <= kNone; ++to)
        if (cells_[from][to].count > 0)
          moves.push_back({status(from), status(to), std::move(cells_[from][to])});
    return moves;
  }

 private:
  static constexpr std::size_t kNone = Words<Status>::kCount;
  static std::optional<Status> status(std::size_t number) {
    if (number == kNone) return std::nullopt;
    return static_cast<Status>(number);
  }
  std::array<std::array<PlannedStudents, kNone + 1>, kNone + 1> cells_;
};

template <class Status, class Before, class After>
std::vector<PlannedMove<Status>> moves(const Sides& sides, const Before& before, const After& after) {
  constexpr std::size_t kNone = Words<Status>::kCount;
  Moves<Status> moves;
  if (sides.after == nullptr) {
    for (std::size_t row = 0; row < sides.before->rows(); ++row)
      if (sides.before->live(row)) moves.add(before(row), kNone, *sides.before, row);
    return moves.take();
  }
  for (std::size_t row = 0; row < sides.after->rows(); ++row) {
    if (!sides.after->live(row)) continue;
    const std::uint32_t old = sides.row_before[row];
    moves.add(old == kNobody ? kNone : before(old), after(row), *sides.after, row);
  }
  return moves.take();
}

/// Ids and titles of one side, items or documents.
template <class Subject>
const std::vector<Subject>& subjectsOf(const workflow::StudentType& type) {
  if constexpr (std::is_same_v<Subject, workflow::Item>)
    return type.items;
  else
    return type.documents;
}

template <class Subject>
std::optional<std::size_t> positionOf(const Partition* partition, const std::string& id) {
  if (partition == nullptr) return std::nullopt;
  const auto& all = subjectsOf<Subject>(partition->type());
  const auto found = std::find_if(all.begin(), all.end(), [&](const Subject& each) { return each.id == id; });
  if (found == all.end()) return std::nullopt;
  return static_cast<std::size_t>(found - all.begin());
}

/// All items (documents) of both sides, those after first.
template <class Subject, class Status, class StatusOf>
std::vector<PlannedSubject<Status>> compareSubjects(const Sides& sides, const StatusOf& status_of) {
  std::vector<PlannedSubject<Status>> all;
  for (const Partition* side : {sides.after, sides.before}) {
    if (side == nullptr) continue;
    for (const Subject& subject : subjectsOf<Subject>(side->type())) {
      if (side == sides.before && positionOf<Subject>(sides.after, subject.id)) continue;
      const auto column = [&](const Partition* partition) {
        const auto status = [partition, &status_of](std::size_t position, std::size_t row) {
          return status_of(*partition, position, row);
        };
        return Column<Status, decltype(status)>(positionOf<Subject>(partition, subject.id), status);
      };
      all.push_back(
          {subject.id, subject.title, moves<Status>(sides, column(sides.before), column(sides.after))});
    }
  }
  return all;
}

/// Statuses by cause: looked up for every student and item.
template <class Cause, std::size_t N>
auto statusTable() {
  std::array<decltype(model::statusOf(Cause{})), N> table{};
  for (std::size_t i = 0; i < N; ++i) table[i] = model::statusOf(static_cast<Cause>(i));
  return table;
}

/// Finds the students of `sides.after` on the other side: usually in the same row.
void match(Sides& sides, const board::Contents& before, PlannedType& planned) {
  if (sides.after != nullptr) sides.row_before.assign(sides.after->rows(), kNobody);
  std::vector<bool> met(sides.before == nullptr ? 0 : sides.before->rows());
  for (std::size_t row = 0; sides.after != nullptr && row < sides.after->rows(); ++row) {
    if (!sides.after->live(row)) continue;
    std::size_t old = row;
    if (row >= met.size() || sides.before->studentNo(row) != sides.after->studentNo(row)) {
      const auto at = before.find(sides.after->studentNo(row));
      if (!at || before.partitions()[at->partition].get() != sides.before) {
        add(planned.without_before, *sides.after, row);
        continue;
      }
      old = at->row;
    }
    ++planned.students;
    sides.row_before[row] = static_cast<std::uint32_t>(old);
    met[old] = true;
  }
  for (std::size_t row = 0; row < met.size(); ++row)
    if (!met[row] && sides.before->live(row)) add(planned.without_after, *sides.before, row);
}

PlannedType compareType(Sides sides, const board::Contents& before) {
  static const auto items = statusTable<model::Cause, model::kCauses>();
  static const auto documents = statusTable<model::DocumentCause, model::kDocumentCauses>();
  const workflow::StudentType& type = (sides.after != nullptr ? sides.after : sides.before)->type();
  PlannedType planned{type.id, type.title, 0, {}, {}, {}, {}};
  match(sides, before, planned);
  planned.items = compareSubjects<workflow::Item, model::ItemStatus>(
      sides, [](const Partition& partition, std::size_t position, std::size_t row) {
        return items[static_cast<std::size_t>(partition.cause(position, row))];
      });
  planned.documents = compareSubjects<workflow::Document, model::DocumentStatus>(
      sides, [](const Partition& partition, std::size_t position, std::size_t row) {
        return documents[static_cast<std::size_t>(partition.documentCause(position, row))];
      });
  return planned;
}

const Partition* partitionOf(const board::Contents& contents, const std::string& type) {
  for (const auto& partition : contents.partitions())
    if (partition->type().id == type) return partition.get();
  return nullptr;
}

}  // namespace

std::vector<PlannedType> compare(const board::Contents& before, const board::Contents& after) {
  std::vector<PlannedType> types;
  for (const auto& partition : after.partitions())
    types.push_back(compareType({partitionOf(before, partition->type().id), partition.get(), {}}, before));
  for (const auto& partition : before.partitions())
    if (partitionOf(after, partition->type().id) == nullptr)
      types.push_back(compareType({partition.get(), nullptr, {}}, before));
  return types;
}

}  // namespace lixiao::service
