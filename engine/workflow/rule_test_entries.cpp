#include "engine/workflow/rule_test_entries.h"
#include "engine/workflow/ids.h"

#include <algorithm>

namespace lixiao::workflow {
namespace {

using model::RegistrationResult;

/// The word of `allow` that the result needs and the item does not have; nullptr: it may be registered.
const char* notAllowed(const Allowed& allowed, RegistrationResult result) {
  switch (result) {
    case RegistrationResult::Deferred:
      return allowed.deferral ? nullptr : "deferral";
    case RegistrationResult::Waived:
      return allowed.waiver ? nullptr : "waiver";
    case RegistrationResult::NotApplicable:
      return allowed.not_applicable ? nullptr : "not_applicable";
    default:
      return nullptr;
  }
}

template <typename Entries>
auto find(const Entries& entries, std::string_view id) -> decltype(entries.data()) {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.id == id; });
  return found == entries.end() ? nullptr : &*found;
}

constexpr std::string_view kBatch = "batch.";
constexpr const char* kNoBatch = "none";

}  // namespace

model::Instant noonOf(const Workflow& workflow, model::Date day) {
  return workflow.time_zone.startOf(day) + std::chrono::hours{12};
}

const Item* TestEntries::findItem(const Word& id) {
  const Item* item = find(type_.items, id.text);
  if (item == nullptr) unknownSubject(id, "item", idsOf(type_.items), workflow_.item(id.text).has_value());
  return item;
}

void TestEntries::addRegistration(const TestRegistration& registration) {
  const Item* item = findItem(registration.item);
  const auto result = model::parseRegistrationResult(registration.result.text);
  if (item == nullptr || !result) return;
  checkRegistration(*item, registration, *result);
  const auto at = model::parseDate(registration.at.text);
  test_.student.registrations[item->index] = {*result,
                                              registration.remark.text,
                                              model::parseDate(registration.until.text),
                                              at ? noonOf(workflow_, *at) : test_.circumstances.now,
                                              "test",
                                              registration.condition.text,
                                              amountOf(*item, registration.amount)};
}

void TestEntries::checkRegistration(const Item& item, const TestRegistration& registration,
                                    RegistrationResult result) {
  const auto refuse = [&](const Word& place, const char* allow) {
    findings_.error(place.span(), "not-allowed", "the item " + quoted(item.id) + " does not allow that",
                    std::string("add \"allow: [") + allow + "]\" to it");
  };
  if (result == RegistrationResult::Deferred && !registration.until.given())
    findings_.error(registration.item.span(), "missing-key",
                    "\"until\" is missing: a deferral counts until a day",
                    "write { result: deferred, until: 2015-06-30 }");
  if (const char* missing = notAllowed(item.allowed, result)) refuse(registration.result, missing);
  if (result == RegistrationResult::Declared && item.mode != Mode::Declaration)
    findings_.error(registration.result.span(), "wrong-mode",
                    "declared is only for the mode declaration, which " + quoted(item.id) + " does not have");
  if (!registration.condition.given()) return;
  if (!item.allowed.condition) refuse(registration.condition, "condition");
  if (result != RegistrationResult::Cleared)
    findings_.error(registration.condition.span(), "wrong-place",
                    "\"condition\" goes with the result cleared only");
}

std::optional<std::int64_t> TestEntries::amountOf(const Item& item, const Word& amount) {
  if (!amount.given()) return std::nullopt;
  if (item.charges.empty()) {
    findings_.error(amount.span(), "wrong-place", "the item " + quoted(item.id) + " has no amounts",
                    "add \"charges: CNY\" to it");
    return std::nullopt;
  }
  const auto value = parseValue(rules::Type::number(rules::Unit::Money), amount.text);
  if (value && value->number() != nullptr && *value->number() >= 0) return *value->number();
  findings_.error(amount.span(), "bad-number", quoted(amount.text) + " is not an amount",
                  "write it like 12.50");
  return std::nullopt;
}

