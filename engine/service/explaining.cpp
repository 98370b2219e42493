#include <algorithm>
#include <set>

#include "engine/service/fact_writing.h"
#include "engine/service/queries_impl.h"
#include "engine/workflow/inputs.h"

namespace lixiao::service {
namespace {

using workflow::RuleIndex;

/// Collects what is told about one item or document of a student decided afresh.
class Explaining {
 public:
  Explaining(const Snapshot& snapshot, const workflow::StudentRecord& record)
      : snapshot_(snapshot),
        workflow_(snapshot.workflow()),
        record_(record),
        evaluation_(snapshot.evaluate(record)) {}

  std::optional<Why> subject(const std::string& id) {
    for (std::size_t i = 0; i < evaluation_.items.size(); ++i)
      if (evaluation_.items[i].item->id == id) return item(i);
    for (std::size_t i = 0; i < evaluation_.documents.size(); ++i)
      if (evaluation_.documents[i].document->id == id) return document(i);
    return std::nullopt;
  }

 private:
  Why item(std::size_t position) {
    const workflow::ItemResult& result = evaluation_.items[position];
    Why why = begin(result.item->title, result.item->because);
    why.status = model::statusOf(result.cause);
    why.reason = snapshot_.reason(record_, evaluation_, position);
    read(why, result.item->applies_when);
    if (result.item->opens_when) read(why, *result.item->opens_when);
    if (result.item->passes_when) read(why, *result.item->passes_when);
    if (result.item->list) readList(why, *result.item->list);
    for (const std::uint32_t earlier : result.item->after) readItem(why, "after", earlier);
    for (const std::uint32_t part : result.item->parts) readItem(why, "parts", part);
    for (const workflow::FactIndex fact : result.item->declares) readSlot(why, workflow_.first_fact + fact);
    why.rules = snapshot_.evaluator().explainItem(position);
    return why;
  }

  Why document(std::size_t position) {
    const workflow::DocumentResult& result = evaluation_.documents[position];
    Why why = begin(result.document->title, result.document->because);
    why.document = model::statusOf(result.cause);
    why.reason = workflow::documentReason(workflow_, evaluation_, position);
    read(why, result.document->applies_when);
    read(why, result.document->released_when);
    why.rules = snapshot_.evaluator().explainDocument(position);
    return why;
  }

  Why begin(const model::LocalizedText& title, const model::LocalizedText& because) {
    read_.clear();
    Why why;
    why.student_no = record_.student_no;
    why.name = record_.name;
    why.title = title;
    why.because = because;
    return why;
  }

  void read(Why& why, RuleIndex rule) {
    for (const rules::Slot slot : evaluation_.type->rules[rule].slots()) readSlot(why, slot);
  }

  void readSlot(Why& why, rules::Slot slot) {
    const workflow::SlotMeaning& meaning = workflow_.slots[slot];
    if (const auto* attribute = std::get_if<workflow::AttributeSlot>(&meaning))
      return readAttribute(why, attribute->index);
    if (const auto* fact = std::get_if<workflow::FactSlot>(&meaning)) return readFact(why, fact->index);
    if (const auto* word = std::get_if<workflow::WordSlot>(&meaning)) return readFact(why, word->fact);
    if (const auto* listed = std::get_if<workflow::ListedSlot>(&meaning)) return readList(why, listed->index);
    if (const auto* cleared = std::get_if<workflow::ClearedSlot>(&meaning))
      return readItem(why, "cleared", positionOf(evaluation_, cleared->index));
    if (const auto* applies = std::get_if<workflow::AppliesSlot>(&meaning))
      return readItem(why, "applies", positionOf(evaluation_, applies->index));
  }

  void readAttribute(Why& why, workflow::AttributeIndex index) {
    const workflow::Attribute& attribute = workflow_.attributes[index];
    add(why, {attribute.name,
              attribute.title,
              workflow::formatValue(attribute.type, record_.attributes[index]),
              {},
              {},
              {},
              false});
  }

  void readFact(Why& why, workflow::FactIndex index) {
    const workflow::FactSpec& spec = workflow_.facts[index];
    const model::Fact& fact = record_.facts[index];
    WhyInput input{spec.name, spec.title, workflow::formatValue(spec.type, fact.value), {}, {}, {}, false};
    if (!fact.source.empty()) {
      // A connector may be called as somebody's account is.
      const bool from_system = connectorOf(snapshot_.reader(), spec.name) == fact.source;
      input.source = from_system ? fact.source : snapshot_.person(fact.source).in(model::Language::Chinese);
      input.as_of = fact.as_of;
    }
    input.stale =
        fact.value.known() && !workflow::freshValue(spec, fact, snapshot_.circumstances().now).known();
    add(why, std::move(input));
  }

  void readList(Why& why, workflow::ListIndex index) {
    const workflow::ListSpec& list = workflow_.lists[index];
    const bool submitted = snapshot_.circumstances().submitted[index];
    WhyInput input{"listed." + list.id, list.title, {}, {}, {}, {}, false};
    if (submitted)
      input.status = record_.listed.contains(index) ? model::LocalizedText("在名单上", "on the list")
                                                    : model::LocalizedText("不在名单上", "not on the list");
    add(why, std::move(input));
  }

  void readItem(Why& why, const std::string& how, std::optional<std::size_t> position) {
    if (!position) return;
    const workflow::ItemResult& other = evaluation_.items[*position];
    add(why, {how + "." + other.item->id,
              other.item->title,
              {},
              model::title(model::statusOf(other.cause)),
              {},
              {},
              false});
  }

  void add(Why& why, WhyInput input) {
    if (read_.insert(input.name).second) why.inputs.push_back(std::move(input));
  }

  const Snapshot& snapshot_;
  const workflow::Workflow& workflow_;
  const workflow::StudentRecord& record_;
  const workflow::Evaluation evaluation_;
  std::set<std::string> read_;
};

}  // namespace

Outcome<Why> Queries::explain(const Actor& actor, const std::string& student_no,
                              const std::string& subject) const {
  return impl_->look<Why>([&](const Snapshot& snapshot) -> Outcome<Why> {
    const auto record = visible(snapshot, actor, student_no);
    if (!record) return record.refusal();
    if (auto why = Explaining(snapshot, record.value()).subject(subject)) return std::move(*why);
    return Refusal{Refusal::Kind::NotFound, {{text::kNoItem, {model::LocalizedText(subject)}}}, {}};
  });
}

}  // namespace lixiao::service
