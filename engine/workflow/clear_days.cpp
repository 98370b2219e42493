#include "engine/workflow/clear_days.h"

#include <algorithm>

#include "engine/workflow/inputs.h"

namespace lixiao::workflow {
namespace {

using MaybeDay = std::optional<model::Date>;

/// The latest of several days; not known as soon as one of them is not, or when there is none.
class Latest {
 public:
  void add(const MaybeDay& day) {
    unknown_ = unknown_ || !day;
    if (day) latest_ = std::max(latest_.value_or(*day), *day);
  }
  MaybeDay day() const { return unknown_ ? std::nullopt : latest_; }

 private:
  bool unknown_ = false;
  MaybeDay latest_;
};

MaybeDay latestSince(const Workflow& workflow, const StudentRecord& record,
                     const std::vector<FactIndex>& facts) {
  Latest latest;
  for (const FactIndex fact : facts) {
    const auto& since = record.facts[fact].since;
    latest.add(since ? MaybeDay(workflow.time_zone.dateAt(*since)) : std::nullopt);
  }
  return latest.day();
}

MaybeDay submissionDay(const Workflow& workflow, const Circumstances& circumstances, ListIndex list) {
  if (list >= circumstances.submitted_at.size() || !circumstances.submitted_at[list]) return std::nullopt;
  return workflow.time_zone.dateAt(*circumstances.submitted_at[list]);
}

}  // namespace

ClearDays::ClearDays(const Workflow& workflow, const StudentType& type)
    : workflow_(workflow), type_(type), needed_(type.items.size()), facts_(type.items.size()) {
  for (std::size_t position = 0; position < type.items.size(); ++position) {
    const Item& item = type.items[position];
    needed_[position] = item.day_is_read || (item.part_of && type.items[*item.part_of].day_is_read);
    any_ = any_ || needed_[position];
    if (item.passes_when)
      facts_[position] = factsRead(workflow, type.rules[*item.passes_when]);
    else
      facts_[position] = item.declares;
  }
}

MaybeDay ClearDays::dayOf(std::uint32_t position, const Evaluation& evaluation, const StudentRecord& record,
                          const Circumstances& circumstances) const {
  const Item& item = type_.items[position];
  if (model::statusOf(evaluation.items[position].cause) != model::ItemStatus::Cleared) return std::nullopt;
  if (const model::Registration* registration = liveRegistration(record, item, circumstances.today))
    return workflow_.time_zone.dateAt(registration->at);
  Latest latest;
  if (item.mode == Mode::Exceptions)
    latest.add(submissionDay(workflow_, circumstances, *item.list));
  else if (item.mode != Mode::Parts)
    latest.add(latestSince(workflow_, record, facts_[position]));
  for (const std::uint32_t part : item.parts)
    if (model::statusOf(evaluation.items[part].cause) != model::ItemStatus::NotApplicable)
      latest.add(evaluation.items[part].cleared_on);
  return latest.day();
}

}  // namespace lixiao::workflow
