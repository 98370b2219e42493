#include "engine/store/collection.h"

#include "engine/store/row.h"
#include "engine/store/scan.h"

namespace lixiao::store {

namespace {
/// The row as its columns are.
struct CollectionRecord {
  std::string document;
  std::string student_no;
  model::Instant at{};
  std::string by;
  std::string recipient;
  std::string proxy_name;
  std::string evaluation;
  std::string workflow_digest;
  std::string proxy_id;
};
}  // namespace

template <>
struct Columns<CollectionRecord> {
  static auto of(auto& row) {
    return std::tie(row.document, row.student_no, row.at, row.by, row.recipient, row.proxy_name,
                    row.evaluation, row.workflow_digest, row.proxy_id);
  }
};

namespace {
#define COLLECTION_COLUMNS                                                                           \
  "SELECT document, student_no, at, handed_by, recipient, proxy_name, evaluation, workflow_digest, " \
  "proxy_id_type FROM collection "
constexpr auto kFind = COLLECTION_COLUMNS "WHERE document = $1 AND student_no = $2";
constexpr auto kOfStudent = COLLECTION_COLUMNS "WHERE student_no = $1 ORDER BY document";
constexpr auto kAfter =
    COLLECTION_COLUMNS "WHERE document = $1 AND student_no > $2 ORDER BY student_no LIMIT $3";
#undef COLLECTION_COLUMNS
constexpr auto kNextDocument =
    "SELECT document FROM collection WHERE document > $1 ORDER BY document LIMIT 1";
constexpr auto kAdd =
    "INSERT INTO collection (document, student_no, at, handed_by, recipient, proxy_name, evaluation, "
    "workflow_digest, proxy_id_type) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
constexpr auto kRemove = "DELETE FROM collection WHERE document = $1 AND student_no = $2";

Collection collection(CollectionRecord& row) {
  if (row.recipient != word(Recipient::Self) && row.recipient != word(Recipient::Proxy))
    throw StoreError(StoreError::Kind::Damaged,
                     "a collection has no recipient of this program: " + row.recipient);
  return {std::move(row.document),
          std::move(row.student_no),
          row.at,
          std::move(row.by),
          row.recipient == word(Recipient::Self) ? Recipient::Self : Recipient::Proxy,
          std::move(row.proxy_name),
          std::move(row.evaluation),
          std::move(row.workflow_digest),
          std::move(row.proxy_id)};
}

std::vector<Collection> collections(std::vector<CollectionRecord>& rows) {
  std::vector<Collection> made;
  made.reserve(rows.size());
  for (CollectionRecord& row : rows) made.push_back(collection(row));
  return made;
}
}  // namespace

std::string_view word(Recipient recipient) {
  return recipient == Recipient::Self ? "self" : "proxy";
}

std::optional<Collection> recordCollection(Transaction& transaction, const Collection& made) {
  if (auto present = findCollection(transaction, made.document, made.student_no)) return present;
  std::vector<CollectionRecord> rows = {{made.document, made.student_no, made.at, made.by,
                                         std::string(word(made.recipient)), made.proxy_name, made.evaluation,
                                         made.workflow_digest, made.proxy_id}};
  executeAll(transaction.session(), kAdd, rows);
  return std::nullopt;
}

std::optional<Collection> removeCollection(Transaction& transaction, const std::string& document,
                                           const std::string& student_no) {
  auto present = findCollection(transaction, document, student_no);
  execute(transaction.session(), kRemove, document, student_no);
  return present;
}

std::optional<Collection> findCollection(Reader& reader, const std::string& document,
                                         const std::string& student_no) {
  auto row = selectOne<CollectionRecord>(reader.session(), kFind, document, student_no);
  if (!row) return std::nullopt;
  return collection(*row);
}

std::vector<Collection> collectionsOf(Reader& reader, const std::string& student_no) {
  auto rows = select<CollectionRecord>(reader.session(), kOfStudent, student_no);
  return collections(rows);
}

void forEachCollection(Reader& reader, const std::function<void(std::vector<Collection>&)>& block) {
  std::string document;
  while (const auto next = selectOne<Text>(reader.session(), kNextDocument, document)) {
    document = next->value;
    RangeQuery<CollectionRecord> query(reader.session(), kAfter, document);
    forEachBlock(query, [&](std::vector<CollectionRecord>& rows) {
      std::vector<Collection> made = collections(rows);
      block(made);
    });
  }
}

}  // namespace lixiao::store
