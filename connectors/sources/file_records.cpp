#include "connectors/sources/file_records.h"

#include <algorithm>
#include <mutex>

#include "connectors/sources/dropped_file.h"
#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

std::size_t columnOf(const tabular::Table& table, const std::string& name) {
  const auto found = std::find(table.header.begin(), table.header.end(), name);
  if (found == table.header.end()) malformed("the file has no column \"" + name + "\"");
  if (std::find(found + 1, table.header.end(), name) != table.header.end())
    malformed("the file has two columns \"" + name + "\"");
  return static_cast<std::size_t>(found - table.header.begin());
}

class FileSource final : public RecordSource {
 public:
  FileSource(const Settings& settings, std::vector<FieldPlace> fields)
      : folder_(settings),
        student_no_(settings.text("student_no_field")),
        fields_(std::move(fields)),
        most_fall_(static_cast<std::size_t>(settings.integer("most_fall"))) {}

  Records read(const std::vector<StudentRef>& students, Patience&) const override {
    const auto drops = folder_.drops();
    const tabular::Table table = folder_.read(drops.front());
    if (drops.size() > 1) checkFall(drops[1], table.rows.size());
    Records records = recordsOf(table, students);
    records.as_of = notAhead(DropFolder::moment(drops.front()));
    return records;
  }

 private:
  Records recordsOf(const tabular::Table& table, const std::vector<StudentRef>& students) const {
    const std::size_t number = columnOf(table, student_no_);
    std::vector<std::size_t> places;
    for (const FieldPlace& field : fields_) places.push_back(columnOf(table, field.where));
    RecordCollector collector(students);
    for (const tabular::Row& row : table.rows) {
      const std::string& student_no = row.cells[number];
      if (student_no.empty()) malformed("row " + std::to_string(row.number) + " has no student number");
      if (!collector.takes(student_no, "in the file")) continue;
      std::vector<std::optional<std::string>> texts;
      texts.reserve(places.size());
      for (const std::size_t place : places) texts.emplace_back(row.cells[place]);
      collector.add(student_no, std::move(texts));
    }
    return std::move(collector).take();
  }

  /// Half the rows gone since the last drop is an export that broke.
  void checkFall(const DropFolder::Drop& drop_before, std::size_t rows) const {
    const std::size_t before = rowsOf(drop_before);
    if (rows < before && (before - rows) * 100 >= before * most_fall_ && most_fall_ > 0) {
      malformed("the file has " + std::to_string(rows) + " rows and the one before, " +
                drop_before.path.filename().string() + ", has " + std::to_string(before) +
                "; take that one away if this is right");
    }
  }

  /// Read once for each drop. One that cannot be read tells nothing.
  std::size_t rowsOf(const DropFolder::Drop& drop) const {
    const std::lock_guard lock(mutex_);
    if (counted_ != drop) {
      counted_ = drop;
      try {
        counted_rows_ = folder_.read(drop).rows.size();
      } catch (const FetchError&) {
        counted_rows_ = 0;
      }
    }
    return counted_rows_;
  }

  DropFolder folder_;
  std::string student_no_;
  std::vector<FieldPlace> fields_;
  std::size_t most_fall_;
  mutable std::mutex mutex_;
  mutable DropFolder::Drop counted_;
  mutable std::size_t counted_rows_ = 0;
};

}  // namespace

Schema fileSchema() {
  Schema schema = DropFolder::schema();
  schema.push_back(
      {"student_no_field", SettingType::Text, false, "student_no", {"学号列", "column of student numbers"}});
  schema.push_back(
      {"most_fall",
       SettingType::Integer,
       false,
       "50",
       {"骤减上限（%）", "a file with so many percent fewer rows than the last is refused; 0: none is"},
       {},
       0,
       100});
  return schema;
}

std::vector<model::Diagnostic> checkFile(const Settings& settings) {
  std::vector<model::Diagnostic> findings;
  const Setting* name = settings.find("file_name");
  if (name && name->text.find('/') != std::string::npos)
    findings.push_back(badValue(*name, "a file name has no folder in it", "the folder stands in \"folder\""));
  return findings;
}

std::unique_ptr<RecordSource> makeFileSource(const Settings& settings,
                                             const std::vector<FieldPlace>& fields) {
  return std::make_unique<FileSource>(settings, fields);
}

}  // namespace lixiao::connectors
