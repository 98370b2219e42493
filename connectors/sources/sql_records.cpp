#include "connectors/sources/sql_records.h"

#include <Poco/Data/Statement.h>
#include <Poco/Nullable.h>
#include <Poco/String.h>

#include <algorithm>

#include "connectors/sources/sql_database.h"
#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

using namespace Poco::Data::Keywords;
using Cells = std::vector<Poco::Nullable<std::string>>;

constexpr std::size_t kStudentsInOneQuestion = 500;
constexpr Poco::Int64 kMostRows = 5'000'000;
constexpr const char* kWhere = "in the view";

/// Whether the name can stand between quotes; Chinese columns are common.
bool isName(std::string_view name) {
  return !name.empty() && name.size() <= 128 && std::none_of(name.begin(), name.end(), [](unsigned char c) {
    return c < ' ' || c == '"' || c == 127;
  });
}

std::string quoted(const std::string& name) {
  return "\"" + name + "\"";
}

/// `dbo.arrears` is a view in a schema: each part is quoted by itself.
std::string quotedView(const std::string& view) {
  const std::size_t dot = view.find('.');
  if (dot == std::string::npos) return quoted(view);
  return quoted(view.substr(0, dot)) + "." + quotedView(view.substr(dot + 1));
}

/// Everything as text, so that 2, 0.5 or `yes` are seen and not rounded to what was expected.
std::string asText(const std::string& column) {
  return "CAST(v." + quoted(column) + " AS VARCHAR(64))";
}

/// Without the blanks of fixed columns; Oracle writes .5 for 0.5.
std::string plain(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text.starts_with('.') ? "0" + text : text;
}

class SqlSource final : public RecordSource {
 public:
  SqlSource(Settings settings, const std::vector<FieldPlace>& fields)
      : settings_(std::move(settings)),
        fields_(fields.size()),
        absent_is_clear_(settings_.text("absent") == "clear") {
    const std::string number = settings_.text("student_no_field");
    view_ = quotedView(settings_.text("view")) + " v";
    column_ = "v." + quoted(number);
    number_ = asText(number);
    fields_of_question_ = number_;
    for (const FieldPlace& field : fields) fields_of_question_ += ", " + asText(field.where);
  }

  Records read(const std::vector<StudentRef>& students, Patience& patience) const override {
    const auto database = open(patience);
    RecordCollector collector(students, rowsPerStudent(settings_));
    bool others_only = false;
    try {
      const std::string question = questionTo(*database);
      for (std::size_t begin = 0; begin < students.size(); begin += kStudentsInOneQuestion)
        ask(*database, question, students, begin, collector);
      if (absent_is_clear_) {
        others_only = checkNumbers(*database, students, collector);
      } else if (collector.empty()) {
        checkAnyRow(*database);
      }
    } catch (const Poco::Exception& error) {
      database->fail(error);
    }
    Records records = std::move(collector).take();
    records.others_only = others_only;
    return records;
  }

 private:
  std::unique_ptr<SqlDatabase> open(const Patience& patience) const {
    const std::string& engine = settings_.text("engine");
    if (engine == "postgresql") return openPostgresql(settings_, patience);
    if (engine == "odbc") return openOdbc(settings_, patience);
    return openSqlite(settings_, patience);
  }

  /// Where it can be, the column itself is compared: it may have an index.
  std::string questionTo(SqlDatabase& database) const {
    const std::string compared = database.comparesTexts(column_, view_) ? column_ : number_;
    return "SELECT " + fields_of_question_ + " FROM " + view_ + " WHERE " + compared + " IN (";
  }

  /// An empty view is a broken export, not a year without students.
  Poco::Int64 checkAnyRow(SqlDatabase& database) const {
    Poco::Int64 rows = 0;
    database.session() << "SELECT count(*) FROM " + view_, into(rows), now;
    if (rows == 0) malformed("the view is empty");
    return rows;
  }

  /// A question finds no number that is written otherwise, with a blank or without a zero, and its student
  /// would be clear. Whether all in the view are others, as in `Records`.
  bool checkNumbers(SqlDatabase& database, const std::vector<StudentRef>& students,
                    RecordCollector& found) const {
    if (checkAnyRow(database) > kMostRows) malformed("more rows than any could have");
    Cells numbers;
    database.session() << "SELECT " + number_ + " FROM " + view_, into(numbers), now;
    RecordCollector all(students, rowsPerStudent(settings_));
    for (const auto& number : numbers) {
      const std::string student_no = number.isNull() ? "" : plain(number.value());
      if (all.takes(student_no, kWhere) && !found.has(student_no)) writtenOtherwise(student_no, kWhere);
    }
    return std::move(all).take().others_only;
  }

