#include "engine/store/roster_line.h"

#include <algorithm>

#include "engine/store/row.h"
#include "engine/store/scan.h"

namespace lixiao::store {

namespace {
struct ProviderCount {
  std::string provider;
  std::int64_t students = 0;
};
struct Collector {
  std::string student_no;
};
}  // namespace

template <>
struct Columns<RosterLine> {
  static auto of(auto& row) { return std::tie(row.student_no, row.name, row.provider); }
};
template <>
struct Columns<ProviderCount> {
  static auto of(auto& row) { return std::tie(row.provider, row.students); }
};
template <>
struct Columns<Collector> {
  static auto of(auto& row) { return std::tie(row.student_no); }
};

namespace {
constexpr auto kAfter =
    "SELECT student_no, name, provider FROM student WHERE removed = 0 AND student_no > $1 ORDER BY "
    "student_no "
    "LIMIT $2";
constexpr auto kCount = "SELECT provider, count(*) FROM student WHERE removed = 0 GROUP BY provider";
constexpr auto kCollectors =
    "SELECT DISTINCT student_no FROM collection WHERE student_no >= $1 ORDER BY student_no LIMIT $2";
}  // namespace

void forEachRosterLine(Reader& reader, const std::function<void(std::vector<RosterLine>&)>& block) {
  RangeQuery<RosterLine> query(reader.session(), kAfter);
  forEachBlock(query, block);
}

std::map<std::string, std::int64_t> countByProvider(Reader& reader) {
  std::map<std::string, std::int64_t> counts;
  for (ProviderCount& row : select<ProviderCount>(reader.session(), kCount))
    counts.emplace(std::move(row.provider), row.students);
  return counts;
}

std::vector<std::string> whoCollected(Reader& reader, std::vector<std::string> student_nos) {
  std::sort(student_nos.begin(), student_nos.end());
  student_nos.erase(std::unique(student_nos.begin(), student_nos.end()), student_nos.end());
  std::vector<std::string> found;
  RangeQuery<Collector> query(reader.session(), kCollectors);
  lookUp(query, student_nos, [&](const std::string& student_no, const Collector* row) {
    if (row) found.push_back(student_no);
  });
  return found;
}

}  // namespace lixiao::store
