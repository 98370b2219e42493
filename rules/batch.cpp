#include "rules/batch.h"

#include <stdexcept>

#include "rules/batch_impl.h"
#include "rules/fold.h"
#include "rules/lowering.h"

namespace lixiao::rules {
namespace {

std::optional<Truth> constantOf(const Node& root) {
  if (!isConstant(root)) return std::nullopt;
  if (isUnknownConstant(root)) return Truth::Unknown;
  return root.number != 0 ? Truth::True : Truth::False;
}

}  // namespace

BatchProgram::BatchProgram(const std::vector<Rule>& rules, std::size_t slots, Slot today_slot,
                           model::Date today, const Intern& intern)
    : impl_(std::make_unique<Impl>()) {
  Lowering lowering(intern);
  impl_->slots = slots;
  std::vector<NodePtr> roots;  // alive until all are lowered: the lowering tells nodes apart by address
  for (const Rule& rule : rules) {
    if (rule.type().kind != Kind::Boolean) throw std::invalid_argument("not boolean: " + rule.text());
    const NodePtr& root = roots.emplace_back(withToday(rule.rootPtr(), today_slot, model::dayNumber(today)));
    impl_->rules.push_back({constantOf(*root), lowering.lower(*root)});
  }
  impl_->instructions = lowering.takeInstructions();
}

BatchProgram::~BatchProgram() = default;
BatchProgram::BatchProgram(BatchProgram&&) noexcept = default;
BatchProgram& BatchProgram::operator=(BatchProgram&&) noexcept = default;

std::size_t BatchProgram::rules() const {
  return impl_->rules.size();
}

std::optional<Truth> BatchProgram::constant(std::size_t rule) const {
  return impl_->rules.at(rule).constant;
}

}  // namespace lixiao::rules
