#include "engine/service/slips.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "engine/board/board.h"
#include "engine/model/clock.h"
#include "engine/service/permissions.h"
#include "engine/service/queries_impl.h"
#include "engine/service/slip_code.h"
#include "engine/service/texts.h"
#include "engine/service/tokens.h"
#include "engine/store/collection.h"
#include "engine/store/journal_search.h"
#include "engine/store/slip.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;
using nlohmann::json;

Refusal refusal(Refusal::Kind kind, model::Message reason) {
  return {kind, {std::move(reason)}, {}};
}

bool counts(const workflow::Item& item) {
  return !item.optional && !item.part_of;
}

bool isAllClear(const workflow::Evaluation& evaluation) {
  if (evaluation.type == nullptr || evaluation.remaining > 0) return false;
  return std::any_of(evaluation.items.begin(), evaluation.items.end(), [](const workflow::ItemResult& each) {
    return counts(*each.item) && model::statusOf(each.cause) != model::ItemStatus::NotApplicable;
  });
}

/// What is left, item by item.
Refusal notClear(const Snapshot& snapshot, const workflow::StudentRecord& record,
                 const workflow::Evaluation& evaluation) {
  Refusal refused{Refusal::Kind::NotNow, {}, {}};
  for (std::size_t i = 0; i < evaluation.items.size(); ++i) {
    const workflow::ItemResult& each = evaluation.items[i];
    if (!counts(*each.item) || model::isClear(each.cause)) continue;
    refused.about.push_back(each.item->title);
    refused.reasons.push_back(snapshot.reason(record, evaluation, i));
  }
  if (refused.reasons.empty()) refused.reasons.push_back({text::kNothingToClear, {}});
  return refused;
}

StudentView::Field fieldOf(const workflow::Workflow& workflow, workflow::AttributeIndex index,
                           const model::Value& value) {
  const workflow::Attribute& attribute = workflow.attributes[index];
  return {attribute.title, workflow::formatValue(attribute.type, value), attribute.type};
}

/// The hash of everything the slip says but the times of data.
std::string saying(const IssuedSlip& slip, const std::string& digest) {
  json items = json::array();
  for (const ItemView& each : slip.student.items)
    items.push_back({each.id, static_cast<int>(each.cause),
                     each.registered_at ? model::formatInstant(*each.registered_at) : ""});
  json belongs = json::array();
  for (const StudentView::Field& each : slip.belongs) belongs.push_back(each.value);
  return tokenHash(json{digest, slip.student.student_no, slip.student.name, belongs, items}.dump());
}

/// Whether everything was clear in the decision that was kept with a document.
bool wasAllClear(const workflow::Workflow& workflow, const store::Collection& collection) {
  const json frozen = json::parse(collection.evaluation, nullptr, false);
  if (!frozen.is_object() || !frozen.contains("items")) return false;
  const auto stands = [&](const json& each) {
    const std::string status = each.value("status", "");
    if (status == "cleared" || status == "deferred" || status == "not_applicable") return true;
    const std::string id = each.value("item", "");
    for (const workflow::StudentType& type : workflow.types)
      for (const workflow::Item& item : type.items)
        if (item.id == id) return !counts(item);
    return false;
  };
  return std::all_of(frozen["items"].begin(), frozen["items"].end(), stands);
}

}  // namespace

class Slips::Impl {
 public:
  explicit Impl(const Engine& engine) : engine_(engine) {}

  Outcome<IssuedSlip> issue(const Actor& actor, const std::string& student_no) {
    store::JournalPosition position;
    auto outcome = engine_.database.write([&](store::Transaction& transaction) {
      auto result = issueIn(transaction, actor, student_no);
      if (!result) transaction.rollBack();
      position = transaction.journalPosition();
      return result;
    });
    if (outcome && engine_.board.ready()) engine_.board.waitFor(position, std::chrono::seconds(2));
    return outcome;
  }

  Outcome<IssuedSlip> issued(const Actor& actor, const std::string& student_no) {
    return look<Outcome<IssuedSlip>>(
        refusal(Refusal::Kind::NotNow, {text::kNoEdition, {}}),
        [&](const Snapshot& snapshot) -> Outcome<IssuedSlip> {
          auto slip = slipOf(snapshot, actor, student_no, Act::SeeStudent);
          if (!slip) return slip;
          const auto live = store::liveSlipOf(snapshot.reader(), student_no);
          if (!live || live->says != saying(slip.value(), snapshot.edition().digest))
            return refusal(Refusal::Kind::NotFound, {text::kNoSlip, {}});
          slip.value().code = live->code;
          slip.value().issued_at = live->at;
          return slip;
        });
  }

  SlipValidity check(const std::string& code) {
    SlipValidity none;
    none.as_of = engine_.clock.now();
    return look<SlipValidity>(none, [&](const Snapshot& snapshot) {
      SlipValidity validity;
      validity.as_of = snapshot.now();
      validity.time_zone = snapshot.workflow().time_zone;
      const auto slip = store::findSlip(snapshot.reader(), code);
      if (!slip) return validity;
      if (slip->revoked) {
        validity.since = slip->revoked;
        return validity;
      }
      validity.valid = isClearNow(snapshot, slip->student_no) || wasClearAtHandOut(snapshot, *slip);
      if (!validity.valid) validity.since = lastChange(snapshot, *slip);
      return validity;
    });
  }

