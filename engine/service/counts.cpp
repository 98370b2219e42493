#include <vector>

#include "engine/service/queries_impl.h"

namespace lixiao::service {
namespace {

/// Counts the students of the board that an actor may see.
class Counting {
 public:
  Counting(const Actor& actor, const board::Contents& contents)
      : contents_(contents), workflow_(*contents.edition()->workflow), visible_(actor, contents) {
    counts_.items.resize(workflow_.item_ids.size());
    counts_.documents.resize(workflow_.document_ids.size());
  }

  Counts count() {
    for (const auto& partition : contents_.partitions()) count(*partition);
    for (const workflow::StudentType& type : workflow_.types) name(type);
    std::erase_if(counts_.items, [](const ItemCounts& item) { return item.id.empty(); });  // nobody has it
    std::erase_if(counts_.documents, [](const DocumentCounts& document) { return document.id.empty(); });
    return std::move(counts_);
  }

 private:
  void count(const board::Partition& partition) {
    const workflow::StudentType& type = partition.type();
    for (std::size_t row = 0; row < partition.rows(); ++row) {
      if (!visible_(partition, row)) continue;
      ++counts_.students;
      bool applies = false;
      for (std::size_t i = 0; i < type.items.size(); ++i) {
        const model::ItemStatus status = model::statusOf(partition.cause(i, row));
        ++counts_.items[type.items[i].index].by_status[static_cast<std::size_t>(status)];
        applies = applies || (counts(type.items[i]) && status != model::ItemStatus::NotApplicable);
      }
      for (std::size_t i = 0; i < type.documents.size(); ++i) {
        const model::DocumentStatus status = model::statusOf(partition.documentCause(i, row));
        ++counts_.documents[type.documents[i].index].by_status[static_cast<std::size_t>(status)];
      }
      if (applies && partition.remaining(row) == 0) ++counts_.all_clear;
    }
  }

  static bool counts(const workflow::Item& item) { return !item.optional && !item.part_of; }

  /// The titles and departments of the first type that has them.
  void name(const workflow::StudentType& type) {
    for (const workflow::Item& item : type.items) {
      ItemCounts& counts = counts_.items[item.index];
      if (!counts.id.empty()) continue;
      counts.id = item.id;
      counts.title = item.title;
      counts.department = workflow_.departments[item.registrars.back().department].title;
    }
    for (const workflow::Document& document : type.documents) {
      DocumentCounts& counts = counts_.documents[document.index];
      if (!counts.id.empty()) continue;
      counts.id = document.id;
      counts.title = document.title;
      counts.department = workflow_.departments[document.department].title;
    }
  }

  const board::Contents& contents_;
  const workflow::Workflow& workflow_;
  VisibleRows visible_;
  Counts counts_;
};

}  // namespace

Outcome<Counts> Queries::counts(const Actor& actor) const {
  if (auto why = whyNot(actor, Act::SeeOverview)) return Refusal{Refusal::Kind::Forbidden, {*why}, {}};
  return impl_->engine().board.read([&](const board::Contents& contents) -> Outcome<Counts> {
    if (contents.edition() == nullptr) return Refusal{Refusal::Kind::NotNow, {{text::kNoEdition, {}}}, {}};
    return Counting(actor, contents).count();
  });
}

}  // namespace lixiao::service
