#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/store/database.h"

namespace lixiao::store {

/// How many students of a type had a status of an item at a moment. What a chart over time is drawn from; no
/// decision rests on it.
struct StatisticSample {
  model::Instant at{};
  std::string item;
  std::string student_type;
  std::int64_t status = 0;  ///< model::ItemStatus
  std::int64_t students = 0;

  bool operator==(const StatisticSample&) const = default;
};

/// Samples of one moment; those of the same moment, item, type and status are replaced.
void putSamples(Transaction& transaction, std::vector<StatisticSample> samples);
void removeSamples(Transaction& transaction, model::Instant at);

/// The moments of which there are samples, ascending.
std::vector<model::Instant> sampleTimes(Reader& reader);
/// By item, type and status.
std::vector<StatisticSample> samplesOf(Reader& reader, model::Instant at);

}  // namespace lixiao::store
