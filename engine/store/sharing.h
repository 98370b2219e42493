#pragma once

#include <string>
#include <vector>

#include "engine/store/database.h"
#include "engine/store/student.h"

namespace lixiao::store {

/// Keeps these attributes findable by value from now on, and no others.
void shareAttributes(Transaction& transaction, const std::vector<std::string>& attributes);

/// Everybody on the roster whose attribute has this value, by number. A look-up for the attributes of
/// shareAttributes, a pass over the roster for others.
std::vector<Student> studentsSharing(Reader& reader, const std::string& attribute, const std::string& value);

/// Writes down what can be found by value while rows of the roster change. Those removed are not found.
class SharedValues {
 public:
  explicit SharedValues(Transaction& transaction);

  void gone(const Student& student) { note(student, gone_); }
  void come(const Student& student) { note(student, come_); }
  void write();

 private:
  struct Value {
    std::string attribute, value, student_no;
  };
  template <class T>
  friend struct Columns;
  void note(const Student& student, std::vector<Value>& values) const;

  Transaction& transaction_;
  std::vector<std::string> attributes_;
  std::vector<Value> gone_, come_;
};

}  // namespace lixiao::store
