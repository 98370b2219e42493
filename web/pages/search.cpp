#include "web/pages/search.h"

#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

constexpr std::size_t kPageSize = 50;
constexpr std::int64_t kMostPages = 1'000'000;

template <typename Status, int kWords>
std::optional<Status> parse(std::string_view word) {
  for (int at = 0; at < kWords; ++at)
    if (model::word(static_cast<Status>(at)) == word) return static_cast<Status>(at);
  return std::nullopt;
}

}  // namespace

std::optional<model::ItemStatus> parseItemStatus(std::string_view word) {
  return parse<model::ItemStatus, 5>(word);
}
std::optional<model::DocumentStatus> parseDocumentStatus(std::string_view word) {
  return parse<model::DocumentStatus, 4>(word);
}

std::optional<service::StudentSearch> readSearch(const Fields& query) {
  service::StudentSearch search;
  search.text = query["q"];
  search.item = query["item"];
  search.document = query["document"];
  search.department = query["department"];
  search.by = query["by"];
  search.value = query["value"];
  search.limit = kPageSize;
  if (!query["status"].empty()) {
    if (search.document.empty())
      search.status = parseItemStatus(query["status"]);
    else
      search.document_status = parseDocumentStatus(query["status"]);
    if (!search.status && !search.document_status) return std::nullopt;
  }
  if (!query["page"].empty()) {
    const auto page = number(query["page"]);
    if (!page || *page < 1 || *page > kMostPages) return std::nullopt;
    search.offset = static_cast<std::size_t>(*page - 1) * kPageSize;
  }
  return search;
}

std::size_t pageOf(const service::StudentSearch& search) {
  return search.offset / search.limit + 1;
}

std::string searchQuery(const Fields& query) {
  std::string text;
  for (const auto& [name, value] : query.all())
    if (name != "page" && name != "before" && !value.empty()) text += name + "=" + encode(value) + "&";
  return text;
}

std::optional<service::JournalSearch> readJournalSearch(const Fields& query) {
  service::JournalSearch search{query["student_no"], query["actor"], query["item"], query["kind"]};
  if (query["before"].empty()) return search;
  const auto before = number(query["before"]);
  if (!before || *before < 1) return std::nullopt;
  search.before_seq = *before;
  return search;
}

}  // namespace lixiao::web::pages
