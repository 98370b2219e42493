#include <nlohmann/json.hpp>

#include "engine/service/past_tables.h"
#include "engine/store/journal_kind.h"
#include "engine/store/journal_search.h"
#include "engine/workflow/load.h"

namespace lixiao::service {
namespace {

constexpr std::int64_t kMostEditions = 100'000;

}  // namespace

PastEditions::PastEditions(store::Reader& reader, model::Instant until) : reader_(reader) {
  store::JournalFilter filter;
  filter.kind = std::string(store::kind::kEditionActivated);
  filter.until = until;
  for (const store::JournalRecord& record : store::searchJournal(reader, filter, kMostEditions))
    activation_of_seq_[record.seq] =
        nlohmann::json::parse(record.entry.payload).at("activation").get<std::int64_t>();
}

std::shared_ptr<const workflow::Workflow> PastEditions::active() {
  return activation_of_seq_.empty() ? nullptr : compiled(activation_of_seq_.rbegin()->second);
}

std::shared_ptr<const workflow::Workflow> PastEditions::at(std::int64_t seq) {
  const auto after = activation_of_seq_.upper_bound(seq);
  return after == activation_of_seq_.begin() ? nullptr : compiled(std::prev(after)->second);
}

std::optional<store::Activation> PastEditions::activation() const {
  if (activation_of_seq_.empty()) return std::nullopt;
  return store::findActivation(reader_, activation_of_seq_.rbegin()->second);
}

std::shared_ptr<const workflow::Workflow> PastEditions::compiled(std::int64_t activation) {
  const auto [place, is_new] = compiled_.emplace(activation, nullptr);
  if (!is_new) return place->second;
  const auto held = store::findActivation(reader_, activation);
  if (!held) return nullptr;
  std::vector<workflow::SourceFile> files;
  files.reserve(held->files.size());
  for (const store::EditionFile& file : held->files) files.push_back({file.path, file.text});
  place->second = workflow::load(files).workflow;
  return place->second;
}

}  // namespace lixiao::service
