#include "engine/workflow/batch_evaluator.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "engine/workflow/batch_kernels.h"

namespace lixiao::workflow {
namespace {

using model::Cause;
using Bytes = std::vector<std::uint8_t>;

constexpr std::uint8_t code(Cause cause) {
  return static_cast<std::uint8_t>(cause);
}

/// What `truth(passes_when)` or membership of the list makes of an item.
constexpr std::array<std::uint8_t, 3> kByPasses = {code(Cause::RuleFails), code(Cause::FactUnknown),
                                                   code(Cause::RulePasses)};
constexpr std::array<std::uint8_t, 3> kByListed = {code(Cause::NotOnList), code(Cause::ListNotSubmitted),
                                                   code(Cause::OnList)};

/// `open` counts in bytes.
constexpr std::size_t kMostUncarried = 255;

const BatchKernels& kernelsFor(rules::Kernels kernels) {
  const BatchKernels* best = kernels == rules::Kernels::Best ? avx2Kernels() : nullptr;
  return best != nullptr ? *best : kBaselineKernels;
}

}  // namespace

class BatchEvaluator::Impl {
 public:
  Impl(const Workflow& workflow, const StudentType& type, model::Date today, std::vector<bool> submitted,
       const rules::BatchProgram::Intern& intern)
      : workflow_(workflow),
        type_(type),
        today_(today),
        submitted_(std::move(submitted)),
        program_(type.rules, workflow.slots.size(), workflow.today, today, intern),
        last_counted_(lastCounted(type)) {}

  /// The item after which all_cleared and remaining are complete; nobody reads them before.
  static std::optional<std::uint32_t> lastCounted(const StudentType& type) {
    std::optional<std::uint32_t> last;
    for (const Step& step : type.order)
      if (step.kind == Step::Kind::Item && !type.items[step.position].optional) last = step.position;
    return last;
  }

  const Workflow& workflow_;
  const StudentType& type_;
  const model::Date today_;
  const std::vector<bool> submitted_;  ///< by ListIndex
  const rules::BatchProgram program_;
  const std::optional<std::uint32_t> last_counted_;
};

/// What one thread needs for one block.
class BatchEvaluator::Scratch::Impl {
 public:
  Impl(const BatchEvaluator::Impl& evaluator, rules::Kernels kernels)
      : e(evaluator),
        k(kernelsFor(kernels)),
        block(evaluator.program_, kernels),
        cleared(evaluator.type_.items.size(), Bytes(rules::kBlockRows)),
        all(rules::kBlockRows),
        applies_any(rules::kBlockRows),
        open(rules::kBlockRows),
        all_cleared(rules::kBlockRows),
        earlier_missing(rules::kBlockRows),
        always(rules::kBlockRows, 2),
        never(rules::kBlockRows, 0),
        remaining(rules::kBlockRows),
        inputs(evaluator.workflow_.slots.size()) {}

  void bind(const StudentColumns& students) {
    std::copy(students.inputs.begin(), students.inputs.end(), inputs.begin());
    for (ListIndex list = 0; list < e.submitted_.size(); ++list)
      if (!e.submitted_[list]) inputs[e.workflow_.first_listed + list] = {};
  }

  void decideBlock(const StudentColumns& students, std::size_t begin, std::size_t count,
                   const DecisionColumns& out) {
    start(students, begin, count);
    for (const Step& step : e.type_.order) {
      if (step.kind == Step::Kind::Item)
        decideItem(step.position, students, begin, out.items[step.position] + begin);
      else if (step.kind == Step::Kind::Document)
        decideDocument(step.position, students, begin, out.documents[step.position] + begin);
    }
    if (out.remaining != nullptr) k.narrow(n, remaining.data(), out.remaining + begin);
  }

 private:
  void start(const StudentColumns& students, std::size_t begin, std::size_t count) {
    n = count;
    block.start(inputs, begin, count);
    for (ItemIndex item = 0; item < e.workflow_.item_ids.size(); ++item) {
      block.set(e.workflow_.first_cleared + item, rules::Column::Form::Truth8, always.data());
      block.set(e.workflow_.first_applies + item, rules::Column::Form::Truth8, never.data());
    }
    k.fill(n, 2, all.data());
    k.fill(n, 0, applies_any.data());
    k.fill(n, 0, open.data());
    uncarried = 0;
    k.fill(n, 0, all_cleared.data());
    std::fill_n(remaining.begin(), n, 0);
    block.set(e.workflow_.all_cleared, rules::Column::Form::Truth8, all_cleared.data());
    block.set(e.workflow_.remaining, rules::Column::Form::Int32, remaining.data());
    for (DocumentIndex document = 0; document < e.workflow_.document_ids.size(); ++document)
      block.set(e.workflow_.first_collected + document, rules::Column::Form::Truth8, never.data());
    for (std::uint32_t position = 0; position < e.type_.documents.size(); ++position)
      if (const std::uint8_t* collected = collectedAt(students, position, begin))
        block.set(e.workflow_.first_collected + e.type_.documents[position].index,
                  rules::Column::Form::Truth8, collected);
  }

