#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lixiao::service {

enum class Role : std::uint8_t { Admin, Staff, Student, Auditor, System };

std::string_view word(Role role);
std::optional<Role> parseRole(std::string_view word);

/// Who acts. Staff act for one department; a department whose id is also a provider's delivers that part of
/// the roster. System is the program itself: connectors and the command line of the machine's owner.
struct Actor {
  std::string login;  ///< or the connector's name
  std::string name;
  Role role = Role::Student;
  std::string department;   ///< staff: department id
  std::string scope_value;  ///< staff of a scoped department: their college, class …
  std::string student_no;   ///< students: their own number

  static Actor system(const std::string& name) { return {name, name, Role::System, {}, {}, {}}; }
};

}  // namespace lixiao::service
