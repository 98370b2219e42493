#include <algorithm>
#include <map>

#include "engine/workflow/compile_sharing.h"

namespace lixiao::workflow {
namespace {

/// How many items of `everyone_in` stand one after the other before each item of each student type. What such
/// an item makes of one student depends on those who share the value, and they may be of any type.
class Rounds {
 public:
  explicit Rounds(const Compilation& compilation)
      : types_(compilation.workflow.types), edges_(compilation.item_edges) {
    for (const StudentType& type : types_) {
      before_.emplace_back(type.items.size(), 0);
      for (const Item& item : type.items)
        if (item.everyone_in) rounds_[item.index] = 1;
    }
  }

  /// False: they go round in a circle.
  bool count() {
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t type = 0; type < types_.size(); ++type) changed |= pass(type);
      if (most() > rounds_.size()) return false;
    }
    return true;
  }

  std::size_t most() const {
    std::size_t most = 0;
    for (const auto& [item, rounds] : rounds_) most = std::max(most, rounds);
    return most;
  }

  bool isInCircle(ItemIndex item) const {
    const auto found = rounds_.find(item);
    return found != rounds_.end() && found->second > rounds_.size();
  }

 private:
  std::size_t upTo(std::size_t type, std::uint32_t position) const {
    const Item& item = types_[type].items[position];
    return item.everyone_in ? rounds_.at(item.index) : before_[type][position];
  }

  /// Whoever reads an item of a group waits for all of the group.
  std::size_t upToGroup(std::size_t type, std::uint32_t position) const {
    const auto group = types_[type].items[position].group;
    std::size_t most = upTo(type, position);
    if (group)
      for (const std::uint32_t member : types_[type].groups[*group].items)
        most = std::max(most, upTo(type, member));
    return most;
  }

  bool pass(std::size_t type) {
    bool changed = false;
    for (const Step& step : types_[type].order) {
      if (step.kind != Step::Kind::Item) continue;
      std::size_t& before = before_[type][step.position];
      const std::size_t old = before;
      for (const Edge& edge : edges_[type][step.position])
        before = std::max(before, upToGroup(type, edge.to));
      changed |= before != old;
      const auto rounds = rounds_.find(types_[type].items[step.position].index);
      if (rounds != rounds_.end()) rounds->second = std::max(rounds->second, before + 1);
    }
    return changed;
  }

  const std::vector<StudentType>& types_;
  const std::vector<std::vector<std::vector<Edge>>>& edges_;
  std::vector<std::vector<std::size_t>> before_;
  std::map<ItemIndex, std::size_t> rounds_;
};

}  // namespace

void countRounds(Compilation& compilation) {
  Rounds rounds(compilation);
  if (rounds.count()) {
    compilation.workflow.everyone_rounds = rounds.most();
    return;
  }
  for (const StudentTypeDefinition& type : compilation.types)
    for (const ItemDefinition& item : type.items)
      if (item.everyone_in.given() && rounds.isInCircle(*compilation.workflow.item(item.id.text)))
        compilation.findings.error(item.everyone_in.span(), "circle",
                                   "the student types wait for one another: everyone_in of " +
                                       quoted(item.id.text) + " depends on itself");
}

}  // namespace lixiao::workflow
