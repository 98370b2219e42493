#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/date.h"
#include "engine/store/database.h"

namespace lixiao::store {

enum class Recipient : std::uint8_t { Self, Proxy };
/// `self`, `proxy`.
std::string_view word(Recipient recipient);

/// A document handed out, with the decision as it was at that moment.
struct Collection {
  std::string document;
  std::string student_no;
  model::Instant at{};
  std::string by;
  Recipient recipient = Recipient::Self;
  std::string proxy_name;  ///< "" for the student in person
  std::string evaluation;  ///< JSON, frozen
  std::string workflow_digest;
  std::string proxy_id{};  ///< the kind of identification that the proxy showed, never its number

  bool operator==(const Collection&) const = default;
};

/// Empty: recorded. Otherwise it had been handed out before, and this is that row; nothing was changed.
[[nodiscard]] std::optional<Collection> recordCollection(Transaction& transaction,
                                                         const Collection& collection);
/// The document came back. Returns the row that was taken away, empty when there was none.
std::optional<Collection> removeCollection(Transaction& transaction, const std::string& document,
                                           const std::string& student_no);

std::optional<Collection> findCollection(Reader& reader, const std::string& document,
                                         const std::string& student_no);
/// By document.
std::vector<Collection> collectionsOf(Reader& reader, const std::string& student_no);
/// Every row in blocks, by document, then number.
void forEachCollection(Reader& reader, const std::function<void(std::vector<Collection>&)>& block);

}  // namespace lixiao::store
