#include "engine/service/printing.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>
#include <unordered_map>

#include "engine/board/contents.h"
#include "engine/service/changes.h"
#include "engine/service/permissions.h"
#include "engine/service/queries_impl.h"
#include "engine/service/registration_journal.h"
#include "engine/store/fact.h"
#include "engine/store/journal.h"
#include "engine/store/print_batch.h"

namespace lixiao::service {
namespace {

constexpr std::size_t kMostLate = 500;

/// Somebody to whom the document applies.
struct Candidate {
  PrintLine line;
  bool ready = true;  ///< known and so by the cut-off day
};

/// A column of students by which they are grouped, or that is shown.
struct Source {
  std::optional<workflow::AttributeIndex> attribute;
  std::optional<workflow::FactIndex> fact;
};

Source sourceOf(const workflow::Workflow& workflow, const std::string& name) {
  Source source{workflow.attribute(name), std::nullopt};
  if (!source.attribute) source.fact = workflow.fact(name);
  return source;
}

std::string valueOf(const board::Contents& contents, const board::Partition& partition, std::size_t row,
                    const Source& source) {
  const workflow::Workflow& workflow = *contents.edition()->workflow;
  if (source.attribute)
    return workflow::formatValue(workflow.attributes[*source.attribute].type,
                                 partition.attribute(*source.attribute).value(row, contents.pool()));
  if (source.fact)
    return workflow::formatValue(workflow.facts[*source.fact].type,
                                 partition.fact(*source.fact).value(row, contents.pool()));
  return {};
}

/// What somebody's office hands out: a document of one id may be another office's in another type.
struct Office {
  workflow::DocumentIndex document = 0;
  std::optional<workflow::DepartmentIndex> department;  ///< empty: of all
};

/// Everybody to whom the document applies, from the board.
std::vector<Candidate> candidates(const board::Contents& contents, const Office& office,
                                  const std::string& grouped_by) {
  const workflow::Workflow& workflow = *contents.edition()->workflow;
  const Source destination = sourceOf(workflow, grouped_by), college = sourceOf(workflow, "college"),
               class_code = sourceOf(workflow, "class_code");
  std::vector<Candidate> found;
  for (const auto& partition : contents.partitions()) {
    const auto position = partition->documentPosition(office.document);
    if (!position) continue;
    if (office.department && partition->type().documents[*position].department != *office.department)
      continue;
    for (std::size_t row = 0; row < partition->rows(); ++row) {
      if (!partition->live(row)) continue;
      const model::DocumentCause cause = partition->documentCause(*position, row);
      if (model::statusOf(cause) == model::DocumentStatus::NotApplicable ||
          cause == model::DocumentCause::ApplicabilityUnknown)
        continue;
      found.push_back(
          {{0, partition->studentNo(row), partition->name(row),
            valueOf(contents, *partition, row, destination), valueOf(contents, *partition, row, college),
            valueOf(contents, *partition, row, class_code)},
           true});
    }
  }
  return found;
}

/// The facts that the document's own rules ask for, in any type.
std::set<workflow::FactIndex> factsOf(const workflow::Workflow& workflow, workflow::DocumentIndex document) {
  std::set<workflow::FactIndex> facts;
  for (const workflow::StudentType& type : workflow.types)
    for (const workflow::Document& each : type.documents) {
      if (each.index != document) continue;
      for (const workflow::RuleIndex rule : {each.applies_when, each.released_when})
        for (const rules::Slot slot : type.rules[rule].slots())
          if (const auto* fact = std::get_if<workflow::FactSlot>(&workflow.slots[slot]))
            facts.insert(fact->index);
    }
  return facts;
}

bool holds(const workflow::FactSpec& spec, const model::Fact& fact) {
  if (!fact.value.known()) return false;
  return spec.type.kind != rules::Kind::Boolean || workflow::formatValue(spec.type, fact.value) == "true";
}

/// Leaves `ready` to those for whom every fact of the document was so by the end of the day.
void lookAtFacts(store::Reader& reader, const workflow::Workflow& workflow, workflow::DocumentIndex document,
                 model::Date cut_off, std::vector<Candidate>& all) {
  std::unordered_map<std::string, std::size_t> at;
  at.reserve(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) at.emplace(all[i].line.student_no, i);
  for (const workflow::FactIndex index : factsOf(workflow, document)) {
    const workflow::FactSpec& spec = workflow.facts[index];
    std::vector<char> so(all.size(), 0);
    store::forEachFact(reader, spec.name, [&](std::vector<store::HeldFact>& rows) {
      for (const store::HeldFact& row : rows) {
        const auto found = at.find(row.student_no);
        if (found == at.end() || !holds(spec, row.held)) continue;
        const model::Instant since = row.held.since.value_or(row.held.as_of);
        so[found->second] = workflow.time_zone.dateAt(since) <= cut_off ? 1 : 0;
      }
    });
    for (std::size_t i = 0; i < all.size(); ++i) all[i].ready = all[i].ready && so[i] != 0;
  }
}

void leaveOutPrinted(store::Reader& reader, const std::string& document, std::vector<Candidate>& all) {
  const std::vector<std::string> printed = store::printedStudents(reader, document);
  std::erase_if(all, [&](const Candidate& each) {
    return std::binary_search(printed.begin(), printed.end(), each.line.student_no);
  });
}

PrintBatchLine lineOf(const Snapshot& snapshot, const store::PrintBatch& batch) {
  const workflow::Workflow& workflow = snapshot.workflow();
  PrintBatchLine line;
  line.id = batch.id;
  line.number = batch.number;
  line.document = batch.document;
  const auto document = workflow.document(batch.document);
  line.title = document ? workflow.document_titles[*document] : model::LocalizedText(batch.document);
  line.cut_off = batch.cut_off;
  const Source source = sourceOf(workflow, batch.grouped_by);
  if (source.attribute)
    line.grouped_by = workflow.attributes[*source.attribute].title;
  else if (source.fact)
    line.grouped_by = workflow.facts[*source.fact].title;
  else
    line.grouped_by = model::LocalizedText(batch.grouped_by);
  line.at = batch.at;
  line.by = snapshot.person(batch.by).in(model::Language::English);
  line.students = batch.students;
  return line;
}

bool groups(const rules::Type& type) {
  return type.kind == rules::Kind::Text || type.kind == rules::Kind::Enum;
}

model::LocalizedText titleOr(const model::LocalizedText& title, const std::string& name) {
  return title.empty() ? model::LocalizedText(name) : title;
}

void addChoices(const workflow::Workflow& workflow, PrintOverview& overview) {
  for (const workflow::Attribute& each : workflow.attributes)
    if (groups(each.type)) overview.choices.push_back({each.name, titleOr(each.title, each.name)});
  for (const workflow::FactSpec& each : workflow.facts)
    if (groups(each.type) && !each.several)
      overview.choices.push_back({each.name, titleOr(each.title, each.name)});
  for (const PrintOverview::Choice& each : overview.choices)
    if (overview.usual.empty() && each.id.find("destination") != std::string::npos) overview.usual = each.id;
}

bool byNumber(const Candidate& a, const Candidate& b) {
  return a.line.student_no < b.line.student_no;
}

bool inOrder(const Candidate& a, const Candidate& b) {
  const auto key = [](const PrintLine& line) {
    return std::tie(line.destination, line.college, line.class_code, line.student_no);
  };
  return key(a.line) < key(b.line);
}

}  // namespace

class Printing::Impl : public Changes {
 public:
  using Changes::Changes;

