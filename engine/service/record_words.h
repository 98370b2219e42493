#pragma once

#include "engine/service/history.h"
#include "engine/store/account.h"
#include "engine/store/journal.h"

namespace lixiao::service {

/// Tells entries of the journal in words. Lives no longer than the reader and the workflow.
class RecordWords {
 public:
  /// `workflow` may be nullptr: then ids stand for titles.
  RecordWords(store::Reader& reader, const workflow::Workflow* workflow);

  RecordLine tell(const store::JournalRecord& record);

 private:
  model::LocalizedText titleOf(const std::string& item) const;
  model::LocalizedText attributeTitle(const std::string& name) const;
  model::LocalizedText departmentTitle(const std::string& id) const;

  store::Reader& reader_;
  const workflow::Workflow* workflow_;
  std::map<std::string, std::optional<store::Account>> accounts_;
};

/// The texts of an entry in which people look for words: remarks, reasons, conditions.
bool tellsOf(const std::string& payload, const std::string& words);

}  // namespace lixiao::service
