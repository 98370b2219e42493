#include "engine/store/registration.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <stdexcept>

#include "engine/store/registration_record.h"
#include "engine/store/row.h"
#include "engine/store/scan.h"

namespace lixiao::store {

namespace {
/// The row as its columns are.
struct RegistrationRecord {
  std::string item;
  std::string student_no;
  HeldRegistration held;
};
}  // namespace

template <>
struct Columns<RegistrationRecord> {
  static auto of(auto& row) {
    return std::tie(row.item, row.student_no, row.held.result, row.held.remark, row.held.until, row.held.at,
                    row.held.by, row.held.revision, row.held.condition, row.held.amount);
  }
};

namespace {
#define REGISTRATION_COLUMNS                                                                                 \
  "SELECT item, student_no, result, remark, until_day, at, registered_by, revision, condition, amount FROM " \
  "registration "
constexpr auto kFrom =
    REGISTRATION_COLUMNS "WHERE item = $1 AND student_no >= $2 ORDER BY student_no LIMIT $3";
constexpr auto kAfter =
    REGISTRATION_COLUMNS "WHERE item = $1 AND student_no > $2 ORDER BY student_no LIMIT $3";
constexpr auto kFind = REGISTRATION_COLUMNS "WHERE item = $1 AND student_no = $2";
constexpr auto kOfStudent = REGISTRATION_COLUMNS "WHERE student_no = $1 ORDER BY item";
#undef REGISTRATION_COLUMNS
constexpr auto kNextItem = "SELECT item FROM registration WHERE item > $1 ORDER BY item LIMIT 1";
constexpr auto kUpsert =
    "INSERT INTO registration (item, student_no, result, remark, until_day, at, registered_by, revision, "
    "condition, amount) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (item, student_no) DO UPDATE SET result = "
    "excluded.result, "
    "remark = excluded.remark, until_day = excluded.until_day, at = excluded.at, "
    "registered_by = excluded.registered_by, revision = excluded.revision, condition = excluded.condition, "
    "amount = excluded.amount";
constexpr auto kRemove = "DELETE FROM registration WHERE item = $1 AND student_no = $2";

RegistrationRecord record(const RegistrationRow& row) {
  return {row.item, row.student_no, held(row.registration, row.revision)};
}

RegistrationRow row(RegistrationRecord& record) {
  const std::int64_t revision = record.held.revision;
  return {std::move(record.student_no), std::move(record.item), registration(record.held), revision};
}

bool meets(const std::optional<RegistrationRow>& current, const Expected& expected) {
  return meets(current ? std::optional(current->revision) : std::nullopt, expected);
}

/// The wishes by item, then number.
std::vector<std::size_t> inKeyOrder(const std::vector<RegistrationWish>& wishes) {
  const auto key = [&](std::size_t i) { return std::tie(wishes[i].item, wishes[i].student_no); };
  std::vector<std::size_t> order(wishes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, key);
  if (std::ranges::adjacent_find(order, {}, key) != order.end())
    throw std::invalid_argument("an item of a student occurs twice");
  return order;
}

/// `order`: wishes of one item. Fills `before`, or `current` where somebody was faster.
void compare(Poco::Data::Session& session, const std::vector<RegistrationWish>& wishes,
             std::span<const std::size_t> order, std::vector<RegistrationOutcome>& outcomes) {
  std::vector<std::string> numbers;
  numbers.reserve(order.size());
  for (const std::size_t i : order) numbers.push_back(wishes[i].student_no);
  RangeQuery<RegistrationRecord> query(session, kFrom, wishes[order.front()].item);
  auto at = order.begin();
  lookUp(query, numbers, [&](const std::string&, RegistrationRecord* found) {
    RegistrationOutcome& outcome = outcomes[*at];
    std::optional<RegistrationRow> present;
    if (found) present = row(*found);
    outcome.done = meets(present, wishes[*at++].expected);
    (outcome.done ? outcome.before : outcome.current) = std::move(present);
  });
}

void writeDone(Transaction& transaction, const std::vector<RegistrationWish>& wishes,
               const std::vector<std::size_t>& order, std::vector<RegistrationOutcome>& outcomes) {
  const auto done = std::ranges::count(outcomes, true, &RegistrationOutcome::done);
  if (done == 0) return;
  std::int64_t revision = nextRevisions(transaction, done);
  std::vector<RegistrationRecord> rows;
  rows.reserve(static_cast<std::size_t>(done));
  for (const std::size_t i : order) {
    if (!outcomes[i].done) continue;
    const RegistrationWish& wish = wishes[i];
    outcomes[i].current = RegistrationRow{wish.student_no, wish.item, wish.registration, revision++};
    rows.push_back(record(*outcomes[i].current));
  }
  executeAll(transaction.session(), kUpsert, rows);
}
}  // namespace

RegistrationOutcome putRegistration(Transaction& transaction, const RegistrationWish& wish) {
  return std::move(putRegistrations(transaction, {wish}).front());
}

std::vector<RegistrationOutcome> putRegistrations(Transaction& transaction,
                                                  const std::vector<RegistrationWish>& wishes) {
  std::vector<RegistrationOutcome> outcomes(wishes.size());
  const std::vector<std::size_t> order = inKeyOrder(wishes);
  for (auto begin = order.begin(); begin != order.end();) {
    const std::string& item = wishes[*begin].item;
    const auto end = std::find_if(begin, order.end(), [&](std::size_t i) { return wishes[i].item != item; });
    compare(transaction.session(), wishes, {begin, end}, outcomes);
    begin = end;
  }
  writeDone(transaction, wishes, order, outcomes);
  return outcomes;
}

RegistrationOutcome removeRegistration(Transaction& transaction, const std::string& student_no,
                                       const std::string& item, Expected expected) {
  std::optional<RegistrationRow> present = findRegistration(transaction, student_no, item);
  if (!meets(present, expected)) return {false, std::move(present), {}};
  execute(transaction.session(), kRemove, item, student_no);
  return {true, {}, std::move(present)};
}

std::optional<RegistrationRow> findRegistration(Reader& reader, const std::string& student_no,
                                                const std::string& item) {
  auto found = selectOne<RegistrationRecord>(reader.session(), kFind, item, student_no);
  if (!found) return std::nullopt;
  return row(*found);
}

std::vector<RegistrationRow> registrationsOf(Reader& reader, const std::string& student_no) {
  std::vector<RegistrationRow> rows;
  for (RegistrationRecord& held : select<RegistrationRecord>(reader.session(), kOfStudent, student_no))
    rows.push_back(row(held));
  return rows;
}

void forEachRegistration(Reader& reader, const std::function<void(std::vector<RegistrationRow>&)>& block) {
  std::string item;
  while (const auto next = selectOne<Text>(reader.session(), kNextItem, item)) {
    item = next->value;
    RangeQuery<RegistrationRecord> query(reader.session(), kAfter, item);
    forEachBlock(query, [&](std::vector<RegistrationRecord>& records) {
      std::vector<RegistrationRow> rows;
      rows.reserve(records.size());
      for (RegistrationRecord& held : records) rows.push_back(row(held));
      block(rows);
    });
  }
}

}  // namespace lixiao::store
