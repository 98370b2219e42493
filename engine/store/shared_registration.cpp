#include "engine/store/shared_registration.h"

#include "engine/store/registration_record.h"
#include "engine/store/row.h"

namespace lixiao::store {

namespace {
/// The row as its columns are.
struct SharedRecord {
  std::string item;
  std::string value;
  HeldRegistration held;
};
}  // namespace

template <>
struct Columns<SharedRecord> {
  static auto of(auto& row) {
    return std::tie(row.item, row.value, row.held.result, row.held.remark, row.held.until, row.held.at,
                    row.held.by, row.held.revision, row.held.condition, row.held.amount);
  }
};

namespace {
#define SHARED_COLUMNS                                                                                  \
  "SELECT item, value, result, remark, until_day, at, registered_by, revision, condition, amount FROM " \
  "shared_registration "
constexpr auto kFind = SHARED_COLUMNS "WHERE item = $1 AND value = $2";
constexpr auto kOfItem = SHARED_COLUMNS "WHERE item = $1 ORDER BY value";
#undef SHARED_COLUMNS
constexpr auto kUpsert =
    "INSERT INTO shared_registration (item, value, result, remark, until_day, at, registered_by, revision, "
    "condition, amount) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (item, value) DO "
    "UPDATE SET result = excluded.result, remark = excluded.remark, until_day = excluded.until_day, "
    "at = excluded.at, registered_by = excluded.registered_by, revision = excluded.revision, "
    "condition = excluded.condition, amount = excluded.amount";
constexpr auto kRemove = "DELETE FROM shared_registration WHERE item = $1 AND value = $2";

SharedRegistrationRow row(SharedRecord& record) {
  const std::int64_t revision = record.held.revision;
  return {std::move(record.item), std::move(record.value), registration(record.held), revision};
}

bool meets(const std::optional<SharedRegistrationRow>& current, const Expected& expected) {
  return meets(current ? std::optional(current->revision) : std::nullopt, expected);
}
}  // namespace

SharedRegistrationOutcome putSharedRegistration(Transaction& transaction, const std::string& item,
                                                const std::string& value,
                                                const model::Registration& registration, Expected expected) {
  auto present = findSharedRegistration(transaction, item, value);
  if (!meets(present, expected)) return {false, std::move(present), {}};
  const std::int64_t revision = nextRevisions(transaction);
  std::vector<SharedRecord> rows = {{item, value, held(registration, revision)}};
  executeAll(transaction.session(), kUpsert, rows);
  return {true, SharedRegistrationRow{item, value, registration, revision}, std::move(present)};
}

SharedRegistrationOutcome removeSharedRegistration(Transaction& transaction, const std::string& item,
                                                   const std::string& value, Expected expected) {
  auto present = findSharedRegistration(transaction, item, value);
  if (!meets(present, expected)) return {false, std::move(present), {}};
  execute(transaction.session(), kRemove, item, value);
  return {true, {}, std::move(present)};
}

std::optional<SharedRegistrationRow> findSharedRegistration(Reader& reader, const std::string& item,
                                                            const std::string& value) {
  auto found = selectOne<SharedRecord>(reader.session(), kFind, item, value);
  if (!found) return std::nullopt;
  return row(*found);
}

std::vector<SharedRegistrationRow> sharedRegistrations(Reader& reader, const std::string& item) {
  auto records = select<SharedRecord>(reader.session(), kOfItem, item);
  std::vector<SharedRegistrationRow> rows;
  rows.reserve(records.size());
  for (SharedRecord& record : records) rows.push_back(row(record));
  return rows;
}

}  // namespace lixiao::store
