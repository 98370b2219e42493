#include "tests/bench/variants.h"

#include <fmt/format.h>

#include <deque>
#include <stdexcept>

#include "engine/model/status.h"
#include "tests/bench/by_hand.h"
#include "tests/bench/plain_muparser.h"

namespace lixiao::bench {
namespace {

class Batch final : public Variant {
 public:
  Batch(std::string name, Population& population, rules::Kernels kernels)
      : Variant(std::move(name), population) {
    for (const Group& group : population.groups) {
      evaluators_.push_back(std::make_unique<workflow::BatchEvaluator>(
          population.workflow, group.type(), population.circumstances.today,
          population.circumstances.submitted,
          [&population](std::string_view text) { return population.pool.intern(text); }));
      scratches_.emplace_back(*evaluators_.back(), kernels);
    }
  }

  void run() override {
    for (std::size_t i = 0; i < population_.groups.size(); ++i)
      evaluators_[i]->evaluate(population_.groups[i].columns, 0, rows(i), decisions_[i].columns(),
                               scratches_[i]);
  }

 private:
  std::vector<std::unique_ptr<workflow::BatchEvaluator>> evaluators_;
  std::deque<workflow::BatchEvaluator::Scratch> scratches_;
};

class ByHand final : public Variant {
 public:
  ByHand(std::string name, const Population& population, Build build)
      : Variant(std::move(name), population),
        decide_(build == Build::Avx2 ? decideByHandAvx2 : decideByHandBaseline) {
    for (std::size_t i = 0; i < population.groups.size(); ++i)
      columns_.push_back(handColumns(*population.workflow, population.groups[i].type(),
                                     population.circumstances, population.groups[i].columns,
                                     decisions_[i].columns()));
  }

  void run() override {
    for (std::size_t i = 0; i < columns_.size(); ++i) decide_(columns_[i], 0, rows(i));
  }

 private:
  void (*decide_)(const HandColumns&, std::size_t, std::size_t);
  std::vector<HandColumns> columns_;
};

class Plain final : public Variant {
 public:
  Plain(std::string name, const Population& population, std::size_t students)
      : Variant(std::move(name), population), share_(students) {
    for (const Group& group : population.groups)
      evaluators_.push_back(
          std::make_unique<PlainMuParser>(*population.workflow, group.type(), population.circumstances));
  }

  void run() override {
    for (std::size_t i = 0; i < evaluators_.size(); ++i)
      evaluators_[i]->evaluate(population_.groups[i].columns, 0, rows(i), decisions_[i].columns());
  }
  std::size_t rows(std::size_t group) const override {
    return population_.groups[group].rows() * share_ / population_.students();
  }
  bool answersFor(std::size_t group, std::size_t row) const override {
    return evaluators_[group]->knowsAllOf(population_.groups[group].columns, row);
  }

 private:
  std::size_t share_;
  std::vector<std::unique_ptr<PlainMuParser>> evaluators_;
};

[[noreturn]] void differ(const Variant& a, const Variant& b, const Group& group, std::size_t row,
                         const std::string& what, int of_a, int of_b) {
  throw std::runtime_error(fmt::format("{} and {} differ on {} of student {}: cause {} and {}", a.name(),
                                       b.name(), what, group.partition->studentNo(row), of_a, of_b));
}

void requireSame(const Variant& a, const Variant& b, const Group& group, std::size_t index, std::size_t row) {
  const auto compare = [&](const auto& columns_a, const auto& columns_b, const auto& things) {
    for (std::size_t i = 0; i < things.size(); ++i)
      if (columns_a[i][row] != columns_b[i][row])
        differ(a, b, group, row, things[i].id, columns_a[i][row], columns_b[i][row]);
  };
  const Decisions &of_a = a.of(index), &of_b = b.of(index);
  compare(of_a.items(), of_b.items(), group.type().items);
  compare(of_a.documents(), of_b.documents(), group.type().documents);
  if (of_a.remaining()[row] != of_b.remaining()[row])
    differ(a, b, group, row, "remaining", of_a.remaining()[row], of_b.remaining()[row]);
}

}  // namespace

Variant::Variant(std::string name, const Population& population)
    : name_(std::move(name)), population_(population) {
  for (const Group& group : population.groups) decisions_.emplace_back(group);
}

std::size_t Variant::decisions() const {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < population_.groups.size(); ++i)
    sum += rows(i) * population_.groups[i].decisionsPerStudent();
  return sum;
}

std::unique_ptr<Variant> batchVariant(std::string name, Population& population, rules::Kernels kernels) {
  return std::make_unique<Batch>(std::move(name), population, kernels);
}
std::unique_ptr<Variant> byHandVariant(std::string name, const Population& population, Build build) {
  return std::make_unique<ByHand>(std::move(name), population, build);
}
std::unique_ptr<Variant> plainMuParserVariant(std::string name, const Population& population,
                                              std::size_t students) {
  return std::make_unique<Plain>(std::move(name), population, students);
}

std::size_t requireSame(const Population& population, const Variant& reference, const Variant& other) {
  std::size_t compared = 0;
  for (std::size_t i = 0; i < population.groups.size(); ++i)
    for (std::size_t row = 0; row < other.rows(i); ++row) {
      if (!other.answersFor(i, row)) continue;
      requireSame(reference, other, population.groups[i], i, row);
      ++compared;
    }
  return compared;
}

}  // namespace lixiao::bench
