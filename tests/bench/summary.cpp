#include "tests/bench/summary.h"

#include <fmt/format.h>

#include <iostream>

namespace lixiao::bench {
namespace {

constexpr double kMillion = 1e6;

std::string ratio(double rate, double other) {
  return other > 0 ? fmt::format("{:.2f}", rate / other) : "-";
}

}  // namespace

void Collector::ReportRuns(const std::vector<Run>& runs) {
  ConsoleReporter::ReportRuns(runs);
  for (const Run& run : runs) {
    const bool only_one = run.run_type == Run::RT_Iteration && run.repetitions == 1;
    if (run.error_occurred || !(only_one || run.aggregate_name == "median")) continue;
    const auto rate = run.counters.find("items_per_second");
    medians_[run.run_name.function_name] =
        rate != run.counters.end() ? double{rate->second}
                                   : run.real_accumulated_time / static_cast<double>(run.iterations);
  }
}

double Collector::median(const std::string& name) const {
  const auto found = medians_.find(name);
  return found == medians_.end() ? 0 : found->second;
}

void printRates(const Collector& collector, const std::vector<Line>& lines, const std::string& plain,
                const std::string& by_hand) {
  std::cout << fmt::format("\n{:<42} {:>14} {:>16} {:>12}\n", "median of this run, one thread",
                           "M decisions/s", "x plain muParser", "x by hand");
  for (const Line& line : lines) {
    const double rate = collector.median(line.benchmark);
    if (rate == 0) continue;
    std::cout << fmt::format("{:<42} {:>14.1f} {:>16} {:>12}\n", line.title, rate / kMillion,
                             ratio(rate, collector.median(plain)), ratio(rate, collector.median(by_hand)));
  }
}

void printBulk(const BulkFacts& bulk) {
  const auto line = [&](const char* what, double seconds) {
    std::cout << fmt::format("{:<44} {:>8.0f} facts/s {:>6.2f} x plain SQLite\n", what,
                             static_cast<double>(bulk.facts) / seconds, bulk.sqlite_seconds / seconds);
  };
  std::cout << fmt::format("\n{} facts from one CSV or SQL view\n", bulk.facts);
  line("plain SQLite, the rows alone", bulk.sqlite_seconds);
  line("CSV read and applied, every value new", bulk.first_seconds);
  line("CSV read and applied, every value another", bulk.changed_seconds);
  line("CSV read and applied, every value as before", bulk.same_seconds);
  line("view read and applied, every value another", bulk.view_changed_seconds);
  line("view read and applied, every value as before", bulk.view_same_seconds);
}

void printStartUp(const Collector& collector, const std::string& benchmark, const StartUp& first) {
  const auto each = [&](std::size_t bytes) {
    return static_cast<double>(bytes) / static_cast<double>(first.students);
  };
  std::cout << fmt::format("\nstart-up from a database of {} students: {:.2f} s the first time",
                           first.students, first.seconds);
  if (const double again = collector.median(benchmark); again > 0)
    std::cout << fmt::format(", {:.2f} s again (median)", again);
  std::cout << fmt::format(
      "\nmemory per student: {:.0f} bytes as the board counts itself; the process grew by {:.0f} bytes, "
      "{:.0f} without SQLite's cache of pages\n",
      each(first.board_bytes), each(first.grown_bytes), each(first.kept_bytes));
}

}  // namespace lixiao::bench