  void decideItem(std::uint32_t position, const StudentColumns& students, std::size_t begin,
                  std::uint8_t* causes) {
    const Item& item = e.type_.items[position];
    decideByMode(item, begin, causes);
    if (item.opens && !item.opens->from && e.today_ < item.opens->date)
      k.fill(n, code(Cause::NotYetOpen), causes);
    for (const std::uint32_t earlier : item.after)
      k.holdBack(n, cleared[earlier].data(), code(Cause::EarlierItemOpen), causes);
    if (const std::uint8_t* registrations = at(students.registrations, position)) {
      const std::int32_t* until = at(students.registered_until, position);
      k.applyRegistrations(n, registrations + begin, until == nullptr ? nullptr : until + begin,
                           model::dayNumber(e.today_), causes);
    }
    const std::uint8_t* applies = block.truth(item.applies_when);
    if (e.program_.constant(item.applies_when) != rules::Truth::True)
      k.applyApplicability(n, applies, causes);
    publish(position, item, applies, causes);
  }

  void decideByMode(const Item& item, std::size_t begin, std::uint8_t* causes) {
    switch (item.mode) {
      case Mode::Automatic:
        return k.chooseByTruth(n, block.truth(*item.passes_when), kByPasses.data(), causes);
      case Mode::Exceptions: {
        if (!e.submitted_[*item.list]) return k.fill(n, code(Cause::ListNotSubmitted), causes);
        const rules::Column& listed = inputs[e.workflow_.first_listed + *item.list];
        assert(listed.form ==
               rules::Column::Form::Truth8);  // the owner of the columns gives one for each submitted list
        const auto* membership = static_cast<const std::uint8_t*>(listed.data) + begin;
        return k.chooseByTruth(n, membership, kByListed.data(), causes);
      }
      case Mode::Registration:
        return k.fill(n, code(item.visit ? Cause::MustVisit : Cause::AwaitsRegistration), causes);
      case Mode::Declaration:
        return k.fill(n, code(Cause::MustDeclare), causes);
      case Mode::Parts:
        return k.fill(n, code(Cause::PartsUnknown), causes);
    }
  }

  /// Lets later rules read what was decided.
  void publish(std::uint32_t position, const Item& item, const std::uint8_t* applies,
               const std::uint8_t* causes) {
    std::uint8_t* of_item = cleared[position].data();
    block.set(e.workflow_.first_cleared + item.index, rules::Column::Form::Truth8, of_item);
    block.set(e.workflow_.first_applies + item.index, rules::Column::Form::Truth8, applies);
    if (item.optional) return k.clearedOf(n, causes, of_item);
    k.countIn(n, causes, of_item, all.data(), applies_any.data(), open.data());
    const bool last = position == e.last_counted_;
    if (++uncarried == kMostUncarried || last) {
      k.carryOpen(n, open.data(), remaining.data());
      uncarried = 0;
    }
    if (last) k.finishAll(n, all.data(), applies_any.data(), all_cleared.data());
  }

  void decideDocument(std::uint32_t position, const StudentColumns& students, std::size_t begin,
                      std::uint8_t* causes) {
    const Document& document = e.type_.documents[position];
    k.fill(n, 0, earlier_missing.data());
    for (const std::uint32_t earlier : document.after)
      k.requireDocument(n, block.truth(e.type_.documents[earlier].applies_when),
                        collectedAt(students, earlier, begin), earlier_missing.data());
    k.decideDocument(n, block.truth(document.applies_when), block.truth(document.released_when),
                     earlier_missing.data(), collectedAt(students, position, begin), causes);
  }

  static const std::uint8_t* collectedAt(const StudentColumns& students, std::uint32_t position,
                                         std::size_t begin) {
    const std::uint8_t* column = at(students.collected, position);
    return column == nullptr ? nullptr : column + begin;
  }

  template <typename T>
  static const T* at(const std::vector<const T*>& columns, std::size_t position) {
    return position < columns.size() ? columns[position] : nullptr;
  }

  const BatchEvaluator::Impl& e;
  const BatchKernels& k;
  rules::BlockEvaluator block;
  std::vector<Bytes> cleared;  ///< by item position
  Bytes all, applies_any, open, all_cleared, earlier_missing, always, never;
  std::vector<std::int32_t> remaining;
  std::vector<rules::Column> inputs;
  std::size_t n = 0;
  std::size_t uncarried = 0;  ///< items counted in `open` and not in `remaining` yet
};

BatchEvaluator::BatchEvaluator(std::shared_ptr<const Workflow> workflow, const StudentType& type,
                               model::Date today, std::vector<bool> submitted,
                               const rules::BatchProgram::Intern& intern)
    : workflow_(std::move(workflow)),
      type_(type),
      impl_(std::make_unique<Impl>(*workflow_, type, today, std::move(submitted), intern)) {}

BatchEvaluator::~BatchEvaluator() = default;

BatchEvaluator::Scratch::Scratch(const BatchEvaluator& evaluator, rules::Kernels kernels)
    : impl_(std::make_unique<Impl>(*evaluator.impl_, kernels)) {}

BatchEvaluator::Scratch::~Scratch() = default;

void BatchEvaluator::evaluate(const StudentColumns& students, std::size_t begin, std::size_t end,
                              const DecisionColumns& decisions, Scratch& scratch) const {
  scratch.impl_->bind(students);
  for (std::size_t at = begin; at < end; at += rules::kBlockRows)
    scratch.impl_->decideBlock(students, at, std::min(rules::kBlockRows, end - at), decisions);
}

}  // namespace lixiao::workflow
