#pragma once

#include <string>

#include "engine/service/accounts.h"
#include "engine/service/password.h"
#include "engine/store/account.h"
#include "engine/store/journal.h"

namespace lixiao::service {

/// The steps of Accounts; accounts.cpp keeps accounts, signing_in.cpp sessions.
class Accounts::Impl {
 public:
  explicit Impl(const Engine& engine);

  Outcome<Done> create(const Actor& actor, const NewAccount& account);
  Outcome<Done> setPassword(const Actor& actor, const std::string& login, const std::string& password);
  Outcome<Done> changePassword(const Actor& actor, const std::string& old, const std::string& password,
                               const std::string& token);
  Outcome<Done> setDisabled(const Actor& actor, const std::string& login, bool disabled);
  std::vector<Actor> list();
  Outcome<std::string> signIn(const std::string& login, const std::string& password);
  std::optional<Session> session(const std::string& token);
  void signOut(const std::string& token);

 private:
  /// Today in the edition's zone.
  model::Date todayOf(store::Reader& reader);
  std::optional<Refusal> tooEarly(const std::string& login);
  Outcome<std::string> refuseSignIn(const std::string& login, bool known);
  Outcome<std::string> openSession(const store::Account& verified);
  void journal(store::Transaction& transaction, const std::string& actor, std::string_view kind,
               const std::string& payload);

  Engine engine_;
  PasswordHasher hasher_;
};

}  // namespace lixiao::service
