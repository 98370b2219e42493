#pragma once

#include "engine/workflow/evaluator.h"

namespace lixiao::workflow {

/// The sentence about one item; holds what every branch needs.
class ItemReason {
 public:
  ItemReason(const Workflow& workflow, const StudentRecord& record, const Circumstances& circumstances,
             const Evaluation& evaluation, std::size_t position)
      : workflow_(workflow),
        record_(record),
        circumstances_(circumstances),
        evaluation_(evaluation),
        item_(evaluation.type->items[position]),
        result_(evaluation.items[position]) {}

  model::Message message() const;

 private:
  // By status.
  model::Message notApplicable() const;
  model::Message waiting() const;
  model::Message actionRequired() const;
  model::Message deferred() const;
  model::Message cleared() const;

  model::Message refused() const;
  model::Message registered() const;
  model::Message declared() const;
  model::Message smallAmount() const;
  model::Message checked() const;
  model::Message onList() const;
  model::Message withOthers(const char* sentence) const;
  /// The admin's message when there is one, else `otherwise`.
  model::Message written(model::Message otherwise, const std::string& remark) const;
  std::string fill(const std::vector<MessageTemplate::Piece>& pieces) const;
  std::string shown(rules::Slot slot) const;
  /// What the registration says beside its result: condition, amount, last day.
  model::Message withTerms(model::Message message) const;
  /// The parts that keep the item where it is, each with its own reason.
  model::Message withParts(model::Message message) const;

  model::LocalizedText registrar() const;
  model::LocalizedText listOwner() const;
  model::LocalizedText confirmer() const;
  model::LocalizedText opensOn() const;
  model::LocalizedText earlier() const;
  model::LocalizedText alternatives() const;
  const model::Registration& registration() const { return record_.registrations.at(item_.index); }
  model::LocalizedText registeredOn() const;
  std::optional<model::Instant> oldestFact() const;

  /// What the rule reads and does not know.
  model::LocalizedText missing(RuleIndex rule) const;
  void appendMissing(model::LocalizedText& all, const SlotMeaning& meaning) const;
  void appendFact(model::LocalizedText& all, FactIndex fact) const;
  template <typename Open>
  void appendItems(model::LocalizedText& all, const Open& open) const;

  const Workflow& workflow_;
  const StudentRecord& record_;
  const Circumstances& circumstances_;
  const Evaluation& evaluation_;
  const Item& item_;
  const ItemResult& result_;
};

}  // namespace lixiao::workflow
