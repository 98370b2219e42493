#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/service/queries.h"

namespace lixiao::service {

/// How a student stood at a moment: small enough to be kept, for comparing with how they stand later.
struct Standing {
  struct OfItem {
    model::ItemStatus status{};
    std::string task{};  ///< what the student must do: the key of its sentence, "" while nothing
    std::optional<model::Date> opens{}, due{};
    bool operator==(const OfItem&) const = default;
  };
  struct OfDocument {
    model::DocumentStatus status{};
    std::optional<model::Date> from{};  ///< first day on which it may be collected
    bool operator==(const OfDocument&) const = default;
  };
  std::map<std::string, OfItem> items;          ///< by id
  std::map<std::string, OfDocument> documents;  ///< by id

  bool operator==(const Standing&) const = default;
};

Standing standingOf(const StudentView& student);
/// As JSON, for a table.
std::string stored(const Standing& standing);
/// Reads it back; nothing when it is not one.
std::optional<Standing> standingFrom(const std::string& stored);

/// One thing that changed for a student.
struct NewsLine {
  /// `Task`: the student must act as before, but do something else.
  enum class What { Item, Task, Due, Opens, Document, CollectFrom };

  What what{};
  std::string subject;  ///< id of the item or document
  model::LocalizedText title;
  model::ItemStatus item_before{}, item_after{};
  model::DocumentStatus document_before{}, document_after{};
  std::optional<model::Date> day_before{}, day_after{};
  std::optional<model::Instant> at{};  ///< empty: no entry tells it, it came with the day
  std::string by_kind{};               ///< the entry of the journal that brought it, a word of journal_kind.h

  /// Of an item otherwise.
  bool isOfDocument() const { return what == What::Document || what == What::CollectFrom; }
};

/// What changed since: first what the student must do, then documents, days, and the rest, each in the order
/// of the student's page. An item or document that is not in the edition any more is left out.
std::vector<NewsLine> newsSince(const Standing& before, const StudentView& now);

}  // namespace lixiao::service
