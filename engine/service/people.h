#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"

namespace lixiao::service {

/// An account as those see it who look after accounts.
struct Person {
  Actor actor;
  bool head = false;  ///< looks after the people of their department
  bool disabled = false;
  bool must_change = false;          ///< has not chosen a password of their own yet
  std::optional<model::Date> until;  ///< the last day of a stand-in
  bool over = false;                 ///< that day is past
};
struct PersonSearch {
  std::string text;  ///< part of a login or name; "" for all
  std::size_t offset = 0, limit = 50;
};
struct PersonPage {
  std::vector<Person> people;
  std::size_t total = 0;
};

/// Somebody who is to get an account; the password is given by the service.
struct NewPerson {
  std::string login, name;
  Role role = Role::Staff;
  std::string department, scope_value, student_no;
  std::string until;  ///< `2015-07-31`, "" for no end
  bool head = false;
};
/// A password that is told once, to be changed at the first sign-in.
struct InitialPassword {
  std::string login, password;
};

/// People and stand-ins. A department's head adds, disables and gives new passwords to the people of their
/// own department and, where it has parts, of their own part; nobody else's, and never their own. Who is head
/// an admin says. Everything is effective at once: an account that is disabled or whose last day is past has
/// no session. Thread-safe.
class People {
 public:
  explicit People(const Engine& engine);
  ~People();

  /// Whether the actor looks after the people of a department.
  bool isHead(const Actor& actor) const;
  /// Those the head looks after and the head.
  Outcome<std::vector<Person>> ofDepartment(const Actor& actor) const;
  /// For admins: everybody, by login.
  Outcome<PersonPage> search(const Actor& actor, const PersonSearch& search) const;

  /// A head's: role, department and part are the head's own, whatever `person` says; one who says otherwise
  /// is refused.
  Outcome<InitialPassword> add(const Actor& actor, const NewPerson& person);
  Outcome<Done> setDisabled(const Actor& actor, const std::string& login, bool disabled);
  /// The last day, "" for none.
  Outcome<Done> setUntil(const Actor& actor, const std::string& login, const std::string& until);
  /// Ends all sessions of the login.
  Outcome<InitialPassword> resetPassword(const Actor& actor, const std::string& login);
  /// Admins only.
  Outcome<Done> setHead(const Actor& actor, const std::string& login, bool head);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::service
