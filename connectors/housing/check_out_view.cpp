#include "connectors/housing/check_out_view.h"

#include <Poco/Data/Statement.h>
#include <Poco/Nullable.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "connectors/settings_values.h"
#include "connectors/transport/fetch_error.h"
#include "connectors/transport/sql.h"

namespace lixiao::connectors {
namespace {

constexpr std::size_t kStudentsInOneQuestion = 1000;

using Answers = std::unordered_map<std::string, model::Value>;

/// Values come as texts, so that 2, 0.5 or `yes` are seen and not rounded to a boolean.
model::Value checkedOut(const Poco::Nullable<std::string>& answer) {
  if (answer.isNull()) return {};
  if (answer.value() == "0") return model::Value(false);
  if (answer.value() == "1") return model::Value(true);
  malformed("a check-out that is neither 0 nor 1");
}

Answers ask(ReadOnlyDatabase& database, const std::string& sql, const std::vector<std::string>& students) {
  using namespace Poco::Data::Keywords;
  std::string asked = nlohmann::json(students).dump();
  std::vector<std::string> numbers;
  std::vector<Poco::Nullable<std::string>> values;
  database.session() << sql, into(numbers), into(values), use(asked), now;
  Answers answers;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (!answers.emplace(numbers[i], checkedOut(values[i])).second)
      malformed("a student who stands twice in the view");
  }
  return answers;
}

/// An empty view is a broken export, not a house without inhabitants.
void checkAnyRow(ReadOnlyDatabase& database, const std::string& sql) {
  using namespace Poco::Data::Keywords;
  int rows = 0;
  database.session() << sql, into(rows), now;
  if (rows == 0) malformed("the view is empty");
}

}  // namespace

Schema CheckOutView::schema() {
  return {
      {"database", SettingType::Path, true, "", {"宿舍系统数据库", "SQLite database of the housing office"}},
      {"view", SettingType::Identifier, false, "room_check_out", {"视图", "read-only view"}},
      {"student_column",
       SettingType::Identifier,
       false,
       "student_no",
       {"学号列", "column of student numbers"}},
      {"checked_out_column", SettingType::Identifier, false, "checked_out", {"退宿列", "column with 0 or 1"}},
  };
}

CheckOutView::CheckOutView(const Settings& settings) : database_(settings.path("database")) {
  // Names cannot be parameters; the settings' type Identifier admits nothing that could end the quotes.
  const auto quoted = [&](const char* key) { return "\"" + settings.text(key) + "\""; };
  any_row_ = "SELECT count(*) FROM (SELECT 1 FROM " + quoted("view") + " LIMIT 1)";
  question_ = "SELECT CAST(v." + quoted("student_column") + " AS TEXT), CAST(v." +
              quoted("checked_out_column") + " AS TEXT) FROM " + quoted("view") + " v WHERE v." +
              quoted("student_column") + " IN (SELECT value FROM json_each($1))";
}

void CheckOutView::fetch(const std::vector<StudentRef>& students, const char* fact, const Patience& patience,
                         Delivery& delivery) const {
  try {
    ReadOnlyDatabase database(database_, patience);
    checkAnyRow(database, any_row_);
    for (std::size_t begin = 0; begin < students.size(); begin += kStudentsInOneQuestion) {
      std::vector<std::string> asked;
      for (std::size_t i = begin; i < std::min(begin + kStudentsInOneQuestion, students.size()); ++i) {
        asked.push_back(students[i].student_no);
      }
      const Answers answers = ask(database, question_, asked);
      for (const std::string& student_no : asked) {
        const auto answer = answers.find(student_no);
        const bool unknown = answer == answers.end();
        if (unknown) delivery.unknown_students.push_back(student_no);
        delivery.facts.push_back({student_no, fact, unknown ? model::Value() : answer->second});
      }
    }
  } catch (const Poco::Exception& error) {
    throwDatabaseError(error, patience);
  }
}

}  // namespace lixiao::connectors
