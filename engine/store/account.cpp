#include "engine/store/account.h"

#include "engine/store/row.h"

namespace lixiao::store {

template <>
struct Columns<Account> {
  static auto of(auto& row) {
    return std::tie(row.login, row.name, row.role, row.department, row.scope_value, row.student_no,
                    row.password_hash, row.disabled, row.created, row.head, row.valid_until, row.must_change);
  }
};

namespace {
#define ACCOUNT_COLUMNS                                                                                     \
  "SELECT login, name, role, department, scope_value, student_no, password_hash, disabled, created, head, " \
  "valid_until, must_change FROM account "
constexpr auto kFind = ACCOUNT_COLUMNS "WHERE login = $1";
constexpr auto kAll = ACCOUNT_COLUMNS "ORDER BY login";
#undef ACCOUNT_COLUMNS
constexpr auto kPut =
    "INSERT INTO account (login, name, role, department, scope_value, student_no, password_hash, disabled, "
    "created, head, valid_until, must_change) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (login) DO UPDATE SET name = "
    "excluded.name, "
    "role = excluded.role, department = excluded.department, scope_value = excluded.scope_value, "
    "student_no = excluded.student_no, password_hash = excluded.password_hash, disabled = excluded.disabled, "
    "head = excluded.head, valid_until = excluded.valid_until, must_change = excluded.must_change";
}  // namespace

void putAccount(Transaction& transaction, const Account& account) {
  std::vector<Account> rows = {account};
  executeAll(transaction.session(), kPut, rows);
}

bool addAccount(Transaction& transaction, const Account& account) {
  if (findAccount(transaction, account.login)) return false;
  putAccount(transaction, account);
  return true;
}

std::optional<Account> findAccount(Reader& reader, const std::string& login) {
  return selectOne<Account>(reader.session(), kFind, login);
}

std::vector<Account> accounts(Reader& reader) {
  return select<Account>(reader.session(), kAll);
}

}  // namespace lixiao::store
