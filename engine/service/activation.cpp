#include "engine/store/activation.h"

#include <nlohmann/json.hpp>

#include "engine/service/commands_impl.h"
#include "engine/service/digest.h"
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
std::vector<Message> findingsOf(const workflow::Loaded& loaded) {
  std::vector<Message> all;
  for (const model::Diagnostic& diagnostic : loaded.diagnostics)
    if (diagnostic.severity == model::Severity::Error)
      all.push_back({text::kAsWritten, {LocalizedText(model::format(diagnostic))}});
  if (!loaded.workflow || !all.empty()) return all;
  for (const workflow::RuleTestFailure& failure : workflow::run(loaded.tests, loaded.workflow))
    all.push_back({text::kTestFailed,
                   {LocalizedText(failure.test->name), LocalizedText(failure.expectation->subject),
                    LocalizedText(failure.actual), LocalizedText(failure.expectation->status)}});
  return all;
}

}  // namespace

Outcome<Done> Commands::activate(const Actor& actor, const std::vector<workflow::SourceFile>& files) {
  if (auto why = whyNot(actor, Act::ActivateEdition)) return refuse(Refusal::Kind::Forbidden, *why);
  if (files.empty()) return refuse(Refusal::Kind::Invalid, text::kNoFiles);
  const workflow::Loaded loaded = workflow::load(files);
  if (auto found = findingsOf(loaded); !found.empty()) return findings(std::move(found));

  store::Activation activation;
  activation.edition = loaded.workflow->edition;
  activation.digest = editionDigest(files);
  activation.by = actor.login;
  activation.at = impl_->engine().clock.now();
  for (const workflow::SourceFile& file : files) activation.files.push_back({file.path, file.text});
  return impl_->commit<Done>([&](store::Transaction& transaction) -> Outcome<Done> {
    const auto active = store::activeEdition(transaction);
    if (active && active->digest == activation.digest) return Done{};
    const std::int64_t id = store::addActivation(transaction, activation);
    const nlohmann::json payload = {
        {"edition", activation.edition}, {"digest", activation.digest}, {"activation", id}};
    store::appendJournal(
        transaction, {activation.at, actor.login, std::string(store::kind::kEditionActivated), std::nullopt,
                      std::nullopt, payload.dump()});
    return Done{};
  });
}

}  // namespace lixiao::service
