#include "engine/store/student.h"

#include <algorithm>
#include <stdexcept>

#include "engine/store/row.h"
#include "engine/store/scan.h"
#include "engine/store/sharing.h"

namespace lixiao::store {

namespace {
/// The row as its columns are.
struct StudentRecord {
  std::string student_no;
  std::string name;
  std::string id_type;
  std::optional<Poco::Data::BLOB> id_sealed;
  std::optional<Poco::Data::BLOB> id_key;
  std::string provider;
  std::string attributes;
  std::int64_t import_seq = 0;
  bool removed = false;
};
}  // namespace

template <>
struct Columns<StudentRecord> {
  static auto of(auto& row) {
    return std::tie(row.student_no, row.name, row.id_type, row.id_sealed, row.id_key, row.provider,
                    row.attributes, row.import_seq, row.removed);
  }
};
namespace {
#define STUDENT_COLUMNS                                                                                  \
  "SELECT student_no, name, id_type, id_sealed, id_key, provider, attributes, import_seq, removed FROM " \
  "student "
constexpr auto kFrom = STUDENT_COLUMNS "WHERE student_no >= $1 ORDER BY student_no LIMIT $2";
constexpr auto kAfter = STUDENT_COLUMNS "WHERE student_no > $1 ORDER BY student_no LIMIT $2";
constexpr auto kFind = STUDENT_COLUMNS "WHERE student_no = $1";
constexpr auto kFindById = STUDENT_COLUMNS "WHERE id_key = $1 ORDER BY student_no";
constexpr auto kSearchNumber =
    STUDENT_COLUMNS "WHERE student_no >= $1 AND student_no < $2 AND removed = 0 ORDER BY student_no LIMIT $3";
constexpr auto kSearchName = STUDENT_COLUMNS
    "WHERE lower(name) LIKE lower($1) ESCAPE '\\' AND removed = 0 ORDER BY student_no LIMIT $2";
#undef STUDENT_COLUMNS
constexpr auto kUpsert =
    "INSERT INTO student (student_no, name, id_type, id_sealed, id_key, provider, attributes, import_seq, "
    "removed) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (student_no) DO UPDATE SET name = "
    "excluded.name, "
    "id_type = excluded.id_type, id_sealed = excluded.id_sealed, id_key = excluded.id_key, "
    "provider = excluded.provider, attributes = excluded.attributes, import_seq = excluded.import_seq, "
    "removed = excluded.removed";
constexpr auto kRemove = "UPDATE student SET removed = 1 WHERE student_no = $1";
constexpr auto kCount = "SELECT count(*) FROM student WHERE removed = 0";

constexpr auto kLastCodePoint = "\xF4\x8F\xBF\xBF";

std::optional<Poco::Data::BLOB> blob(const std::string& bytes) {
  if (bytes.empty()) return std::nullopt;
  return Poco::Data::BLOB(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}
std::string bytes(const std::optional<Poco::Data::BLOB>& held) {
  if (!held) return {};
  return {held->content().begin(), held->content().end()};
}

StudentRecord record(const Student& student) {
  return {student.student_no,        student.name,         student.id_type,
          blob(student.id_sealed),   blob(student.id_key), student.provider,
          student.attributes.json(), student.import_seq,   student.removed};
}
Student student(StudentRecord& row) {
  return {std::move(row.student_no),
          std::move(row.name),
          std::move(row.id_type),
          bytes(row.id_sealed),
          bytes(row.id_key),
          std::move(row.provider),
          Attributes::parse(row.attributes),
          row.import_seq,
          row.removed};
}
std::vector<Student> students(std::vector<StudentRecord> rows) {
  std::vector<Student> made;
  made.reserve(rows.size());
  for (StudentRecord& row : rows) made.push_back(student(row));
  return made;
}

bool sameRow(const Student& a, const Student& b) {
  return a.name == b.name && a.id_type == b.id_type && a.id_key == b.id_key && a.provider == b.provider &&
         a.attributes == b.attributes && a.removed == b.removed;
}

std::vector<std::string> sortedUnique(std::vector<std::string> numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

void sortByNumber(std::vector<Student>& rows) {
  std::sort(rows.begin(), rows.end(),
            [](const Student& a, const Student& b) { return a.student_no < b.student_no; });
  const auto same = [](const Student& a, const Student& b) { return a.student_no == b.student_no; };
  if (std::adjacent_find(rows.begin(), rows.end(), same) != rows.end())
    throw std::invalid_argument("a student number occurs twice");
}

void writeRows(Poco::Data::Session& session, const std::vector<const Student*>& rows) {
  std::vector<StudentRecord> block;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    block.push_back(record(*rows[i]));
    if (block.size() < static_cast<std::size_t>(kBlockRows) && i + 1 < rows.size()) continue;
    executeAll(session, kUpsert, block);
    block.clear();
  }
}

std::string containing(const std::string& text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern.push_back('\\');
    pattern.push_back(c);
  }
  return pattern + "%";
}
}  // namespace

StudentChanges upsertStudents(Transaction& transaction, std::vector<Student> rows) {
  sortByNumber(rows);
  std::vector<std::string> numbers;
  numbers.reserve(rows.size());
  for (const Student& row : rows) numbers.push_back(row.student_no);

  StudentChanges changes;
  std::vector<const Student*> written;
  SharedValues shared(transaction);
  std::size_t at = 0;
  RangeQuery<StudentRecord> query(transaction.session(), kFrom);
  lookUp(query, numbers, [&](const std::string&, StudentRecord* row) {
    const Student& wanted = rows[at++];
    if (!row) {
      changes.added.push_back(wanted);
    } else {
      Student present = student(*row);
      if (sameRow(present, wanted)) {
        ++changes.unchanged;
        return;
      }
      shared.gone(present);
      changes.changed.emplace_back(std::move(present), wanted);
    }
    if (!wanted.removed) shared.come(wanted);
    written.push_back(&wanted);
  });
  writeRows(transaction.session(), written);
  shared.write();
  return changes;
}

std::vector<Student> removeStudents(Transaction& transaction, std::vector<std::string> student_nos) {
  std::vector<Student> present = findStudents(transaction, std::move(student_nos));
  std::erase_if(present, [](const Student& row) { return row.removed; });
  std::vector<Text> rows;
  SharedValues shared(transaction);
  for (const Student& row : present) {
    rows.push_back({row.student_no});
    shared.gone(row);
  }
  executeAll(transaction.session(), kRemove, rows);
  shared.write();
  return present;
}

std::optional<Student> findStudent(Reader& reader, const std::string& student_no) {
  auto row = selectOne<StudentRecord>(reader.session(), kFind, student_no);
  if (!row) return std::nullopt;
  return student(*row);
}

std::vector<Student> findStudents(Reader& reader, std::vector<std::string> student_nos) {
  std::vector<Student> found;
  RangeQuery<StudentRecord> query(reader.session(), kFrom);
  lookUp(query, sortedUnique(std::move(student_nos)), [&](const std::string&, StudentRecord* row) {
    if (row) found.push_back(student(*row));
  });
  return found;
}

std::vector<Student> findStudentsById(Reader& reader, const std::string& id_key) {
  const auto key = blob(id_key);
  if (!key) return {};
  return students(select<StudentRecord>(reader.session(), kFindById, *key));
}

std::vector<Student> searchStudents(Reader& reader, const std::string& text, std::int64_t limit) {
  std::vector<Student> found =
      students(select<StudentRecord>(reader.session(), kSearchNumber, text, text + kLastCodePoint, limit));
  const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
  if (digits || static_cast<std::int64_t>(found.size()) >= limit) return found;
  for (Student& row : students(select<StudentRecord>(reader.session(), kSearchName, containing(text), limit)))
    found.push_back(std::move(row));
  const auto before = [](const Student& a, const Student& b) { return a.student_no < b.student_no; };
  const auto same = [](const Student& a, const Student& b) { return a.student_no == b.student_no; };
  std::sort(found.begin(), found.end(), before);
  found.erase(std::unique(found.begin(), found.end(), same), found.end());
  found.resize(std::min(found.size(), static_cast<std::size_t>(std::max<std::int64_t>(limit, 0))));
  return found;
}

void forEachStudent(Reader& reader, const std::function<void(std::vector<Student>&)>& block) {
  RangeQuery<StudentRecord> query(reader.session(), kAfter);
  forEachBlock(query, [&](std::vector<StudentRecord>& rows) {
    std::vector<Student> made;
    made.reserve(rows.size());
    for (StudentRecord& row : rows) made.push_back(student(row));
    block(made);
  });
}

std::int64_t countStudents(Reader& reader) {
  return select<Number>(reader.session(), kCount).at(0).value;
}

}  // namespace lixiao::store
