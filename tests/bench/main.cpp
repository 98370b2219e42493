// What the batch evaluator is worth: see docs/benchmarks.md.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include "tests/bench/start_up.h"
#include "tests/bench/summary.h"
#include "tests/bench/variants.h"

namespace lixiao::bench {
namespace {

constexpr std::size_t kStudents = 1'000'000;
constexpr std::size_t kDatabaseStudents = 100'000;
constexpr std::size_t kPlainStudents = 50'000;
constexpr std::size_t kBulkStudents = 500'000;  // two facts each

const std::string kBatchBaseline = "batch_baseline";
const std::string kBatchAvx2 = "batch_avx2";
const std::string kPlain = "plain_muparser";
const std::string kByHand = "by_hand";
const std::string kByHandAvx2 = "by_hand_avx2";
const std::string kStartUp = "start_up";

std::size_t wantedStudents() {
  const char* given = std::getenv("LIXIAO_BENCH_STUDENTS");
  if (given == nullptr) return kStudents;
  const std::string_view text(given);
  std::size_t students = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), students);
  if (error != std::errc() || end != text.data() + text.size() || students < 1000)
    throw std::runtime_error("LIXIAO_BENCH_STUDENTS must be a number from 1000 on");
  return students;
}

std::vector<std::unique_ptr<Variant>> makeVariants(Population& population) {
  std::vector<std::unique_ptr<Variant>> variants;
  variants.push_back(batchVariant(kBatchBaseline, population, rules::Kernels::Baseline));
  variants.push_back(
      plainMuParserVariant(kPlain, population, std::min(kPlainStudents, population.students())));
  variants.push_back(byHandVariant(kByHand, population, Build::Baseline));
  if (__builtin_cpu_supports("avx2") == 0) return variants;
  variants.push_back(batchVariant(kBatchAvx2, population, rules::Kernels::Best));
  variants.push_back(byHandVariant(kByHandAvx2, population, Build::Avx2));
  return variants;
}

void requireSameDecisions(const Population& population,
                          const std::vector<std::unique_ptr<Variant>>& variants) {
  for (const auto& variant : variants) variant->run();
  for (const auto& variant : variants) {
    if (variant == variants.front()) continue;
    const std::size_t compared = requireSame(population, *variants.front(), *variant);
    std::cout << fmt::format("{} decides as {} on {} students\n", variant->name(), variants.front()->name(),
                             compared);
  }
}

void decideAll(benchmark::State& state, Variant& variant) {
  for (auto _ : state) {
    variant.run();
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(variant.decisions()));
}

/// Repetitions of all benchmarks take turns, so that a busy moment of the machine hits all alike. What the
/// caller says comes later and wins.
std::vector<char*> arguments(int argc, char** argv) {
  static std::string defaults[] = {"--benchmark_repetitions=9", "--benchmark_enable_random_interleaving=true",
                                   "--benchmark_min_time=0.2", "--benchmark_report_aggregates_only=true"};
  std::vector<char*> all = {argv[0]};
  for (std::string& text : defaults) all.push_back(text.data());
  all.insert(all.end(), argv + 1, argv + argc);
  return all;
}

/// `lixiao_bench bulk`: that part alone.
int runBulk() {
  printBulk(applyInBulk(sampleDatabase(kBulkStudents)));
  return 0;
}

int run(int argc, char** argv) {
  if (argc == 2 && std::string_view(argv[1]) == "bulk") return runBulk();
  std::vector<char*> all = arguments(argc, argv);
  int count = static_cast<int>(all.size());
  benchmark::Initialize(&count, all.data());
  if (benchmark::ReportUnrecognizedArguments(count, all.data())) return 2;

  const std::size_t students = wantedStudents();
  const auto database = sampleDatabase(std::min(students, kDatabaseStudents));
  const StartUp first = startUp(database);
  const auto population = loadPopulation(students);
  const auto variants = makeVariants(*population);
  requireSameDecisions(*population, variants);

  for (const auto& variant : variants)
    benchmark::RegisterBenchmark(variant->name().c_str(), decideAll, std::ref(*variant))
        ->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark(kStartUp.c_str(),
                               [&](benchmark::State& state) {
                                 for (auto _ : state) startUp(database);
                               })
      ->Unit(benchmark::kMillisecond)
      ->UseRealTime();
  Collector collector;
  benchmark::RunSpecifiedBenchmarks(&collector);

  printRates(collector,
             {{"batch evaluator, AVX2", kBatchAvx2},
              {"batch evaluator, any x86-64", kBatchBaseline},
              {"plain muParser, Eval row by row", kPlain},
              {"C++ by hand, a loop over the rows, -O2", kByHand},
              {"C++ by hand, the same at -O3 -mavx2", kByHandAvx2}},
             kPlain, kByHand);
  printStartUp(collector, kStartUp, first);
  return runBulk();
}

}  // namespace
}  // namespace lixiao::bench

int main(int argc, char** argv) {
  try {
    return lixiao::bench::run(argc, argv);
  } catch (const std::exception& fault) {
    std::cerr << "lixiao_bench: " << fault.what() << "\n";
    return 1;
  }
}