 private:
  template <class T, class Work>
  T look(T without_edition, Work&& work) {
    return engine_.database.read([&](store::Reader& reader) -> T {
      auto edition = engine_.editions.active(reader);
      if (!edition) return without_edition;
      const Snapshot snapshot(reader, std::move(edition), evaluators_, engine_.clock);
      return work(snapshot);
    });
  }

  Outcome<IssuedSlip> issueIn(store::Transaction& transaction, const Actor& actor,
                              const std::string& student_no) {
    auto edition = engine_.editions.active(transaction);
    if (!edition) return refusal(Refusal::Kind::NotNow, {text::kNoEdition, {}});
    const Snapshot snapshot(transaction, std::move(edition), evaluators_, engine_.clock);
    auto slip = slipOf(snapshot, actor, student_no, Act::IssueSlip);
    if (!slip) return slip;
    const std::string says = saying(slip.value(), snapshot.edition().digest);
    if (const auto live = store::liveSlipOf(transaction, student_no); live && live->says == says) {
      slip.value().code = live->code;
      slip.value().issued_at = live->at;
      return slip;
    }
    const std::int64_t replaced = store::revokeSlips(transaction, student_no, snapshot.now());
    slip.value().code = randomCode();
    slip.value().issued_at = snapshot.now();
    store::addSlip(transaction, {slip->code, student_no, snapshot.now(), actor.login,
                                 snapshot.edition().digest, says, std::nullopt});
    const json payload = {{"begins", slip->code.substr(0, 5)}, {"replaced", replaced}};
    store::appendJournal(transaction, {snapshot.now(), actor.login, std::string(store::kind::kSlipIssued),
                                       student_no, std::nullopt, payload.dump()});
    return slip;
  }

  /// What a slip of the student says, without its code; refused when the actor may not or something is open.
  static Outcome<IssuedSlip> slipOf(const Snapshot& snapshot, const Actor& actor,
                                    const std::string& student_no, Act act) {
    const auto record = visible(snapshot, actor, student_no);
    if (!record) return record.refusal();
    const workflow::Workflow& workflow = snapshot.workflow();
    if (auto why = whyNot(
            actor, act, {.workflow = &workflow, .student_no = student_no, .attributes = &record->attributes}))
      return refusal(Refusal::Kind::Forbidden, *why);
    const workflow::Evaluation evaluation = snapshot.evaluate(record.value());
    if (!isAllClear(evaluation)) return notClear(snapshot, record.value(), evaluation);
    IssuedSlip slip;
    slip.student = viewOf(snapshot, actor, record.value());
    std::erase_if(slip.student.items, [](const ItemView& each) { return !model::isClear(each.cause); });
    slip.edition = workflow.title;
    slip.time_zone = workflow.time_zone;
    for (const char* name : {"college", "class_code"})
      if (const auto attribute = workflow.attribute(name);
          attribute && record->attributes[*attribute].known())
        slip.belongs.push_back(fieldOf(workflow, *attribute, record->attributes[*attribute]));
    return slip;
  }

  static bool isClearNow(const Snapshot& snapshot, const std::string& student_no) {
    const auto record = snapshot.find(student_no);
    return record && isAllClear(snapshot.evaluate(*record));
  }

  static bool wasClearAtHandOut(const Snapshot& snapshot, const store::Slip& slip) {
    const auto collections = store::collectionsOf(snapshot.reader(), slip.student_no);
    return std::any_of(collections.begin(), collections.end(), [&](const store::Collection& each) {
      return each.at >= slip.at && wasAllClear(snapshot.workflow(), each);
    });
  }

  static std::optional<model::Instant> lastChange(const Snapshot& snapshot, const store::Slip& slip) {
    store::JournalFilter filter;
    filter.student_no = slip.student_no;
    filter.from = slip.at;
    for (const store::JournalRecord& each : store::searchJournal(snapshot.reader(), filter, 20))
      if (each.entry.kind != store::kind::kSlipIssued) return each.entry.at;
    if (snapshot.edition().at > slip.at) return snapshot.edition().at;
    return std::nullopt;
  }

  const Engine engine_;
  EvaluatorPool evaluators_;
};

Slips::Slips(const Engine& engine) : impl_(std::make_unique<Impl>(engine)) {}
Slips::~Slips() = default;

Outcome<IssuedSlip> Slips::issue(const Actor& actor, const std::string& student_no) {
  return impl_->issue(actor, student_no);
}
Outcome<IssuedSlip> Slips::issued(const Actor& actor, const std::string& student_no) const {
  return impl_->issued(actor, student_no);
}
SlipValidity Slips::check(const std::string& code) const {
  return impl_->check(code);
}

}  // namespace lixiao::service
