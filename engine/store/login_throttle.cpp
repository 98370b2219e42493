#include "engine/store/login_throttle.h"

#include "engine/store/row.h"

namespace lixiao::store {

template <>
struct Columns<LoginFailures> {
  static auto of(auto& row) { return std::tie(row.count, row.first, row.last); }
};

namespace {
constexpr auto kFind = "SELECT failures, first_at, last_at FROM login_failure WHERE key = $1";
constexpr auto kPut =
    "INSERT INTO login_failure (key, failures, first_at, last_at) VALUES ($1, $2, $3, $4) ON CONFLICT (key) "
    "DO UPDATE SET failures = excluded.failures, first_at = excluded.first_at, last_at = excluded.last_at";
constexpr auto kClear = "DELETE FROM login_failure WHERE key = $1";
constexpr auto kRemoveOld = "DELETE FROM login_failure WHERE last_at < $1";
}  // namespace

LoginFailures addLoginFailure(Transaction& transaction, const std::string& key, model::Instant now,
                              std::chrono::milliseconds window) {
  LoginFailures failures = loginFailures(transaction, key);
  if (failures.count == 0 || now - failures.first >= window) failures = {0, now, now};
  ++failures.count;
  failures.last = now;
  execute(transaction.session(), kPut, key, failures.count, milliseconds(failures.first),
          milliseconds(failures.last));
  return failures;
}

LoginFailures loginFailures(Reader& reader, const std::string& key) {
  return selectOne<LoginFailures>(reader.session(), kFind, key).value_or(LoginFailures{});
}

void clearLoginFailures(Transaction& transaction, const std::string& key) {
  execute(transaction.session(), kClear, key);
}

std::int64_t removeOldLoginFailures(Transaction& transaction, model::Instant before) {
  return execute(transaction.session(), kRemoveOld, milliseconds(before));
}

}  // namespace lixiao::store
