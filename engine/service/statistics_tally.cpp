#include "engine/service/statistics_tally.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/service/queries_impl.h"

namespace lixiao::service {
namespace {

using board::Partition;
using model::Cause;
using workflow::Item;
using workflow::Mode;

constexpr std::uint32_t kNobody = 0xFFFFFFFF;
constexpr const char* kDepartment = "department";

bool countable(const rules::Type& type) {
  return type.kind == rules::Kind::Enum || type.kind == rules::Kind::Text;
}

/// Whether an item that was cleared for this cause needed no visit; for some it depends on the student.
enum class Came { No, Yes, IfListed, AsParts };
Came cameFor(const Item& item, Cause cause) {
  if (item.visit) return Came::Yes;
  if (cause == Cause::PartsCleared) return Came::AsParts;
  if (cause != Cause::Registered && cause != Cause::Waived) return Came::No;
  if (item.mode == Mode::Automatic || item.mode == Mode::Parts) return Came::Yes;
  return item.mode == Mode::Exceptions ? Came::IfListed : Came::No;
}

bool neededNoVisit(const Partition& partition, std::size_t position, std::size_t row) {
  const Item& item = partition.type().items[position];
  const Cause cause = partition.cause(position, row);
  const model::ItemStatus status = model::statusOf(cause);
  if (status != model::ItemStatus::Cleared) return false;
  switch (cameFor(item, cause)) {
    case Came::No:
      return true;
    case Came::Yes:
      return false;
    case Came::IfListed:
      return item.list && !partition.listed(*item.list, row);
    case Came::AsParts:
      break;
  }
  return std::all_of(item.parts.begin(), item.parts.end(), [&](std::uint32_t part) {
    return model::statusOf(partition.cause(part, row)) == model::ItemStatus::NotApplicable ||
           neededNoVisit(partition, part, row);
  });
}

/// The groups of a dimension: a row's group, and a line for each.
class Groups {
 public:
  Groups(const board::Contents& contents, const std::string& by, std::vector<StatisticsLine>& lines)
      : contents_(contents), workflow_(*contents.edition()->workflow), lines_(lines) {
    if (by != kDepartment) attribute_ = workflow_.attribute(by);
  }

  /// The group of each row; kNobody for those not visible.
  std::vector<std::uint32_t> of(const Partition& partition, const VisibleRows& visible) {
    std::vector<std::uint32_t> groups(partition.rows(), kNobody);
    std::map<std::int64_t, std::uint32_t> known;  // by key
    std::int64_t last_key = 0;
    std::uint32_t last = kNobody;
    for (std::size_t row = 0; row < groups.size(); ++row) {
      if (!visible(partition, row)) continue;
      const std::int64_t key = attribute_ ? partition.attribute(*attribute_).key(row).value_or(-1) : -1;
      if (last == kNobody || key != last_key) {
        const auto [place, is_new] = known.emplace(key, 0);
        if (is_new) place->second = line(partition, row);
        last_key = key;
        last = place->second;
      }
      groups[row] = last;
    }
    return groups;
  }
  std::size_t size() const { return lines_.size(); }

 private:
  std::uint32_t line(const Partition& partition, std::size_t row) {
    std::string value;
    if (attribute_)
      value = workflow::formatValue(workflow_.attributes[*attribute_].type,
                                    partition.attribute(*attribute_).value(row, contents_.pool()));
    const auto [place, is_new] = places_.emplace(value, static_cast<std::uint32_t>(lines_.size()));
    if (is_new) {
      StatisticsLine added;
      added.id = value;
      added.title =
          attribute_ == workflow_.student_type ? partition.type().title : model::LocalizedText(value);
      lines_.push_back(std::move(added));
    }
    return place->second;
  }

  const board::Contents& contents_;
  const workflow::Workflow& workflow_;
  std::optional<workflow::AttributeIndex> attribute_;
  std::vector<StatisticsLine>& lines_;
  std::map<std::string, std::uint32_t> places_;
};

/// One count.
class Tally {
 public:
  Tally(const board::Contents& contents, const TallyScope& scope, const StatisticsSearch& search)
      : contents_(contents),
        workflow_(*contents.edition()->workflow),
        scope_(scope),
        search_(search),
        visible_(*scope.actor, contents),
        groups_(contents, search.by, lines_) {}

