#include "engine/store/statistic_sample.h"

#include "engine/store/row.h"

namespace lixiao::store {

template <>
struct Columns<StatisticSample> {
  static auto of(auto& row) { return std::tie(row.at, row.item, row.student_type, row.status, row.students); }
};

namespace {
constexpr auto kPut =
    "INSERT INTO statistic_sample (at, item, student_type, status, students) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (at, item, student_type, status) DO UPDATE SET students = excluded.students";
constexpr auto kRemove = "DELETE FROM statistic_sample WHERE at = $1";
constexpr auto kTimes = "SELECT DISTINCT at FROM statistic_sample ORDER BY at";
constexpr auto kOf =
    "SELECT at, item, student_type, status, students FROM statistic_sample WHERE at = $1 "
    "ORDER BY item, student_type, status";

std::int64_t number(model::Instant at) {
  return at.time_since_epoch().count();
}
}  // namespace

void putSamples(Transaction& transaction, std::vector<StatisticSample> samples) {
  if (!samples.empty()) executeAll(transaction.session(), kPut, samples);
}

void removeSamples(Transaction& transaction, model::Instant at) {
  execute(transaction.session(), kRemove, number(at));
}

std::vector<model::Instant> sampleTimes(Reader& reader) {
  std::vector<model::Instant> times;
  for (const Single<model::Instant>& row : select<Single<model::Instant>>(reader.session(), kTimes))
    times.push_back(row.value);
  return times;
}

std::vector<StatisticSample> samplesOf(Reader& reader, model::Instant at) {
  return select<StatisticSample>(reader.session(), kOf, number(at));
}

}  // namespace lixiao::store
