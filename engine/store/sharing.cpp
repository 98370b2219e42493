#include "engine/store/sharing.h"

#include <algorithm>

#include "engine/store/row.h"
#include "engine/store/scan.h"

namespace lixiao::store {

template <>
struct Columns<SharedValues::Value> {
  static auto of(auto& row) { return std::tie(row.attribute, row.value, row.student_no); }
};

namespace {
constexpr auto kShared = "SELECT attribute FROM shared_attribute ORDER BY attribute";
constexpr auto kShare = "INSERT INTO shared_attribute (attribute) VALUES ($1)";
constexpr auto kUnshare = "DELETE FROM shared_attribute WHERE attribute = $1";
constexpr auto kForget = "DELETE FROM student_value WHERE attribute = $1";
constexpr auto kAdd =
    "INSERT INTO student_value (attribute, value, student_no) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
constexpr auto kRemove = "DELETE FROM student_value WHERE attribute = $1 AND value = $2 AND student_no = $3";
constexpr auto kSharing =
    "SELECT student_no FROM student_value WHERE attribute = $1 AND value = $2 ORDER BY student_no";

std::vector<std::string> texts(std::vector<Text> rows) {
  std::vector<std::string> values;
  values.reserve(rows.size());
  for (Text& row : rows) values.push_back(std::move(row.value));
  return values;
}

std::vector<std::string> sharedAttributes(Reader& reader) {
  return texts(select<Text>(reader.session(), kShared));
}

bool has(const std::vector<std::string>& attributes, const std::string& attribute) {
  return std::find(attributes.begin(), attributes.end(), attribute) != attributes.end();
}

std::vector<Student> searched(Reader& reader, const std::string& attribute, const std::string& value) {
  std::vector<Student> found;
  forEachStudent(reader, [&](std::vector<Student>& block) {
    for (Student& student : block) {
      const std::string* word = student.attributes.find(attribute);
      if (!student.removed && word != nullptr && *word == value) found.push_back(std::move(student));
    }
  });
  return found;
}
}  // namespace

void shareAttributes(Transaction& transaction, const std::vector<std::string>& attributes) {
  const std::vector<std::string> present = sharedAttributes(transaction);
  for (const std::string& attribute : present) {
    if (has(attributes, attribute)) continue;
    execute(transaction.session(), kUnshare, attribute);
    execute(transaction.session(), kForget, attribute);
  }
  bool more = false;
  for (const std::string& attribute : attributes) {
    if (has(present, attribute)) continue;
    execute(transaction.session(), kShare, attribute);
    more = true;
  }
  if (!more) return;
  SharedValues values(transaction);
  forEachStudent(transaction, [&](std::vector<Student>& block) {
    for (const Student& student : block)
      if (!student.removed) values.come(student);
    values.write();
  });
}

std::vector<Student> studentsSharing(Reader& reader, const std::string& attribute, const std::string& value) {
  if (!has(sharedAttributes(reader), attribute)) return searched(reader, attribute, value);
  return findStudents(reader, texts(select<Text>(reader.session(), kSharing, attribute, value)));
}

SharedValues::SharedValues(Transaction& transaction)
    : transaction_(transaction), attributes_(sharedAttributes(transaction)) {}

void SharedValues::note(const Student& student, std::vector<Value>& values) const {
  for (const std::string& attribute : attributes_)
    if (const std::string* word = student.attributes.find(attribute))
      values.push_back({attribute, *word, student.student_no});
}

void SharedValues::write() {
  executeAll(transaction_.session(), kRemove, gone_);
  executeAll(transaction_.session(), kAdd, come_);
  gone_.clear();
  come_.clear();
}

}  // namespace lixiao::store
