#include "engine/store/activation.h"

#include <nlohmann/json.hpp>

#include "engine/service/commands_impl.h"
#include "engine/service/digest.h"
#include "engine/service/planning_check.h"
#include "engine/store/journal_kind.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;
using model::Message;

constexpr std::size_t kFindingsTold = 10;

Refusal findings(std::vector<Message> all) {
  if (all.size() > kFindingsTold) {
    const std::string more = std::to_string(all.size() - kFindingsTold);
    all.resize(kFindingsTold);
    all.push_back({text::kMoreFindings, {LocalizedText(more)}});
  }
  return {Refusal::Kind::Invalid, std::move(all), {}};
}

/// What keeps the files from being activated; empty when nothing does.
std::vector<Message> findingsOf(const EditionCheck& check) {
  std::vector<Message> all;
  for (const model::Diagnostic& diagnostic : check.diagnostics)
    if (diagnostic.severity == model::Severity::Error)
      all.push_back({text::kAsWritten, {LocalizedText(model::format(diagnostic))}});
  for (const FailedTest& failed : check.failed)
    all.push_back({text::kTestFailed,
                   {LocalizedText(failed.name), LocalizedText(failed.subject), LocalizedText(failed.actual),
                    LocalizedText(failed.expected)}});
  return all;
}

/// The day and time in the zone of the edition that stands there.
LocalizedText momentOf(const workflow::Workflow& workflow, model::Instant at) {
  return LocalizedText(workflow.time_zone.format(at));
}

store::Activation activationOf(const Actor& actor, const std::vector<workflow::SourceFile>& files,
                               const workflow::Workflow& workflow, model::Instant now) {
  store::Activation activation;
  activation.edition = workflow.edition;
  activation.digest = editionDigest(files);
  activation.by = actor.login;
  activation.at = now;
  activation.files.reserve(files.size());
  for (const workflow::SourceFile& file : files) activation.files.push_back({file.path, file.text});
  return activation;
}

std::int64_t activateNow(store::Transaction& transaction, const store::Activation& activation) {
  const std::int64_t id = store::addActivation(transaction, activation);
  const nlohmann::json payload = {
      {"edition", activation.edition}, {"digest", activation.digest}, {"activation", id}};
  store::appendJournal(
      transaction, {activation.at, activation.by, std::string(store::kind::kEditionActivated), std::nullopt,
                    std::nullopt, payload.dump()});
  return id;
}

}  // namespace

Outcome<Activated> Commands::activate(const Actor& actor, const std::vector<workflow::SourceFile>& files,
                                      const std::optional<std::string>& base) {
  if (auto why = whyNot(actor, Act::ActivateEdition)) return refuse(Refusal::Kind::Forbidden, *why);
  if (files.empty()) return refuse(Refusal::Kind::Invalid, text::kNoFiles);
  const EditionCheck check = checkEdition(files);
  if (!check.good()) return findings(findingsOf(check));

  const auto activation = activationOf(actor, files, *check.workflow, impl_->engine().clock.now());
  return impl_->commit<Activated>([&](store::Transaction& transaction) -> Outcome<Activated> {
    const auto active = store::activeEdition(transaction);
    Activated done{activation.edition, activation.digest, 0, active ? active->digest : "", false};
    if (active && active->digest == activation.digest) {
      done.activation = active->id;
      return done;
    }
    if (active && base && active->digest != *base)
      return refuse(
          Refusal::Kind::Conflict,
          {text::kActivatedMeanwhile, {LocalizedText(active->by), momentOf(*check.workflow, active->at)}});
    done.activation = activateNow(transaction, activation);
    done.changed = true;
    return done;
  });
}

}  // namespace lixiao::service
