#include <algorithm>

#include "engine/service/queries_impl.h"

namespace lixiao::service {
namespace {

using Row = board::Contents::RowOf;

constexpr std::size_t kMostOnAPage = 200;
constexpr std::size_t kFurthestPage = 10'000;  // rows; who needs more narrows the search

/// A search over the board's columns, under its lock.
class Searching {
 public:
  Searching(const Actor& actor, const StudentSearch& search, const board::Contents& contents)
      : search_(search),
        contents_(contents),
        workflow_(*contents.edition()->workflow),
        visible_(actor, contents),
        item_(workflow_.item(search.item)),
        document_(workflow_.document(search.document)),
        by_(workflow_.attribute(search.by)) {}

  StudentPage page() {
    StudentPage page;
    const auto by_number = [this](const Row& a, const Row& b) { return numberOf(a) < numberOf(b); };
    const std::size_t limit = std::min(search_.limit, kMostOnAPage);
    const std::size_t wanted = std::min(search_.offset, kFurthestPage) + limit;
    for (std::uint32_t i = 0; i < contents_.partitions().size(); ++i)
      collect(i, wanted, page.total, by_number);
    std::sort_heap(first_.begin(), first_.end(), by_number);
    for (std::size_t i = search_.offset; i < std::min(first_.size(), search_.offset + limit); ++i)
      page.lines.push_back(line(first_[i]));
    return page;
  }

 private:
  const std::string& numberOf(const Row& row) const {
    return contents_.partitions()[row.partition]->studentNo(row.row);
  }

  /// Keeps the first `wanted` by number, as a heap; counts all.
  template <class Less>
  void collect(std::uint32_t index, std::size_t wanted, std::size_t& total, const Less& by_number) {
    const board::Partition& partition = *contents_.partitions()[index];
    const auto item = item_ ? partition.itemPosition(*item_) : std::nullopt;
    const auto document = document_ ? partition.documentPosition(*document_) : std::nullopt;
    if (search_.item.empty())
      collectAny(partition);
    else if (search_.status && !item && *search_.status != model::ItemStatus::NotApplicable)
      return;
    if (search_.document_status && !document &&
        *search_.document_status != model::DocumentStatus::NotApplicable)
      return;
    for (std::uint32_t row = 0; row < partition.rows(); ++row) {
      if (!visible_(partition, row) || !matches(partition, row, item, document)) continue;
      ++total;
      first_.push_back({index, row});
      std::push_heap(first_.begin(), first_.end(), by_number);
      if (first_.size() <= wanted) continue;
      std::pop_heap(first_.begin(), first_.end(), by_number);
      first_.pop_back();
    }
  }

  /// The items of which one must have the status, when no item is asked for.
  void collectAny(const board::Partition& partition) {
    any_.clear();
    const std::vector<workflow::Item>& items = partition.type().items;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto last = items[i].registrars.back().department;
      if (!items[i].part_of &&
          (search_.department.empty() || workflow_.departments[last].id == search_.department))
        any_.push_back(i);
    }
  }

  bool hasAny(const board::Partition& partition, std::size_t row) const {
    return std::any_of(any_.begin(), any_.end(), [&](std::size_t i) {
      return model::statusOf(partition.cause(i, row)) == *search_.status;
    });
  }

  bool hasValue(const board::Partition& partition, std::size_t row) const {
    if (!by_) return false;
    const model::Value value = partition.attribute(*by_).value(row, contents_.pool());
    return workflow::formatValue(workflow_.attributes[*by_].type, value) == search_.value;
  }

  bool matches(const board::Partition& partition, std::size_t row, std::optional<std::size_t> item,
               std::optional<std::size_t> document) const {
    if (!holds(partition, row, "college", search_.college)) return false;
    if (!holds(partition, row, "class_code", search_.class_code)) return false;
    if (search_.status && search_.item.empty() && !hasAny(partition, row)) return false;
    if (!search_.by.empty() && !hasValue(partition, row)) return false;
    if (search_.status && item && model::statusOf(partition.cause(*item, row)) != *search_.status)
      return false;
    if (search_.document_status && document &&
        model::statusOf(partition.documentCause(*document, row)) != *search_.document_status)
      return false;
    return search_.text.empty() || partition.studentNo(row).starts_with(search_.text) ||
           partition.name(row).find(search_.text) != std::string::npos;
  }

  bool holds(const board::Partition& partition, std::size_t row, const char* name,
             const std::string& part) const {
    return part.empty() || attribute(partition, row, name).find(part) != std::string::npos;
  }

  StudentLine line(const Row& at) const {
    const board::Partition& partition = *contents_.partitions()[at.partition];
    StudentLine line;
    line.student_no = partition.studentNo(at.row);
    line.name = partition.name(at.row);
    line.college = attribute(partition, at.row, "college");
    line.class_code = attribute(partition, at.row, "class_code");
    line.type = partition.type().title;
    line.remaining = partition.remaining(at.row);
    if (item_) {
      const auto position = partition.itemPosition(*item_);
      line.status =
          position ? model::statusOf(partition.cause(*position, at.row)) : model::ItemStatus::NotApplicable;
    }
    if (document_) {
      const auto position = partition.documentPosition(*document_);
      line.document = position ? model::statusOf(partition.documentCause(*position, at.row))
                               : model::DocumentStatus::NotApplicable;
    }
    return line;
  }

  std::string attribute(const board::Partition& partition, std::size_t row, const char* name) const {
    const auto index = workflow_.attribute(name);
    if (!index) return {};
    return workflow::formatValue(workflow_.attributes[*index].type,
                                 partition.attribute(*index).value(row, contents_.pool()));
  }

  const StudentSearch& search_;
  const board::Contents& contents_;
  const workflow::Workflow& workflow_;
  VisibleRows visible_;
  std::optional<workflow::ItemIndex> item_;
  std::optional<workflow::DocumentIndex> document_;
  std::optional<workflow::AttributeIndex> by_;
  std::vector<std::size_t> any_;  // of the partition at hand: positions of items
  std::vector<Row> first_;
};

}  // namespace

Outcome<StudentPage> Queries::students(const Actor& actor, const StudentSearch& search) const {
  if (auto why = whyNot(actor, Act::SeeOverview)) return Refusal{Refusal::Kind::Forbidden, {*why}, {}};
  return impl_->engine().board.read([&](const board::Contents& contents) -> Outcome<StudentPage> {
    const auto no = [](Refusal::Kind kind, const char* text, const std::string& what) {
      return Refusal{kind, {{text, {model::LocalizedText(what)}}}, {}};
    };
    if (contents.edition() == nullptr) return Refusal{Refusal::Kind::NotNow, {{text::kNoEdition, {}}}, {}};
    const workflow::Workflow& workflow = *contents.edition()->workflow;
    if (!search.item.empty() && !workflow.item(search.item))
      return no(Refusal::Kind::NotFound, text::kNoItem, search.item);
    if (!search.document.empty() && !workflow.document(search.document))
      return no(Refusal::Kind::NotFound, text::kNoDocument, search.document);
    return Searching(actor, search, contents).page();
  });
}

}  // namespace lixiao::service
