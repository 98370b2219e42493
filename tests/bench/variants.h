#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rules/batch.h"
#include "tests/bench/population.h"

namespace lixiao::bench {

/// One way to decide everybody, with room for its decisions. Uses one thread.
class Variant {
 public:
  Variant(std::string name, const Population& population);
  virtual ~Variant() = default;

  const std::string& name() const { return name_; }
  virtual void run() = 0;
  /// The students of a group it decides: the first so many.
  virtual std::size_t rows(std::size_t group) const { return population_.groups[group].rows(); }
  /// Whether its decisions on this student must be right.
  virtual bool answersFor(std::size_t /*group*/, std::size_t /*row*/) const { return true; }

  /// Of one run.
  std::size_t decisions() const;
  const Decisions& of(std::size_t group) const { return decisions_[group]; }

 protected:
  std::string name_;
  const Population& population_;
  std::vector<Decisions> decisions_;  ///< by group
};

std::unique_ptr<Variant> batchVariant(std::string name, Population& population, rules::Kernels kernels);
enum class Build { Baseline, Avx2 };
std::unique_ptr<Variant> byHandVariant(std::string name, const Population& population, Build build);
/// Decides `students` of all students, taken from all groups in proportion.
std::unique_ptr<Variant> plainMuParserVariant(std::string name, const Population& population,
                                              std::size_t students);

/// Compares the decisions of two variants student by student, after a run of each, where `other` answers for
/// them. Returns how many students were compared; throws std::runtime_error naming the first difference.
std::size_t requireSame(const Population& population, const Variant& reference, const Variant& other);

}  // namespace lixiao::bench
