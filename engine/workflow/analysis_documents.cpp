#include "engine/workflow/analysis.h"

namespace lixiao::workflow {
namespace {

/// Which documents of a type nobody can ever collect.
class Collectable {
 public:
  Collectable(const Workflow& workflow, const AnalysedType& each, Findings& findings)
      : workflow_(workflow), each_(each), findings_(findings) {}

  void run() {
    never_.assign(each_.type.documents.size(), false);
    for (const Step& step : each_.type.order)
      if (step.kind == Step::Kind::Document) decide(step.position);
  }

 private:
  const rules::Rule& rule(RuleIndex index) const { return each_.type.rules[index]; }

  void decide(std::uint32_t position) {
    const Document& document = each_.type.documents[position];
    if (!outcomes(rule(document.applies_when), each_.domain).may_be_true) return;
    if (!outcomesOfBoth(rule(document.applies_when), rule(document.released_when), each_.domain).may_be_true)
      return tell(position, "its rule is never true for those it concerns");
    for (const std::uint32_t earlier : document.after)
      if (never_[earlier] && concernsAllOf(earlier, document))
        return tell(position, "it comes after " + quoted(each_.type.documents[earlier].id) +
                                  ", which nobody can collect");
    closesTooEarly(position);
  }

  /// Whether everybody whom the later document concerns needs the earlier one too.
  bool concernsAllOf(std::uint32_t earlier, const Document& document) const {
    const auto not_needed = std::make_shared<rules::Node>();
    not_needed->op = rules::Op::Not;
    not_needed->type = rules::Type::boolean();
    not_needed->args = {rule(each_.type.documents[earlier].applies_when).rootPtr()};
    return !outcomesOfBoth(rule(document.applies_when), rules::Rule("", not_needed), each_.domain)
                .may_be_true;
  }

  /// An item that everybody needs first and that opens after the last day of collecting.
  void closesTooEarly(std::uint32_t position) {
    const Document& document = each_.type.documents[position];
    if (!document.collect.to || document.collect.to->from) return;
    for (const Item& item : each_.type.items) {
      if (!item.opens || item.opens->from || item.opens->date <= document.collect.to->date) continue;
      if (outcomes(rule(item.applies_when), each_.domain).may_be_false || !needs(document, item)) continue;
      return tell(position, "it is handed out until " + model::formatDate(document.collect.to->date) +
                                " and needs the item " + quoted(item.id) + ", which opens on " +
                                model::formatDate(item.opens->date));
    }
  }

  /// Whether the document's rule cannot be true before the item is clear.
  bool needs(const Document& document, const Item& item) const {
    std::vector<const rules::Node*> nodes = {&rule(document.released_when).root()};
    while (!nodes.empty()) {
      const rules::Node* node = nodes.back();
      nodes.pop_back();
      if (node->op == rules::Op::Input && node->slot == workflow_.first_cleared + item.index) return true;
      if (node->op == rules::Op::Input && node->slot == workflow_.all_cleared && !item.optional) return true;
      if (node->op != rules::Op::And) continue;
      for (const rules::NodePtr& arg : node->args) nodes.push_back(arg.get());
    }
    return false;
  }

  void tell(std::uint32_t position, const std::string& why) {
    never_[position] = true;
    const DocumentDefinition& written = each_.definition.documents[position];
    const Word& place = written.released_when.given() ? written.released_when : written.id;
    findings_.warning(place.span(), "uncollectable-document",
                      "nobody of " + quoted(each_.type.id) + " can ever collect the document " +
                          quoted(written.id.text) + ": " + why);
  }

  const Workflow& workflow_;
  const AnalysedType& each_;
  Findings& findings_;
  std::vector<bool> never_;
};

}  // namespace

void analyseDocuments(Compilation& compilation, const std::vector<AnalysedType>& types) {
  for (const AnalysedType& each : types) {
    if (each.type.documents.empty())
      compilation.findings.warning(each.definition.id.span(), "type-without-document",
                                   "the student type " + quoted(each.type.id) + " has no document",
                                   "what do its students get when they leave?");
    Collectable(compilation.workflow, each, compilation.findings).run();
  }
}

}  // namespace lixiao::workflow
