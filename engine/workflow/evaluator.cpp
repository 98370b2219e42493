#include "engine/workflow/evaluator.h"

#include <algorithm>

#include "engine/workflow/inputs.h"

namespace lixiao::workflow {
namespace {

using model::Cause;
using model::DocumentCause;
using rules::Truth;

Cause causeOf(const model::Registration& registration, model::Date today) {
  switch (registration.result) {
    case model::RegistrationResult::Cleared:
      return Cause::Registered;
    case model::RegistrationResult::Refused:
      return Cause::Refused;
    case model::RegistrationResult::NotApplicable:
      return Cause::DeclaredNotApplicable;
    case model::RegistrationResult::Deferred:
      return isLive(registration, today) ? Cause::Deferred : Cause::DeferralLapsed;
    case model::RegistrationResult::Waived:
      return Cause::Waived;
    case model::RegistrationResult::Declared:
      return Cause::Declared;
  }
  return Cause::Refused;
}

/// `cleared.ITEM`: true when it stands in nobody's way, unknown when what would decide it is missing.
model::Value clearedValue(Cause cause) {
  return model::isUndecided(cause) ? model::Value() : model::Value(model::isClear(cause));
}

}  // namespace

/// The rules of one student type, bound to one student at a time.
class Evaluator::ForType {
 public:
  ForType(const Workflow& workflow, const StudentType& type)
      : workflow_(workflow), type_(type), rules_(type.rules, workflow.slots.size()) {}

  const StudentType& type() const { return type_; }
  rules::RowEvaluator& rules() { return rules_; }

  Evaluation evaluate(const StudentRecord& record, const Circumstances& circumstances) {
    bind(record, circumstances);
    Evaluation result;
    result.type = &type_;
    result.items.resize(type_.items.size());
    result.documents.resize(type_.documents.size());
    for (const Step& step : type_.order) {
      if (step.kind == Step::Kind::Item)
        decideItem(step.position, record, circumstances, result);
      else if (step.kind == Step::Kind::Document)
        decideDocument(step.position, record, result);
    }
    for (const Notice& notice : type_.notices)
      if (rules_.truth(notice.when) == Truth::True) result.notices.push_back(&notice);
    return result;
  }

 private:
  void bind(const StudentRecord& record, const Circumstances& circumstances) {
    rules::Row row = inputRow(workflow_, record, circumstances);
    for (ItemIndex item = 0; item < workflow_.item_ids.size(); ++item) {
      row[workflow_.first_cleared + item] = model::Value(true);  // an item the type lacks is in nobody's way
      row[workflow_.first_applies + item] = model::Value(false);
    }
    rules_.bind(row);
    all_cleared_ = model::Value(true);
    any_applies_ = false;
    rules_.set(workflow_.all_cleared, model::Value(false));
    rules_.set(workflow_.remaining, model::Value(std::int64_t{0}));
  }

  void decideItem(std::uint32_t position, const StudentRecord& record, const Circumstances& circumstances,
                  Evaluation& result) {
    const Item& item = type_.items[position];
    const Truth applies = rules_.truth(item.applies_when);
    const Cause cause = decide(item, applies, record, circumstances, result);
    result.items[position] = {&item, cause, registrar(item), Truth::False};
    if (!item.optional && !model::isClear(cause)) ++result.remaining;
    rules_.set(workflow_.first_cleared + item.index, clearedValue(cause));
    rules_.set(workflow_.first_applies + item.index,
               applies == Truth::Unknown ? model::Value() : model::Value(applies == Truth::True));
    if (!item.optional) countTowardsAll(cause, result.remaining);
  }

  Cause decide(const Item& item, Truth applies, const StudentRecord& record,
               const Circumstances& circumstances, const Evaluation& result) {
    if (applies == Truth::False) return Cause::DoesNotApply;
    if (applies == Truth::Unknown) return Cause::ApplicabilityUnknown;
    const auto registration = record.registrations.find(item.index);
    if (registration != record.registrations.end()) {
      const bool counts = isLive(registration->second, circumstances.today) ||
                          registration->second.result == model::RegistrationResult::Deferred;
      if (counts) return causeOf(registration->second, circumstances.today);
    }
    const bool earlier_open = std::any_of(item.after.begin(), item.after.end(), [&](std::uint32_t earlier) {
      return !model::isClear(result.items[earlier].cause);
    });
    if (earlier_open) return Cause::EarlierItemOpen;
    if (item.opens && !item.opens->from && circumstances.today < item.opens->date) return Cause::NotYetOpen;
    return decideByMode(item, record, circumstances);
  }

