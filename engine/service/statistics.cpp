#include "engine/service/statistics.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "engine/board/board.h"
#include "engine/service/permissions.h"
#include "engine/service/statistics_oldest.h"
#include "engine/service/statistics_samples.h"
#include "engine/service/statistics_tally.h"
#include "engine/service/texts.h"
#include "engine/store/meta.h"

namespace lixiao::service {
namespace {

constexpr std::size_t kMostKept = 32;  // views of one version
constexpr const char* kSampledSeq = "statistic_sample.seq";

Refusal refusal(Refusal::Kind kind, const char* text, const std::string& what = {}) {
  std::vector<model::LocalizedText> arguments;
  if (!what.empty()) arguments.emplace_back(what);
  return {kind, {{text, std::move(arguments)}}, {}};
}

std::string written(const store::JournalPosition& position) {
  return std::to_string(position.epoch) + "." + std::to_string(position.seq);
}
}  // namespace

class Statistics::Impl {
 public:
  explicit Impl(const Engine& engine) : engine_(engine) {}

  const Engine& engine() const { return engine_; }

  std::string version() const {
    const model::Instant decided =
        engine_.board.read([](const board::Contents& contents) { return contents.now(); });
    return written(engine_.board.position()) + "." + std::to_string(decided.time_since_epoch().count());
  }

  Outcome<std::shared_ptr<const StatisticsView>> count(const Actor& actor, const StatisticsSearch& search) {
    const std::string wanted = version();
    const std::string key = std::string(word(actor.role)) + "\n" + actor.department + "\n" +
                            actor.scope_value + "\n" + search.by + "\n" + search.item;
    if (auto held = find(wanted, key)) return held;
    const TallyScope scope = tallyScope(actor);
    Outcome<StatisticsView> counted = engine_.board.read(
        [&](const board::Contents& contents) { return countNow(contents, scope, search); });
    if (!counted) return counted.refusal();
    StatisticsView& view = counted.value();
    view.version = wanted;
    view.oldest = oldestWork(engine_, scope);
    addDays(actor, view);
    auto made = std::make_shared<const StatisticsView>(std::move(view));
    keep(wanted, key, made);
    return made;
  }

  bool sample() {
    std::string seq;
    workflow::TimeZone zone;
    std::vector<store::StatisticSample> samples;
    const model::Instant now = engine_.clock.now();
    if (!engine_.board.ready()) return false;
    const auto times = engine_.database.read([&](store::Reader& reader) {
      seq = store::getMeta(reader, kSampledSeq).value_or("");
      return store::sampleTimes(reader);
    });
    const std::optional<model::Instant> last = times.empty() ? std::nullopt : std::optional(times.back());
    const store::JournalPosition position = engine_.board.position();
    const std::string present = written(position);
    engine_.board.read([&](const board::Contents& contents) {
      if (contents.edition() == nullptr) return;
      zone = contents.edition()->workflow->time_zone;
      const bool same = present == seq && last && zone.dateAt(*last) == zone.dateAt(now);
      if (!same && isDue(zone, now, last)) samples = samplesNow(contents, now);
    });
    if (samples.empty()) return false;
    engine_.database.write([&](store::Transaction& transaction) {
      if (transaction.journalPosition().epoch != position.epoch) return;  // what was counted was cleared
      store::putSamples(transaction, std::move(samples));
      store::setMeta(transaction, kSampledSeq, present);
      for (const model::Instant at : outlived(zone, times, now)) store::removeSamples(transaction, at);
    });
    return true;
  }

 private:
  static Outcome<StatisticsView> countNow(const board::Contents& contents, const TallyScope& scope,
                                          const StatisticsSearch& search) {
    if (contents.edition() == nullptr) return refusal(Refusal::Kind::NotNow, text::kNoEdition);
    if (!search.item.empty() && !contents.edition()->workflow->item(search.item))
      return refusal(Refusal::Kind::NotFound, text::kNoItem, search.item);
    std::vector<Dimension> dimensions = dimensionsOf(contents);
    const auto by = std::find_if(dimensions.begin(), dimensions.end(),
                                 [&](const Dimension& each) { return each.id == search.by; });
    if (by == dimensions.end()) return refusal(Refusal::Kind::NotFound, text::kNoDimension, search.by);
    StatisticsView view = tally(contents, scope, search);
    view.by_title = by->title;
    view.dimensions = std::move(dimensions);
    return view;
  }

  /// Samples are of everybody: who sees a part of the students has none.
  void addDays(const Actor& actor, StatisticsView& view) const {
    const auto active =
        engine_.database.read([&](store::Reader& reader) { return engine_.editions.active(reader); });
    if (!active || reachOf(actor, *active->workflow).kind != Reach::Kind::Everybody) return;
    const workflow::TimeZone& zone = active->workflow->time_zone;
    const model::Date today = zone.dateAt(engine_.clock.now());
    const auto counts = [&](const std::string& id) {
      if (!view.item.empty() && id != view.item) return false;
      return std::any_of(view.items.begin(), view.items.end(),
                         [&](const StatisticsLine& item) { return item.id == id; });
    };
    view.days =
        engine_.database.read([&](store::Reader& reader) { return daysBefore(reader, zone, today, counts); });
    view.days.push_back({today, view.total.by_status});
  }

  std::shared_ptr<const StatisticsView> find(const std::string& version, const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (version_ != version) return nullptr;
    const auto found = kept_.find(key);
    return found == kept_.end() ? nullptr : found->second;
  }

  void keep(const std::string& version, const std::string& key,
            const std::shared_ptr<const StatisticsView>& view) {
    const std::lock_guard lock(mutex_);
    if (version_ != version || kept_.size() >= kMostKept) kept_.clear();
    version_ = version;
    kept_[key] = view;
  }

  Engine engine_;
  std::mutex mutex_;  // guards what follows
  std::string version_;
  std::map<std::string, std::shared_ptr<const StatisticsView>> kept_;
};

Statistics::Statistics(const Engine& engine) : impl_(std::make_unique<Impl>(engine)) {}
Statistics::~Statistics() = default;

Outcome<std::shared_ptr<const StatisticsView>> Statistics::count(const Actor& actor,
                                                                 const StatisticsSearch& search) const {
  if (auto why = whyNot(actor, Act::SeeOverview)) return Refusal{Refusal::Kind::Forbidden, {*why}, {}};
  return impl_->count(actor, search);
}

std::string Statistics::version() const {
  return impl_->version();
}

bool Statistics::keep() {
  return impl_->sample();
}

}  // namespace lixiao::service