  StatisticsView view() {
    items_.resize(workflow_.item_ids.size());
    documents_.resize(workflow_.document_ids.size());
    for (const auto& partition : contents_.partitions()) count(*partition);
    for (const workflow::StudentType& type : workflow_.types) name(type);
    StatisticsView view;
    view.by = search_.by;
    view.item = search_.item;
    view.as_of = contents_.now();
    view.lines = search_.by == kDepartment ? byDepartment() : std::move(lines_);
    std::sort(view.lines.begin(), view.lines.end(),
              [](const StatisticsLine& a, const StatisticsLine& b) { return a.id < b.id; });
    std::erase_if(items_, [](const StatisticsLine& item) { return item.id.empty(); });
    std::erase_if(documents_, [](const StatisticsDocument& document) { return document.id.empty(); });
    view.items = std::move(items_);
    view.documents = std::move(documents_);
    for (const StatisticsLine& item : view.items)
      if (search_.item.empty() || item.id == search_.item) view.total += item.pairs;
    view.students = students_;
    view.all_clear = all_clear_;
    return view;
  }

 private:
  bool wanted(const Item& item) const { return !item.part_of && isOf(workflow_, item, scope_.department); }

  void count(const Partition& partition) {
    const std::vector<std::uint32_t> groups = groups_.of(partition, visible_);
    countStudents(partition, groups);
    const workflow::StudentType& type = partition.type();
    for (std::size_t position = 0; position < type.items.size(); ++position)
      if (wanted(type.items[position])) countItem(partition, position, groups);
    for (std::size_t position = 0; position < type.documents.size(); ++position)
      for (std::size_t row = 0; row < groups.size(); ++row)
        if (groups[row] != kNobody)
          ++documents_[type.documents[position].index]
                .by_status[static_cast<std::size_t>(model::statusOf(partition.documentCause(position, row)))];
  }

  void countStudents(const Partition& partition, const std::vector<std::uint32_t>& groups) {
    const workflow::StudentType& type = partition.type();
    for (std::size_t row = 0; row < groups.size(); ++row) {
      if (groups[row] == kNobody) continue;
      ++students_;
      ++lines_[groups[row]].students;
      if (partition.remaining(row) > 0 || !anyApplies(partition, type, row)) continue;
      ++all_clear_;
      ++lines_[groups[row]].all_clear;
    }
  }
  static bool anyApplies(const Partition& partition, const workflow::StudentType& type, std::size_t row) {
    for (std::size_t i = 0; i < type.items.size(); ++i)
      if (!type.items[i].optional && !type.items[i].part_of &&
          model::statusOf(partition.cause(i, row)) != model::ItemStatus::NotApplicable)
        return true;
    return false;
  }

  void countItem(const Partition& partition, std::size_t position, const std::vector<std::uint32_t>& groups) {
    const Item& item = partition.type().items[position];
    causes_.assign(groups_.size() * model::kCauses, 0);
    for (std::size_t row = 0; row < groups.size(); ++row)
      if (groups[row] != kNobody)
        ++causes_[groups[row] * model::kCauses + static_cast<std::size_t>(partition.cause(position, row))];
    std::vector<PairCounts> pairs(groups_.size());
    bool by_student = false;
    for (std::size_t at = 0; at < causes_.size(); ++at) {
      if (causes_[at] == 0) continue;
      const auto cause = static_cast<Cause>(at % model::kCauses);
      PairCounts& counted = pairs[at / model::kCauses];
      const model::ItemStatus status = model::statusOf(cause);
      counted.by_status[static_cast<std::size_t>(status)] += causes_[at];
      if (status != model::ItemStatus::Cleared) continue;
      const Came came = cameFor(item, cause);
      if (came == Came::No) counted.without_visit += causes_[at];
      by_student = by_student || came == Came::IfListed || came == Came::AsParts;
    }
    if (by_student) countOneByOne(partition, position, groups, pairs);
    for (std::size_t group = 0; group < pairs.size(); ++group) {
      items_[item.index].pairs += pairs[group];
      if (search_.item.empty() || search_.item == item.id) lines_[group].pairs += pairs[group];
    }
  }

  static void countOneByOne(const Partition& partition, std::size_t position,
                            const std::vector<std::uint32_t>& groups, std::vector<PairCounts>& pairs) {
    const Item& item = partition.type().items[position];
    for (std::size_t row = 0; row < groups.size(); ++row) {
      if (groups[row] == kNobody) continue;
      const Cause cause = partition.cause(position, row);
      if (cause <= model::kLastDeferred) continue;
      const Came came = cameFor(item, cause);
      if ((came == Came::IfListed || came == Came::AsParts) && neededNoVisit(partition, position, row))
        ++pairs[groups[row]].without_visit;
    }
  }

