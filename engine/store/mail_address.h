#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/store/database.h"

namespace lixiao::store {

/// Where somebody wants messages, and which.
struct MailAddress {
  std::string login;
  std::string address;
  std::string language;                     ///< `zh` or `en`
  std::string wants;                        ///< words divided by blanks
  std::optional<model::Instant> confirmed;  ///< empty: nobody has shown yet that the address is theirs
  std::string token_hash;                   ///< of the link that confirms, "" for none
  model::Instant token_until{};
  std::string told;          ///< JSON: what the last message rested on, "" before the first
  std::int64_t told_on = 0;  ///< number of the day of the last message

  bool operator==(const MailAddress&) const = default;
};

std::optional<MailAddress> findMailAddress(Reader& reader, const std::string& login);
std::optional<MailAddress> mailAddressOfToken(Reader& reader, const std::string& token_hash);
/// The account must exist. Adds or replaces.
void putMailAddress(Transaction& transaction, const MailAddress& address);
void removeMailAddress(Transaction& transaction, const std::string& login);
/// Somebody who gets messages, with what of the account tells which.
struct Subscriber {
  std::string login;
  std::string wants;
  std::string name, role, department, scope_value, student_no;
};
/// Whose address is confirmed, who wants something, whose account may be used, and who was told nothing on
/// this day; logins after this one, by login, at most `limit`.
std::vector<Subscriber> subscribersAfter(Reader& reader, const std::string& login, std::int64_t today,
                                         std::int64_t limit);

}  // namespace lixiao::store
