#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/store/attributes.h"
#include "engine/store/database.h"

namespace lixiao::store {

/// A row of the roster.
struct Student {
  std::string student_no;
  std::string name;
  std::string id_type;    ///< kind of the national ID, "" when none was given
  std::string id_sealed;  ///< bytes of Sealer::seal, "" when none was given
  std::string id_key;     ///< bytes of Sealer::lookupKey, "" when none was given
  std::string provider;   ///< who delivered the row
  Attributes attributes;
  std::int64_t import_seq = 0;  ///< number of the import that last changed it
  bool removed = false;

  bool operator==(const Student&) const = default;
};

/// What an upsert changed. Two rows are the same when all but id_sealed (never twice the same bytes) and
/// import_seq are.
struct StudentChanges {
  std::vector<Student> added;
  std::vector<std::pair<Student, Student>> changed;  ///< before, after
  std::size_t unchanged = 0;
};
/// Adds or replaces; a number twice in `students`: std::invalid_argument, nothing written. A removed student
/// who is delivered again comes back.
StudentChanges upsertStudents(Transaction& transaction, std::vector<Student> students);
/// Marks as removed; returns the rows that were not removed before, as they were.
std::vector<Student> removeStudents(Transaction& transaction, std::vector<std::string> student_nos);

std::optional<Student> findStudent(Reader& reader, const std::string& student_no);
/// The rows of the given numbers in ascending order of number; unknown numbers are left out.
std::vector<Student> findStudents(Reader& reader, std::vector<std::string> student_nos);
/// Everybody with this national ID (one person may have two numbers).
std::vector<Student> findStudentsById(Reader& reader, const std::string& id_key);
/// Students whose number begins with `text` or whose name contains it, not removed, at most `limit`, by
/// number.
std::vector<Student> searchStudents(Reader& reader, const std::string& text, std::int64_t limit);
/// Every row, removed ones included, in blocks, by ascending number.
void forEachStudent(Reader& reader, const std::function<void(std::vector<Student>&)>& block);
/// Rows that are not removed.
std::int64_t countStudents(Reader& reader);

}  // namespace lixiao::store