  /// The titles and departments of the first type that has them.
  void name(const workflow::StudentType& type) {
    for (const Item& item : type.items) {
      StatisticsLine& line = items_[item.index];
      if (!line.id.empty() || !wanted(item)) continue;
      line.id = item.id;
      line.title = item.title;
      line.department = workflow_.departments[item.registrars.back().department].title;
      department_of_[item.id] = item.registrars.back().department;
    }
    for (const workflow::Document& document : type.documents) {
      StatisticsDocument& line = documents_[document.index];
      const workflow::Department& department = workflow_.departments[document.department];
      if (!line.id.empty() || (!scope_.department.empty() && department.id != scope_.department)) continue;
      line.id = document.id;
      line.title = document.title;
      line.department = department.title;
    }
  }

  std::vector<StatisticsLine> byDepartment() const {
    std::map<workflow::DepartmentIndex, StatisticsLine> lines;
    for (const StatisticsLine& item : items_) {
      if (item.id.empty() || (!search_.item.empty() && item.id != search_.item)) continue;
      const workflow::DepartmentIndex index = department_of_.at(item.id);
      StatisticsLine& line = lines[index];
      line.id = workflow_.departments[index].id;
      line.title = workflow_.departments[index].title;
      line.pairs += item.pairs;
    }
    std::vector<StatisticsLine> all;
    all.reserve(lines.size());
    for (auto& [index, line] : lines) all.push_back(std::move(line));
    return all;
  }

  const board::Contents& contents_;
  const workflow::Workflow& workflow_;
  const TallyScope& scope_;
  const StatisticsSearch& search_;
  VisibleRows visible_;
  std::vector<StatisticsLine> lines_, items_;  // by group, by item
  Groups groups_;
  std::vector<StatisticsDocument> documents_;
  std::map<std::string, workflow::DepartmentIndex> department_of_;  // by item
  std::vector<std::uint64_t> causes_;                               // of one item, by group and cause
  std::uint64_t students_ = 0, all_clear_ = 0;
};

bool hasFewValues(const board::Contents& contents, workflow::AttributeIndex attribute) {
  std::set<std::int64_t> keys;
  for (const auto& partition : contents.partitions()) {
    const board::ValueColumn& column = partition->attribute(attribute);
    std::optional<std::int64_t> last;
    for (std::size_t row = 0; row < partition->rows(); ++row) {
      if (!partition->live(row)) continue;
      const auto key = column.key(row);
      if (!key || key == last) continue;
      last = key;
      if (keys.insert(*key).second && keys.size() > kMostValues) return false;
    }
  }
  return true;
}

}  // namespace

std::uint64_t PairCounts::applying() const {
  std::uint64_t all = 0;
  for (const std::uint64_t count : by_status) all += count;
  return all - of(model::ItemStatus::NotApplicable);
}

PairCounts& PairCounts::operator+=(const PairCounts& other) {
  for (std::size_t i = 0; i < by_status.size(); ++i) by_status[i] += other.by_status[i];
  without_visit += other.without_visit;
  return *this;
}

TallyScope tallyScope(const Actor& actor) {
  return {&actor, actor.role == Role::Staff ? actor.department : std::string()};
}

bool isOf(const workflow::Workflow& workflow, const Item& item, const std::string& department) {
  return department.empty() ||
         std::any_of(item.registrars.begin(), item.registrars.end(), [&](const workflow::Registrar& each) {
           return workflow.departments[each.department].id == department;
         });
}

std::vector<Dimension> dimensionsOf(const board::Contents& contents) {
  std::vector<Dimension> all = {{kDepartment, {"部门", "Department"}}};
  const workflow::Workflow& workflow = *contents.edition()->workflow;
  for (workflow::AttributeIndex i = 0; i < workflow.attributes.size(); ++i)
    if (countable(workflow.attributes[i].type) && workflow.attributes[i].name != kDepartment &&
        hasFewValues(contents, i))
      all.push_back({workflow.attributes[i].name, workflow.attributes[i].title});
  return all;
}

StatisticsView tally(const board::Contents& contents, const TallyScope& scope,
                     const StatisticsSearch& search) {
  return Tally(contents, scope, search).view();
}

}  // namespace lixiao::service