void TestEntries::addCollection(const Word& id) {
  if (const Document* document = find(type_.documents, id.text)) {
    test_.student.collections[document->index] = {test_.circumstances.now, "test", {}};
    return;
  }
  unknownSubject(id, "document", idsOf(type_.documents), workflow_.document(id.text).has_value());
}

void TestEntries::addOthers(const Word& id, const Word& clear) {
  const Item* item = findItem(id);
  if (item == nullptr) return;
  if (!item->everyone_in)
    return findings_.error(id.span(), "wrong-place",
                           "the item " + quoted(item->id) + " does not wait for others",
                           "others_clear is for items with everyone_in");
  test_.student.others_clear[item->index] = clear.text == "true" ? rules::Truth::True : rules::Truth::False;
}

void TestEntries::addExpectation(const Word& subject, const Word& status) {
  if (subject.text.starts_with(kBatch))
    if (const Document* document = find(type_.documents, subject.text.substr(kBatch.size())))
      return expectBatch(*document, subject, status);
  const bool item = find(type_.items, subject.text) != nullptr;
  const bool document = find(type_.documents, subject.text) != nullptr;
  if (!item && !document && !isElsewhere(subject, status)) return;
  if (!status.given()) return;
  const std::vector<std::string> words =
      !document
          ? std::vector<std::string>{"not_applicable", "waiting", "action_required", "deferred", "cleared"}
          : std::vector<std::string>{"not_applicable", "withheld", "released", "collected"};
  if (std::find(words.begin(), words.end(), status.text) == words.end())
    return unknownStatus(status, !document, words);
  expect(subject, status.text);
}

/// A batch is expected by its label in any language.
void TestEntries::expectBatch(const Document& document, const Word& subject, const Word& label) {
  if (!label.given()) return;
  if (label.text == kNoBatch) return expect(subject, kNoBatch);
  std::vector<std::string> labels = {kNoBatch};
  for (const Batch& batch : document.batches) {
    if (batch.label.zh == label.text || batch.label.en == label.text)
      return expect(subject, batch.label.in(model::Language::Chinese));
    labels.push_back(batch.label.in(model::Language::Chinese));
  }
  const std::string near = didYouMean(label.text, labels);
  findings_.error(label.span(), "unknown-value",
                  quoted(label.text) + " is not the label of a batch of " + quoted(document.id),
                  near.empty() ? oneOf(labels) : near);
}

void TestEntries::expect(const Word& subject, std::string status) {
  test_.expectations.push_back(
      {subject.text, std::move(status), subject.span().source->place(subject.span().begin)});
}

/// What other student types have does not apply to this one, and a test may say so.
bool TestEntries::isElsewhere(const Word& subject, const Word& status) {
  const bool elsewhere = workflow_.item(subject.text) || workflow_.document(subject.text);
  if (elsewhere && status.text == "not_applicable") return true;
  std::vector<std::string> known = idsOf(type_.items);
  for (const Document& document : type_.documents) known.push_back(document.id);
  unknownSubject(subject, "item or document", known, elsewhere);
  return false;
}

void TestEntries::unknownSubject(const Word& subject, const char* what, const std::vector<std::string>& known,
                                 bool elsewhere) {
  if (elsewhere)
    return findings_.error(
        subject.span(), "item-not-in-type",
        "the student type " + quoted(type_.id) + " has no " + what + " " + quoted(subject.text));
  findings_.error(subject.span(), "unknown-item",
                  std::string("there is no ") + what + " " + quoted(subject.text),
                  didYouMean(subject.text, known));
}

void TestEntries::unknownStatus(const Word& status, bool item, const std::vector<std::string>& words) {
  const std::string near = didYouMean(status.text, words);
  findings_.error(status.span(), "unknown-value",
                  quoted(status.text) + " is not a status of " + (item ? "an item" : "a document"),
                  near.empty() ? oneOf(words) : near);
}

}  // namespace lixiao::workflow