  void ask(SqlDatabase& database, std::string sql, const std::vector<StudentRef>& students, std::size_t begin,
           RecordCollector& collector) const {
    const std::size_t end = std::min(begin + kStudentsInOneQuestion, students.size());
    std::vector<std::string> asked;
    for (std::size_t i = begin; i < end; ++i) {
      asked.push_back(students[i].student_no);
      sql += (i == begin ? "" : ",") + database.placeholder(asked.size());
    }
    std::vector<Cells> columns(1 + fields_);
    Poco::Data::Statement statement(database.session());
    statement << sql + ")";
    for (Cells& column : columns) statement, into(column);
    for (std::string& number : asked) statement, use(number);
    statement.execute();
    for (std::size_t row = 0; row < columns.front().size(); ++row) add(columns, row, collector);
  }

  static void add(const std::vector<Cells>& columns, std::size_t row, RecordCollector& collector) {
    const auto& number = columns.front()[row];
    if (number.isNull()) return;
    const std::string student_no = plain(number.value());
    if (!collector.takes(student_no, kWhere))
      malformed("the view answers about a student who was not asked about: " + student_no);
    std::vector<std::optional<std::string>> texts;
    for (std::size_t i = 1; i < columns.size(); ++i) {
      const auto& cell = columns[i][row];
      texts.push_back(cell.isNull() ? std::nullopt : std::optional(plain(cell.value())));
    }
    collector.add(student_no, std::move(texts));
  }

  Settings settings_;
  std::size_t fields_;
  bool absent_is_clear_;
  std::string view_;
  std::string column_;  ///< of the student numbers
  std::string number_;  ///< the column as a text
  std::string fields_of_question_;
};

bool holdsPassword(const std::string& connection) {
  const std::string words = Poco::toLower(connection);
  return words.find("pwd=") != std::string::npos || words.find("password=") != std::string::npos;
}

void need(const Settings& settings, const std::string& engine, const char* key, const char* meaning,
          std::vector<model::Diagnostic>& findings) {
  if (settings.has(key)) return;
  const Setting* at = settings.find("engine");
  model::Diagnostic found = badValue(at ? *at : Setting{engine, settings.place(), settings.place(), ""},
                                     engine + " needs the key \"" + key + "\"", meaning);
  found.code = "missing-key";
  findings.push_back(std::move(found));
}

}  // namespace

Schema sqlSchema() {
  Schema schema = {
      {"engine",
       SettingType::Enum,
       false,
       "sqlite",
       {"数据库种类", "kind of database"},
       {"sqlite", "postgresql", "odbc"}},
      {"database", SettingType::Text, false, "", {"数据库", "file (SQLite) or name (PostgreSQL)"}},
      {"host", SettingType::Host, false, "", {"数据库主机", "host (PostgreSQL)"}},
      {"port", SettingType::Port, false, "", {"数据库端口", "port (PostgreSQL)"}},
      {"connection",
       SettingType::Text,
       false,
       "",
       {"ODBC 连接串", "connection string (ODBC), without password"}},
      {"user", SettingType::Text, false, "", {"登录名", "login"}},
      {"ca_file",
       SettingType::Path,
       false,
       "",
       {"私有 CA 证书", "certificates of a private CA (PostgreSQL)"}},
      {"view", SettingType::Text, true, "", {"视图", "read-only view"}},
      {"student_no_field", SettingType::Text, false, "student_no", {"学号列", "column of student numbers"}},
      rowsPerStudentRow(),
      connectTimeoutRow(),
  };
  for (auto& row : secretSchema("password", {"登录密码", "password of the login"}))
    schema.push_back(std::move(row));
  return schema;
}

std::vector<model::Diagnostic> checkSql(const Settings& settings) {
  std::vector<model::Diagnostic> findings;
  const std::string engine = settings.has("engine") ? settings.text("engine") : "sqlite";
  if (engine != "odbc") need(settings, engine, "database", "file (SQLite) or name (PostgreSQL)", findings);
  if (engine == "postgresql") need(settings, engine, "host", "host of the database", findings);
  if (engine == "odbc") need(settings, engine, "connection", "DRIVER={…};SERVER=…", findings);
  for (const auto& [key, setting] : settings.entries()) {
    if ((key == "view" || key.ends_with("_field")) && !isName(setting.text))
      findings.push_back(badValue(setting, "\"" + setting.text + "\" is not a name of a view or column", ""));
  }
  const Setting* connection = settings.find("connection");
  if (connection && holdsPassword(connection->text)) {
    findings.push_back(badValue(*connection, "a password never stands in the settings",
                                "add password_file or password_env"));
    findings.back().source_line.clear();
  }
  return findings;
}

std::unique_ptr<RecordSource> makeSqlSource(const Settings& settings, const std::vector<FieldPlace>& fields) {
  return std::make_unique<SqlSource>(settings, fields);
}

}  // namespace lixiao::connectors
