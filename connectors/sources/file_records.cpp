#include "connectors/sources/file_records.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

#include "connectors/sources/dropped_file.h"
#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

/// So many older files are looked at.
constexpr std::size_t kMostCompared = 20;

std::size_t columnOf(const tabular::Table& table, const std::string& name) {
  const auto found = std::find(table.header.begin(), table.header.end(), name);
  if (found == table.header.end()) malformed("the file has no column \"" + name + "\"");
  if (std::find(found + 1, table.header.end(), name) != table.header.end())
    malformed("the file has two columns \"" + name + "\"");
  return static_cast<std::size_t>(found - table.header.begin());
}

std::string wholeOf(const tabular::Row& row) {
  std::string whole;
  for (const std::string& cell : row.cells) whole += cell + '\x1F';
  return whole;
}

class FileSource final : public RecordSource {
 public:
  FileSource(const Settings& settings, std::vector<FieldPlace> fields)
      : folder_(settings),
        student_no_(settings.text("student_no_field")),
        fields_(std::move(fields)),
        rows_per_student_(rowsPerStudent(settings)),
        most_fall_(static_cast<std::size_t>(settings.integer("most_fall"))) {}

  Records read(const std::vector<StudentRef>& students, Patience& patience) const override {
    const auto drops = folder_.drops();
    try {
      return readNewest(drops, students, patience);
    } catch (const FetchError& error) {
      const Failure& failure = error.failure();
      throw FetchError(failure.kind, drops.front().path.filename().string() + ": " + failure.text,
                       failure.answer);
    }
  }

 private:
  using Counts = std::map<DropFolder::Drop, std::size_t>;

  Records readNewest(const std::vector<DropFolder::Drop>& drops, const std::vector<StudentRef>& students,
                     const Patience& patience) const {
    const tabular::Table table = folder_.read(drops.front());
    Records records = recordsOf(table, students);
    if (most_fall_ > 0) checkFall(drops, table.rows.size(), patience);
    records.as_of = credible(DropFolder::moment(drops.front()));
    return records;
  }

  Records recordsOf(const tabular::Table& table, const std::vector<StudentRef>& students) const {
    const std::size_t number = columnOf(table, student_no_);
    std::vector<std::size_t> places;
    for (const FieldPlace& field : fields_) places.push_back(columnOf(table, field.where));
    RecordCollector collector(students, rows_per_student_);
    const bool many = rows_per_student_ == RowsPerStudent::Many;
    for (const tabular::Row& row : table.rows) {
      const std::string& student_no = row.cells[number];
      if (student_no.empty()) malformed("row " + std::to_string(row.number) + " has no student number");
      if (!collector.takes(student_no, "in the file", many ? wholeOf(row) : "")) continue;
      std::vector<std::optional<std::string>> texts;
      texts.reserve(places.size());
      for (const std::size_t place : places) texts.emplace_back(row.cells[place]);
      collector.add(student_no, std::move(texts));
    }
    return std::move(collector).take();
  }

  /// Half the rows gone since the last drop is an export that broke; dropped again it is no better. So the
  /// newest is compared with the last one before it that is no such export itself.
  void checkFall(const std::vector<DropFolder::Drop>& drops, std::size_t rows,
                 const Patience& patience) const {
    const DropFolder::Drop* good = nullptr;
    std::size_t before = 0;
    const std::lock_guard lock(mutex_);
    Counts counts;
    for (std::size_t i = std::min(drops.size() - 1, kMostCompared); i > 0; --i) {
      if (patience.exhausted()) unreachable("the files were not read within the time for one poll");
      const auto counted = counts_.find(drops[i]);
      const auto count = counted == counts_.end() ? rowsOf(drops[i]) : std::optional(counted->second);
      if (count) counts.emplace(drops[i], *count);
      if (!count || (good && falls(before, *count))) continue;
      good = &drops[i];
      before = *count;
    }
    counts_ = std::move(counts);
    if (!good || !falls(before, rows)) return;
    malformed("the file has " + std::to_string(rows) + " rows and the last good one before, " +
              good->path.filename().string() + ", has " + std::to_string(before) +
              "; take that one and those before it away if this is right");
  }

  bool falls(std::size_t before, std::size_t rows) const {
    return rows < before && (before - rows) * 100 >= before * most_fall_;
  }

  /// Empty for a file that could not be used.
  std::optional<std::size_t> rowsOf(const DropFolder::Drop& drop) const {
    try {
      const tabular::Table table = folder_.read(drop);
      static_cast<void>(recordsOf(table, {}));
      return table.rows.size();
    } catch (const FetchError&) {
      return std::nullopt;
    }
  }

  DropFolder folder_;
  std::string student_no_;
  std::vector<FieldPlace> fields_;
  RowsPerStudent rows_per_student_;
  std::size_t most_fall_;
  mutable std::mutex mutex_;
  mutable Counts counts_;  ///< a good older drop is read once
};

}  // namespace

Schema fileSchema() {
  Schema schema = DropFolder::schema();
  schema.push_back(
      {"student_no_field", SettingType::Text, false, "student_no", {"学号列", "column of student numbers"}});
  schema.push_back(rowsPerStudentRow());
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
