#pragma once

#include <optional>

#include "engine/service/queries.h"
#include "web/fields.h"

namespace lixiao::web::pages {

/// What a list of students asks for, from the query fields q, item, status, department, by, value, document,
/// page. With `document`, `status` is a document's. Nothing when a field is not what it should be.
std::optional<service::StudentSearch> readSearch(const Fields& query);
/// The page of the search, from 1.
std::size_t pageOf(const service::StudentSearch& search);
/// The same fields as a query again, without page: `q=%E7%8E%8B&item=library`.
std::string searchQuery(const Fields& query);

/// From the fields student_no, actor, item, kind, before.
std::optional<service::JournalSearch> readJournalSearch(const Fields& query);

std::optional<model::ItemStatus> parseItemStatus(std::string_view word);
std::optional<model::DocumentStatus> parseDocumentStatus(std::string_view word);

}  // namespace lixiao::web::pages
