#include "engine/service/queries_impl.h"

namespace lixiao::service {

Outcome<std::vector<workflow::RuleExplanation>> Queries::explain(const Actor& actor,
                                                                 const std::string& student_no,
                                                                 const std::string& subject) const {
  using Explanations = std::vector<workflow::RuleExplanation>;
  return impl_->look<Explanations>([&](const Snapshot& snapshot) -> Outcome<Explanations> {
    const auto record = visible(snapshot, actor, student_no);
    if (!record) return record.refusal();
    const workflow::Evaluation evaluation = snapshot.evaluate(record.value());
    for (std::size_t i = 0; i < evaluation.items.size(); ++i)
      if (evaluation.items[i].item->id == subject) return snapshot.evaluator().explainItem(i);
    for (std::size_t i = 0; i < evaluation.documents.size(); ++i)
      if (evaluation.documents[i].document->id == subject) return snapshot.evaluator().explainDocument(i);
    return Refusal{Refusal::Kind::NotFound, {{text::kNoItem, {model::LocalizedText(subject)}}}, {}};
  });
}

}  // namespace lixiao::service