  /// The document, when the actor's office hands it out (`look`: or the actor sees everything).
  Outcome<workflow::DocumentIndex> documentFor(const workflow::Workflow& workflow, const Actor& actor,
                                               const std::string& id, bool look) const {
    const auto document = workflow.document(id);
    if (!document) return refuse(Refusal::Kind::NotFound, {text::kNoDocument, {model::LocalizedText(id)}});
    if (look && (actor.role == Role::Admin || actor.role == Role::Auditor)) return *document;
    for (const workflow::StudentType& type : workflow.types)
      for (const workflow::Document& each : type.documents) {
        if (each.index != *document || actor.role != Role::Staff) continue;
        if (workflow.departments[each.department].id != actor.department) continue;
        if (reachOf(actor, workflow).kind != Reach::Kind::Everybody)
          return refuse(Refusal::Kind::Forbidden, text::kScopedPrinting);
        return *document;
      }
    return refuse(Refusal::Kind::Forbidden, text::kNotAllowed);
  }

  std::vector<Candidate> everybody(const Office& office, const std::string& grouped_by) const {
    return engine().board.read([&](const board::Contents& contents) {
      return contents.edition() == nullptr ? std::vector<Candidate>()
                                           : candidates(contents, office, grouped_by);
    });
  }

  /// Who would be in the batch, in its order.
  Outcome<std::vector<Candidate>> batch(const Snapshot& snapshot, const Actor& actor,
                                        const PrintOrder& order) const {
    const workflow::Workflow& workflow = snapshot.workflow();
    const auto document = documentFor(workflow, actor, order.document, false);
    if (!document) return document.refusal();
    const Source source = sourceOf(workflow, order.grouped_by);
    if (!order.grouped_by.empty() && !source.attribute && !source.fact)
      return Refusal{Refusal::Kind::Invalid,
                     {{text::kNoAttribute, {model::LocalizedText(order.grouped_by)}}},
                     {},
                     "grouped_by"};
    if (order.cut_off > snapshot.circumstances().today)
      return Refusal{Refusal::Kind::Invalid, {{text::kCutOffAhead, {}}}, {}, "cut_off"};
    std::vector<Candidate> all =
        everybody({document.value(), workflow.department(actor.department)}, order.grouped_by);
    leaveOutPrinted(snapshot.reader(), order.document, all);
    lookAtFacts(snapshot.reader(), workflow, document.value(), order.cut_off, all);
    std::erase_if(all, [](const Candidate& each) { return !each.ready; });
    std::sort(all.begin(), all.end(), inOrder);
    return all;
  }
};

Printing::Printing(const Engine& engine) : impl_(std::make_unique<Impl>(engine)) {}
Printing::~Printing() = default;

Outcome<PrintOverview> Printing::overview(const Actor& actor, const std::string& document) const {
  return impl_->look<PrintOverview>([&](const Snapshot& snapshot) -> Outcome<PrintOverview> {
    const workflow::Workflow& workflow = snapshot.workflow();
    const auto index = impl_->documentFor(workflow, actor, document, true);
    if (!index) return index.refusal();
    PrintOverview overview;
    overview.document = document;
    overview.title = workflow.document_titles[index.value()];
    for (const store::PrintBatch& each : store::printBatches(snapshot.reader(), document))
      overview.batches.push_back(lineOf(snapshot, each));
    addChoices(workflow, overview);
    if (overview.batches.empty() || overview.batches.back().cut_off >= snapshot.circumstances().today)
      return overview;
    std::vector<Candidate> late =
        impl_->everybody({index.value(), workflow.department(actor.department)}, overview.usual);
    leaveOutPrinted(snapshot.reader(), document, late);
    std::sort(late.begin(), late.end(), byNumber);
    overview.all_late = late.size();
    for (std::size_t i = 0; i < std::min(late.size(), kMostLate); ++i)
      overview.late.push_back(std::move(late[i].line));
    return overview;
  });
}

Outcome<PrintPreview> Printing::preview(const Actor& actor, const PrintOrder& order) const {
  return impl_->look<PrintPreview>([&](const Snapshot& snapshot) -> Outcome<PrintPreview> {
    const auto batch = impl_->batch(snapshot, actor, order);
    if (!batch) return batch.refusal();
    PrintPreview preview;
    preview.students = batch->size();
    for (const Candidate& each : batch.value()) {
      if (preview.groups.empty() || preview.groups.back().destination != each.line.destination)
        preview.groups.push_back({each.line.destination, 0});
      ++preview.groups.back().students;
    }
    return preview;
  });
}

Outcome<PrintBatchLine> Printing::make(const Actor& actor, const PrintOrder& order,
                                       std::size_t expected) const {
  return impl_->change<PrintBatchLine>([&](store::Transaction& transaction,
                                           Snapshot& snapshot) -> Outcome<PrintBatchLine> {
    const auto batch = impl_->batch(snapshot, actor, order);
    if (!batch) return batch.refusal();
    if (batch->size() != expected)
      return refuse(Refusal::Kind::Conflict,
                    {text::kOtherCount, {model::LocalizedText(std::to_string(batch->size()))}});
    if (batch->empty()) return refuse(Refusal::Kind::NotNow, text::kNobodyToPrint);
    std::vector<store::PrintRow> rows;
    rows.reserve(batch->size());
    for (const Candidate& each : batch.value())
      rows.push_back({static_cast<std::int64_t>(rows.size()) + 1, each.line.student_no, each.line.name,
                      each.line.destination, each.line.college, each.line.class_code});
    store::PrintBatch made{0, order.document, 0, order.cut_off, order.grouped_by, snapshot.now(), actor.login,
                           0};
    const std::int64_t id = store::addPrintBatch(transaction, made, rows);
    made = *store::findPrintBatch(transaction, id);
    nlohmann::json payload = asWhom(actor);
    payload.update({{"batch", id},
                    {"number", made.number},
                    {"cut_off", model::formatDate(made.cut_off)},
                    {"grouped_by", made.grouped_by},
                    {"students", made.students}});
    store::appendJournal(transaction, {snapshot.now(), actor.login, std::string(store::kind::kPrintBatchMade),
                                       std::nullopt, order.document, payload.dump()});
    return lineOf(snapshot, made);
  });
}

Outcome<PrintBatchView> Printing::find(const Actor& actor, std::int64_t id) const {
  return impl_->look<PrintBatchView>([&](const Snapshot& snapshot) -> Outcome<PrintBatchView> {
    const auto batch = store::findPrintBatch(snapshot.reader(), id);
    if (!batch)
      return refuse(Refusal::Kind::NotFound, {text::kNoBatch, {model::LocalizedText(std::to_string(id))}});
    const auto document = impl_->documentFor(snapshot.workflow(), actor, batch->document, true);
    if (!document) return document.refusal();
    PrintBatchView view{lineOf(snapshot, *batch), {}};
    for (store::PrintRow& row : store::printRows(snapshot.reader(), id))
      view.rows.push_back({row.position, std::move(row.student_no), std::move(row.name),
                           std::move(row.destination), std::move(row.college), std::move(row.class_code)});
    return view;
  });
}

Outcome<std::vector<PrintBatchLine>> Printing::of(const Actor& actor, const std::string& student_no) const {
  return impl_->look<std::vector<PrintBatchLine>>(
      [&](const Snapshot& snapshot) -> Outcome<std::vector<PrintBatchLine>> {
        const auto record = visible(snapshot, actor, student_no);
        if (!record) return record.refusal();
        std::vector<PrintBatchLine> lines;
        for (const std::string& document : snapshot.workflow().document_ids)
          if (const auto batch = store::printBatchOf(snapshot.reader(), document, student_no))
            lines.push_back(lineOf(snapshot, *batch));
        return lines;
      });
}

}  // namespace lixiao::service
