#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"

namespace lixiao::service {

struct Session {
  Actor actor;
  std::string csrf;  ///< the token every form of this session carries
  bool must_change =
      false;               ///< the password is an initial one: nothing else may be done before it is changed
  std::int64_t epoch = 0;  ///< of the journal that held the session
};

struct NewAccount {
  std::string login, name;
  Role role = Role::Student;
  std::string department, scope_value, student_no;
  std::string password;  ///< 12 to 128 characters of any kind
};

/// Accounts, passwords (argon2id, hashed on a bounded pool) and sessions (random 256-bit tokens, stored
/// hashed). Sign-in slows down after repeated failures. Thread-safe.
class Accounts {
 public:
  explicit Accounts(const Engine& engine);
  ~Accounts();

  Outcome<Done> create(const Actor& actor, const NewAccount& account);
  /// One's own, or anybody's for an admin. Ends all sessions of the login.
  Outcome<Done> setPassword(const Actor& actor, const std::string& login, const std::string& password);
  /// One's own, by who knows the old one; the session of the token stays, all others end.
  Outcome<Done> changePassword(const Actor& actor, const std::string& old, const std::string& password,
                               const std::string& token);
  /// Disabling ends all sessions of the login.
  Outcome<Done> setDisabled(const Actor& actor, const std::string& login, bool disabled);
  std::vector<Actor> list() const;
  /// A new session: its token, for the cookie. The refusal does not tell whether login or password was wrong.
  Outcome<std::string> signIn(const std::string& login, const std::string& password);
  /// The live session of a cookie's token; renews its idle time.
  std::optional<Session> session(const std::string& token);
  void signOut(const std::string& token);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::service
