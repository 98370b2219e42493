#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/store/database.h"

namespace lixiao::store {

struct Account {
  std::string login;
  std::string name;
  std::string role;
  std::string department;     ///< "" when the role has none
  std::string scope_value;    ///< the college, class … to which a scoped department's person is bound
  std::string student_no;     ///< for students
  std::string password_hash;  ///< "" for people who sign in elsewhere
  bool disabled = false;
  model::Instant created{};
  bool head = false;                          ///< looks after the people of their department
  std::optional<std::int64_t> valid_until{};  ///< number of the last day on which it may be used
  bool must_change = false;                   ///< its password was given by somebody else

  bool operator==(const Account&) const = default;
};

/// Adds or replaces (`created` of an account that exists stays).
void putAccount(Transaction& transaction, const Account& account);
/// Adds only: false when the login is taken, nothing changed.
[[nodiscard]] bool addAccount(Transaction& transaction, const Account& account);
std::optional<Account> findAccount(Reader& reader, const std::string& login);
/// By login.
std::vector<Account> accounts(Reader& reader);

}  // namespace lixiao::store
