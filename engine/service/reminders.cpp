#include "engine/service/reminders.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "engine/board/board.h"
#include "engine/model/clock.h"
#include "engine/service/permissions.h"
#include "engine/service/queries.h"
#include "engine/service/statistics_oldest.h"
#include "engine/service/texts.h"
#include "engine/service/unmatched.h"

namespace lixiao::service {
namespace {

/// What students wait for is found by a walk over the roster: it is kept for so long.
constexpr std::chrono::seconds kKept{30};
constexpr std::size_t kMostKept = 256;

OldWork oldWorkOf(const OldestWork& oldest) {
  OldWork work;
  work.kind = oldest.item.empty() ? OldWork::Kind::Declared : OldWork::Kind::Waiting;
  work.subject = oldest.item;
  work.title = oldest.item_title;
  work.count = oldest.pairs;
  work.since = oldest.since;
  return work;
}

}  // namespace

model::Message sentenceOf(const OldWork& work, model::Date since) {
  const model::LocalizedText day(model::formatDate(since));
  const model::LocalizedText count(std::to_string(work.count));
  switch (work.kind) {
    case OldWork::Kind::Waiting:
      return {text::kOldWaiting, {count, day, work.title}};
    case OldWork::Kind::Declared:
      return {text::kOldDeclared, {count, day, work.title}};
    case OldWork::Kind::List:
      return {text::kOldList, {work.title, day}};
    case OldWork::Kind::Unmatched:
      return {text::kOldUnmatched, {count, day}};
  }
  return {};
}

class Reminders::Impl {
 public:
  explicit Impl(const Engine& engine) : engine_(engine), queries_(engine), unmatched_(engine) {}

  void setAfter(std::chrono::milliseconds time) { after_ = time; }

  Outcome<std::vector<OldWork>> of(const Actor& actor) {
    if (auto why = whyNot(actor, Act::SeeOverview)) return Refusal{Refusal::Kind::Forbidden, {*why}, {}};
    const auto lists = queries_.lists(actor);
    if (!lists) return lists.refusal();
    std::vector<OldWork> all;
    addLists(lists.value(), all);
    const auto old = [&](const OldWork& work) {
      return work.since && engine_.clock.now() - *work.since >= after_;
    };
    std::vector<OldWork> others = waiting(actor);
    addUnmatched(actor, others);
    std::stable_sort(others.begin(), others.end(), [](const OldWork& a, const OldWork& b) {
      return a.since.value_or(model::Instant::max()) < b.since.value_or(model::Instant::max());
    });
    std::copy_if(others.begin(), others.end(), std::back_inserter(all), old);
    return all;
  }

 private:
  /// A list is reminded of on its last day and after it.
  void addLists(const std::vector<ListView>& lists, std::vector<OldWork>& all) const {
    const model::Date today = queries_.edition().today;
    for (const ListView& list : lists) {
      if (!list.mine || list.submitted || !list.due || *list.due > today) continue;
      OldWork work;
      work.kind = OldWork::Kind::List;
      work.subject = list.id;
      work.title = list.title;
      work.due = list.due;
      all.push_back(std::move(work));
    }
  }

  void addUnmatched(const Actor& actor, std::vector<OldWork>& all) const {
    const auto view = unmatched_.view(actor);
    if (!view) return;
    OldWork work;
    work.kind = OldWork::Kind::Unmatched;
    for (const UnmatchedLine& line : view->registrations) {
      if (!line.mine) continue;
      ++work.count;
      work.since = std::min(work.since.value_or(line.at), line.at);
    }
    if (work.count > 0) all.push_back(std::move(work));
  }

  std::vector<OldWork> waiting(const Actor& actor) {
    if (!engine_.board.ready()) return {};
    const std::string key = actor.department + "\n" + actor.scope_value;
    const model::Instant now = engine_.clock.now();
    {
      const std::lock_guard lock(mutex_);
      const auto held = kept_.find(key);
      if (held != kept_.end() && now - held->second.first < kKept) return held->second.second;
    }
    std::vector<OldWork> found;
    for (const OldestWork& oldest : oldestWork(engine_, tallyScope(actor)))
      found.push_back(oldWorkOf(oldest));
    const std::lock_guard lock(mutex_);
    if (kept_.size() >= kMostKept) kept_.clear();
    kept_[key] = {now, found};
    return found;
  }

  Engine engine_;
  Queries queries_;
  Unmatched unmatched_;
  std::chrono::milliseconds after_{std::chrono::hours(72)};
  std::mutex mutex_;                                                             // guards kept_
  std::map<std::string, std::pair<model::Instant, std::vector<OldWork>>> kept_;  ///< by department and part
};

Reminders::Reminders(const Engine& engine) : impl_(std::make_unique<Impl>(engine)) {}
Reminders::~Reminders() = default;

void Reminders::setAfter(std::chrono::milliseconds time) {
  impl_->setAfter(time);
}

Outcome<std::vector<OldWork>> Reminders::of(const Actor& actor) const {
  if (actor.role != Role::Staff) return Refusal{Refusal::Kind::Forbidden, {{text::kNotAllowed, {}}}, {}};
  return impl_->of(actor);
}

}  // namespace lixiao::service
