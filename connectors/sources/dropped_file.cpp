#include "connectors/sources/dropped_file.h"

#include <Poco/Glob.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>

#include "connectors/settings_values.h"
#include "connectors/transport/fetch_error.h"
#include "engine/tabular/clean.h"

namespace lixiao::connectors {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxBytes = 256u << 20;
constexpr std::size_t kMaxBytesOfCount = 64;
constexpr const char* kCountEnding = ".count";

/// Files of other programs, larger than what people upload.
tabular::Limits limits() {
  tabular::Limits limits;
  limits.max_bytes = kMaxBytes;
  limits.max_unpacked_bytes = 4 * kMaxBytes;
  limits.max_rows = 5'000'000;
  limits.max_cells = 50'000'000;
  return limits;
}

std::string bytesOf(const fs::path& path, std::size_t most) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  std::ifstream file(path, std::ios::binary);
  if (error || !file) unreachable("the file cannot be read");
  if (size > most)
    malformed(path.filename().string() + " is larger than any could be, " + std::to_string(size) + " bytes");
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The first problem with its place.
std::string problemOf(const tabular::ReadResult& result) {
  for (const tabular::Problem& problem : result.problems.all()) {
    if (problem.severity != tabular::Problem::Severity::Error) continue;
    const std::string place = model::format(tabular::placeOf(problem), model::Language::English);
    std::string text = model::format(problem.message, model::Language::English);
    if (!place.empty()) text.insert(0, ": ").insert(0, place);
    return text;
  }
  return "it cannot be read";
}

/// Hidden files, and the locks of programs that have a file open: `~$books.xlsx`, `.~lock.books.csv#`.
bool isAside(const std::string& name) {
  return name.starts_with('.') || name.starts_with("~$");
}

std::string numberIn(const std::vector<std::string>& trailer) {
  return trailer.size() > 1 ? trailer[1] : "";
}

}  // namespace

Schema DropFolder::schema() {
  return {
      {"folder", SettingType::Path, true, "", {"文件夹", "folder into which the files are dropped"}},
      {"file_name", SettingType::Text, true, "", {"文件名", "name of the files; * and ? as in a shell"}},
      {"row_count",
       SettingType::Enum,
       false,
       "trailer",
       {"行数核对", "where the number of rows stands"},
       {"trailer", "file", "none"}},
      {"trailer", SettingType::Text, false, "TOTAL", {"尾行标记", "first cell of the trailer"}},
      {"sheet", SettingType::Text, false, "", {"工作表", "sheet of a workbook"}},
  };
}

DropFolder::DropFolder(const Settings& settings)
    : folder_(settings.path("folder")),
      pattern_(settings.text("file_name")),
      row_count_(settings.text("row_count")) {
  options_.limits = limits();
  if (settings.has("sheet")) options_.sheet = settings.text("sheet");
  if (row_count_ == "trailer") options_.trailer = settings.text("trailer");
}

std::vector<DropFolder::Drop> DropFolder::drops() const {
  std::error_code error;
  fs::directory_iterator entries(folder_, error);
  if (error) throw FetchError(FailureKind::Config, "the folder cannot be read");
  Poco::Glob pattern(pattern_);
  std::vector<Drop> found;
  for (const fs::directory_entry& entry : entries) {
    const std::string name = entry.path().filename().string();
    const bool counts = row_count_ == "file" && name.ends_with(kCountEnding);
    if (isAside(name) && !isAside(pattern_)) continue;
    if (!counts && entry.is_regular_file(error) && pattern.match(name))
      found.push_back({entry.path(), entry.last_write_time(error)});
  }
  if (found.empty()) unreachable("there is no file " + pattern_ + " in the folder");
  std::sort(found.begin(), found.end(), [](const Drop& a, const Drop& b) {
    return a.written != b.written ? a.written > b.written : a.path > b.path;
  });
  return found;
}

tabular::Table DropFolder::read(const Drop& drop) const {
  const std::string bytes = bytesOf(drop.path, kMaxBytes);
  std::error_code error;
  if (fs::last_write_time(drop.path, error) != drop.written || error)
    unreachable("the file is being written");
  tabular::ReadResult result = tabular::readTable(bytes, drop.path.filename().string(), options_);
  if (!result.ok()) malformed(problemOf(result));
  checkRows(drop, result.table);
  return std::move(result.table);
}

void DropFolder::checkRows(const Drop& drop, const tabular::Table& table) const {
  if (row_count_ == "none") return;
  std::string said = numberIn(table.trailer);
  if (row_count_ == "file") {
    const fs::path count = drop.path.string() + kCountEnding;
    if (!fs::exists(count)) unreachable("the file is not complete: there is no " + count.filename().string());
    const std::string bytes = bytesOf(count, kMaxBytesOfCount);
    said = tabular::trim(bytes).substr(0, 20);
    said.erase(std::find_if(said.begin(), said.end(), [](char c) { return c < '0' || c > '9'; }), said.end());
  } else if (table.trailer.empty()) {
    malformed("the file is not complete: its last row is not " + options_.trailer);
  }
  const auto rows = parseInteger(said);
  if (!rows || *rows != static_cast<std::int64_t>(table.rows.size())) {
    malformed("the file has " + std::to_string(table.rows.size()) + " rows and says that it has \"" + said +
              "\"");
  }
}

model::Instant DropFolder::moment(const Drop& drop) {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(
      std::chrono::file_clock::to_sys(drop.written));
}

}  // namespace lixiao::connectors
