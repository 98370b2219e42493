#include "engine/service/statistics_oldest.h"

#include <algorithm>
#include <map>

#include "engine/board/board.h"
#include "engine/service/queries_impl.h"
#include "engine/store/declaration.h"
#include "engine/store/journal.h"

namespace lixiao::service {
namespace {

using model::Cause;

constexpr std::int64_t kBlock = 4096;

bool waitsForRegistrar(Cause cause) {
  return cause == Cause::AwaitsRegistration || cause == Cause::ListNotSubmitted;
}

/// An item of a type that somebody awaits from its registrar.
struct Place {
  std::uint32_t partition;
  std::size_t position;
  workflow::DepartmentIndex department;
  std::optional<model::Instant> opened;
};

/// Finds the oldest work: the roster is walked in the order in which it brought the students.
class OldestSearch {
 public:
  OldestSearch(const Engine& engine, const TallyScope& scope) : engine_(engine), scope_(scope) {}

  std::vector<OldestWork> run() {
    engine_.board.read([&](const board::Contents& contents) { countAll(contents); });
    walk();
    addDeclarations();
    std::vector<OldestWork> all;
    for (auto& [department, work] : work_) all.push_back(std::move(work));
    std::stable_sort(all.begin(), all.end(), [](const OldestWork& a, const OldestWork& b) {
      return a.since.value_or(model::Instant::max()) < b.since.value_or(model::Instant::max());
    });
    return all;
  }

 private:
  void countAll(const board::Contents& contents) {
    if (contents.edition() == nullptr) return;
    workflow_ = contents.edition()->workflow;
    activation_ = contents.edition()->activation;
    const VisibleRows visible(*scope_.actor, contents);
    for (std::uint32_t i = 0; i < contents.partitions().size(); ++i) {
      const board::Partition& partition = *contents.partitions()[i];
      const auto& items = partition.type().items;
      for (std::size_t position = 0; position < items.size(); ++position) {
        if (items[position].part_of || !isOf(*workflow_, items[position], scope_.department)) continue;
        std::uint64_t waiting = 0;
        for (std::size_t row = 0; row < partition.rows(); ++row)
          if (waitsForRegistrar(partition.cause(position, row)) && visible(partition, row)) ++waiting;
        if (waiting > 0) add(i, position, items[position], waiting);
      }
    }
  }

  void add(std::uint32_t partition, std::size_t position, const workflow::Item& item, std::uint64_t waiting) {
    const workflow::DepartmentIndex department = item.registrars.back().department;
    work(department).pairs += waiting;
    std::optional<model::Instant> opened;
    if (item.opens && !item.opens->from) opened = workflow_->time_zone.startOf(item.opens->date);
    places_.push_back({partition, position, department, opened});
  }

  OldestWork& work(workflow::DepartmentIndex department) {
    OldestWork& work = work_[department];
    work.department = workflow_->departments[department].id;
    work.title = workflow_->departments[department].title;
    return work;
  }

  void walk() {
    std::int64_t after = 0;
    for (std::int64_t walked = 0; !places_.empty() && walked < kMostAdditions; walked += kBlock) {
      const auto additions = engine_.database.read(
          [&](store::Reader& reader) { return store::rosterAdditions(reader, after, kBlock); });
      if (additions.empty()) return;
      after = additions.back().seq;
      engine_.board.read([&](const board::Contents& contents) { take(contents, additions); });
      // Whoever comes later has waited less.
      std::erase_if(places_, [&](const Place& place) {
        const auto& since = work_[place.department].since;
        return since && *since <= additions.back().at;
      });
    }
  }

  void take(const board::Contents& contents, const std::vector<store::RosterAddition>& additions) {
    if (contents.edition() == nullptr || contents.edition()->activation != activation_)
      return places_.clear();
    const VisibleRows visible(*scope_.actor, contents);
    for (const store::RosterAddition& addition : additions) {
      const auto at = contents.find(addition.student_no);
      if (!at) continue;
      const board::Partition& partition = *contents.partitions()[at->partition];
      if (!visible(partition, at->row)) continue;
      for (const Place& place : places_) {
        if (place.partition != at->partition || !waitsForRegistrar(partition.cause(place.position, at->row)))
          continue;
        const model::Instant since = std::max(addition.at, place.opened.value_or(addition.at));
        note(work_[place.department], since, partition.type().items[place.position].id,
             partition.type().items[place.position].title, addition.student_no);
      }
    }
  }

  static void note(OldestWork& work, model::Instant since, const std::string& item,
                   const model::LocalizedText& title, const std::string& student_no) {
    if (work.since && *work.since <= since) return;
    work.since = since;
    work.item = item;
    work.item_title = title;
    work.student_no = student_no;
  }

  /// What students declared waits for the department that confirms it.
  void addDeclarations() {
    if (!workflow_) return;
    for (const workflow::FactSpec& fact : workflow_->facts) {
      if (!fact.confirmed_by) continue;
      const std::string& confirming = workflow_->departments[*fact.confirmed_by].id;
      if (!scope_.department.empty() && confirming != scope_.department) continue;
      const auto waiting = engine_.database.read(
          [&](store::Reader& reader) { return store::declarations(reader, fact.name); });
      engine_.board.read([&](const board::Contents& contents) {
        if (contents.edition() == nullptr) return;
        const VisibleRows visible(*scope_.actor, contents);
        for (const store::Declaration& declaration : waiting) {
          const auto at = contents.find(declaration.student_no);
          if (!at || !visible(*contents.partitions()[at->partition], at->row)) continue;
          OldestWork& oldest = work(*fact.confirmed_by);
          ++oldest.pairs;
          note(oldest, declaration.at, "", fact.title, declaration.student_no);
        }
      });
    }
  }

  const Engine& engine_;
  const TallyScope& scope_;
  std::shared_ptr<const workflow::Workflow> workflow_;
  std::int64_t activation_ = 0;
  std::vector<Place> places_;
  std::map<workflow::DepartmentIndex, OldestWork> work_;
};

}  // namespace

std::vector<OldestWork> oldestWork(const Engine& engine, const TallyScope& scope) {
  return OldestSearch(engine, scope).run();
}

}  // namespace lixiao::service
