#pragma once

#include <benchmark/benchmark.h>

#include <map>
#include <string>
#include <vector>

#include "tests/bench/bulk_facts.h"
#include "tests/bench/start_up.h"

namespace lixiao::bench {

/// Prints Google Benchmark's table and keeps the medians.
class Collector final : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override;

  /// Decisions per second where they are counted, else seconds; 0 when the benchmark did not run.
  double median(const std::string& name) const;

 private:
  std::map<std::string, double> medians_;  ///< by the benchmark's name
};

/// What a line of the summary is called and which benchmark it is of.
struct Line {
  std::string title;
  std::string benchmark;
};

/// Decisions per second of each and their ratios to `plain` and `by_hand`.
void printRates(const Collector& collector, const std::vector<Line>& lines, const std::string& plain,
                const std::string& by_hand);
void printBulk(const BulkFacts& bulk);
void printStartUp(const Collector& collector, const std::string& benchmark, const StartUp& first);

}  // namespace lixiao::bench
