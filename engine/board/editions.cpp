#include "engine/board/editions.h"

#include "engine/store/activation.h"
#include "engine/workflow/load.h"

namespace lixiao::board {
namespace {

std::shared_ptr<const ActiveEdition> compile(const store::Activation& activation) {
  std::vector<workflow::SourceFile> files;
  for (const store::EditionFile& file : activation.files) files.push_back({file.path, file.text});
  workflow::Loaded loaded = workflow::load(files);
  if (!loaded.workflow)
    throw store::StoreError(
        store::StoreError::Kind::Damaged,
        "the active edition " + activation.edition + " does not load: " +
            (loaded.diagnostics.empty() ? "" : model::format(loaded.diagnostics.front())));
  return std::make_shared<const ActiveEdition>(ActiveEdition{activation.id, activation.digest, activation.by,
                                                             activation.at, std::move(loaded.workflow)});
}

}  // namespace

std::shared_ptr<const ActiveEdition> Editions::active(store::Reader& reader) {
  const std::vector<store::Activation> history = store::activations(reader);
  if (history.empty()) return nullptr;
  const std::lock_guard lock(mutex_);
  const store::Activation& newest = history.front();
  if (latest_ && latest_->activation == newest.id && latest_->digest == newest.digest &&
      latest_->at == newest.at)
    return latest_;
  const auto activation = store::activeEdition(reader);
  latest_ = compile(*activation);
  return latest_;
}

}  // namespace lixiao::board
