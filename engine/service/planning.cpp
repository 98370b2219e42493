#include "engine/service/planning.h"

#include <algorithm>
#include <mutex>

#include "engine/board/contents.h"
#include "engine/model/clock.h"
#include "engine/service/digest.h"
#include "engine/service/permissions.h"
#include "engine/service/planning_compare.h"
#include "engine/service/texts.h"
#include "engine/store/activation.h"

namespace lixiao::service {
namespace {

using board::ActiveEdition;
using board::Contents;

/// How long a plan waits for the one before it.
constexpr std::chrono::seconds kPatience{30};

Refusal forbidden(model::Message why) {
  return {Refusal::Kind::Forbidden, {std::move(why)}, {}};
}

bool moves(const PlannedType& type) {
  const auto any = [](const auto& subjects) {
    return std::any_of(subjects.begin(), subjects.end(),
                       [](const auto& each) { return !each.moves.empty(); });
  };
  return type.without_before.count > 0 || type.without_after.count > 0 || any(type.items) ||
         any(type.documents);
}

EditionVersion versionOf(const store::Activation& activation, std::int64_t active) {
  return {activation.id, activation.edition, activation.digest,
          activation.by, activation.at,      activation.id == active};
}

}  // namespace

bool Plan::changesAnything() const {
  return std::any_of(types.begin(), types.end(), moves);
}

class Planning::Impl {
 public:
  explicit Impl(const Engine& engine) : engine_(engine) {}

  const Engine& engine() const { return engine_; }

  Plan plan(store::Reader& reader, std::shared_ptr<const workflow::Workflow> workflow,
            const std::string& digest) const {
    const auto active = engine_.editions.active(reader);
    const model::Instant now = engine_.clock.now();
    Contents before(active, now);
    ActiveEdition wanted;
    wanted.digest = digest;
    wanted.workflow = std::move(workflow);
    Contents after(std::make_shared<const ActiveEdition>(std::move(wanted)), now);
    Contents::load(reader, {&before, &after});
    Plan plan;
    plan.edition = after.edition()->workflow->edition;
    plan.digest = digest;
    if (active) plan.active_edition = active->workflow->edition;
    if (active) plan.active_digest = active->digest;
    plan.types = compare(before, after);
    for (const PlannedType& type : plan.types)
      plan.students += type.students + type.without_before.count + type.without_after.count;
    return plan;
  }

  /// One plan at a time: each holds everybody twice.
  std::timed_mutex alone;

 private:
  Engine engine_;
};

Planning::Planning(const Engine& engine) : impl_(std::make_unique<Impl>(engine)) {}
Planning::~Planning() = default;

Outcome<Planning::Result> Planning::plan(const Actor& actor,
                                         const std::vector<workflow::SourceFile>& files) const {
  if (auto why = whyNot(actor, Act::ActivateEdition)) return forbidden(*why);
  if (files.empty()) return Refusal{Refusal::Kind::Invalid, {{text::kNoFiles, {}}}, {}};
  Result result{checkEdition(files), {}};
  if (!result.check.good()) return result;
  const std::unique_lock lock(impl_->alone, kPatience);
  if (!lock) return Refusal{Refusal::Kind::NotNow, {{text::kPlanBusy, {}}}, {}};
  result.plan = impl_->engine().database.read([&](store::Reader& reader) {
    return impl_->plan(reader, result.check.workflow, editionDigest(files));
  });
  return result;
}

Outcome<std::vector<EditionVersion>> Planning::versions(const Actor& actor) const {
  if (auto why = whyNot(actor, Act::ReadJournal)) return forbidden(*why);
  const auto history =
      impl_->engine().database.read([](store::Reader& reader) { return store::activations(reader); });
  std::vector<EditionVersion> all;
  all.reserve(history.size());
  for (const store::Activation& each : history) all.push_back(versionOf(each, history.front().id));
  return all;
}

Outcome<EditionFiles> Planning::version(const Actor& actor, std::int64_t id) const {
  if (auto why = whyNot(actor, Act::ReadJournal)) return forbidden(*why);
  return impl_->engine().database.read([&](store::Reader& reader) -> Outcome<EditionFiles> {
    const auto history = store::activations(reader);
    if (history.empty()) return Refusal{Refusal::Kind::NotNow, {{text::kNoEdition, {}}}, {}};
    const auto found = store::findActivation(reader, id == 0 ? history.front().id : id);
    if (!found)
      return Refusal{
          Refusal::Kind::NotFound, {{text::kNoVersion, {model::LocalizedText(std::to_string(id))}}}, {}};
    EditionFiles files{versionOf(*found, history.front().id), {}};
    for (const store::EditionFile& file : found->files) files.files.push_back({file.path, file.text});
    files.files = insideFolder(std::move(files.files));
    return files;
  });
}

}  // namespace lixiao::service