  Cause decideByMode(const Item& item, const StudentRecord& record, const Circumstances& circumstances) {
    switch (item.mode) {
      case Mode::Automatic:
        switch (rules_.truth(*item.passes_when)) {
          case Truth::True:
            return Cause::RulePasses;
          case Truth::False:
            return Cause::RuleFails;
          case Truth::Unknown:
            return Cause::FactUnknown;
        }
        break;
      case Mode::Exceptions:
        if (!circumstances.submitted[*item.list]) return Cause::ListNotSubmitted;
        return record.listed.count(*item.list) > 0 ? Cause::OnList : Cause::NotOnList;
      case Mode::Registration:
        return item.visit ? Cause::MustVisit : Cause::AwaitsRegistration;
      case Mode::Declaration:
        return Cause::MustDeclare;
      case Mode::Parts:
        return Cause::PartsUnknown;
    }
    return Cause::FactUnknown;
  }

  void decideDocument(std::uint32_t position, const StudentRecord& record, Evaluation& result) {
    const Document& document = type_.documents[position];
    result.documents[position] = {&document, decide(document, record), nullptr};
  }

  DocumentCause decide(const Document& document, const StudentRecord& record) {
    if (record.collections.count(document.index) > 0) return DocumentCause::Collected;
    const Truth applies = rules_.truth(document.applies_when);
    if (applies == Truth::False) return DocumentCause::DoesNotApply;
    if (applies == Truth::Unknown) return DocumentCause::ApplicabilityUnknown;
    if (rules_.truth(document.released_when) != Truth::True) return DocumentCause::ItemsOpen;
    for (const std::uint32_t earlier : document.after) {
      const Document& first = type_.documents[earlier];
      const bool needed = rules_.truth(first.applies_when) != Truth::False;
      if (needed && record.collections.count(first.index) == 0) return DocumentCause::EarlierDocumentMissing;
    }
    return DocumentCause::Released;
  }

  /// Keeps all_cleared and remaining; they are complete once the last item that counts is decided. A student
  /// to whom no item applies is never clear.
  void countTowardsAll(Cause cause, std::size_t remaining) {
    const model::Value cleared = clearedValue(cause);
    const bool already_false = all_cleared_.known() && !*all_cleared_.boolean();
    if (!already_false && (!cleared.known() || !*cleared.boolean())) all_cleared_ = cleared;
    any_applies_ = any_applies_ || model::statusOf(cause) != model::ItemStatus::NotApplicable;
    rules_.set(workflow_.all_cleared, any_applies_ ? all_cleared_ : model::Value(false));
    rules_.set(workflow_.remaining, model::Value(static_cast<std::int64_t>(remaining)));
  }

  DepartmentIndex registrar(const Item& item) {
    for (const Registrar& registrar : item.registrars)
      if (!registrar.when || rules_.truth(*registrar.when) == Truth::True) return registrar.department;
    return item.registrars.back().department;
  }

  const Workflow& workflow_;
  const StudentType& type_;
  rules::RowEvaluator rules_;
  model::Value all_cleared_;
  bool any_applies_ = false;
};

Evaluator::Evaluator(std::shared_ptr<const Workflow> workflow) : workflow_(std::move(workflow)) {
  for (const StudentType& type : workflow_->types)
    types_.push_back(std::make_unique<ForType>(*workflow_, type));
}

Evaluator::~Evaluator() = default;

Evaluation Evaluator::evaluate(const StudentRecord& record, const Circumstances& circumstances) {
  last_ = nullptr;
  const std::string* type = record.attributes[workflow_->student_type].text();
  for (const auto& candidate : types_)
    if (type != nullptr && candidate->type().id == *type) last_ = candidate.get();
  return last_ == nullptr ? Evaluation{} : last_->evaluate(record, circumstances);
}

std::vector<RuleExplanation> Evaluator::explainItem(std::size_t position) {
  const Item& item = last_->type().items[position];
  std::vector<RuleExplanation> result;
  const auto add = [&](const char* name, RuleIndex rule) {
    result.push_back({name, last_->rules().truth(rule), last_->rules().explain(rule)});
  };
  add("applies_when", item.applies_when);
  if (item.passes_when) add("passes_when", *item.passes_when);
  return result;
}

std::vector<RuleExplanation> Evaluator::explainDocument(std::size_t position) {
  const Document& document = last_->type().documents[position];
  rules::RowEvaluator& rules = last_->rules();
  return {{"applies_when", rules.truth(document.applies_when), rules.explain(document.applies_when)},
          {"released_when", rules.truth(document.released_when), rules.explain(document.released_when)}};
}

}  // namespace lixiao::workflow
