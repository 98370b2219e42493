#include "engine/store/mail_address.h"

#include <tuple>

#include "engine/store/row.h"

namespace lixiao::store {

template <>
struct Columns<MailAddress> {
  static auto of(auto& row) {
    return std::tie(row.login, row.address, row.language, row.wants, row.confirmed, row.token_hash,
                    row.token_until, row.told, row.told_on);
  }
};
template <>
struct Columns<Subscriber> {
  static auto of(auto& row) {
    return std::tie(row.login, row.wants, row.name, row.role, row.department, row.scope_value,
                    row.student_no);
  }
};

namespace {
#define ADDRESS_COLUMNS                                                                             \
  "SELECT login, address, language, wants, confirmed, token_hash, token_until, told, told_on FROM " \
  "mail_address "
constexpr auto kFind = ADDRESS_COLUMNS "WHERE login = $1";
constexpr auto kOfToken = ADDRESS_COLUMNS "WHERE token_hash = $1 AND token_hash <> ''";
#undef ADDRESS_COLUMNS
constexpr auto kSubscribers =
    "SELECT mail_address.login, wants, name, role, department, scope_value, student_no FROM mail_address "
    "JOIN account ON account.login = mail_address.login WHERE mail_address.login > $1 "
    "AND confirmed IS NOT NULL AND wants <> '' AND told_on < $2 AND disabled = 0 "
    "AND (valid_until IS NULL OR valid_until >= $2) ORDER BY mail_address.login LIMIT $3";
constexpr auto kPut =
    "INSERT INTO mail_address (login, address, language, wants, confirmed, token_hash, token_until, told, "
    "told_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (login) DO UPDATE SET "
    "address = excluded.address, language = excluded.language, wants = excluded.wants, "
    "confirmed = excluded.confirmed, token_hash = excluded.token_hash, token_until = excluded.token_until, "
    "told = excluded.told, told_on = excluded.told_on";
constexpr auto kRemove = "DELETE FROM mail_address WHERE login = $1";
}  // namespace

std::optional<MailAddress> findMailAddress(Reader& reader, const std::string& login) {
  return selectOne<MailAddress>(reader.session(), kFind, login);
}

std::optional<MailAddress> mailAddressOfToken(Reader& reader, const std::string& token_hash) {
  return selectOne<MailAddress>(reader.session(), kOfToken, token_hash);
}

void putMailAddress(Transaction& transaction, const MailAddress& address) {
  std::vector<MailAddress> rows = {address};
  executeAll(transaction.session(), kPut, rows);
}

void removeMailAddress(Transaction& transaction, const std::string& login) {
  execute(transaction.session(), kRemove, login);
}

std::vector<Subscriber> subscribersAfter(Reader& reader, const std::string& login, std::int64_t today,
                                         std::int64_t limit) {
  return select<Subscriber>(reader.session(), kSubscribers, login, today, limit);
}

}  // namespace lixiao::store
