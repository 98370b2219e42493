#include "engine/workflow/rule_test_load.h"

#include <algorithm>

#include "engine/workflow/keys_scalar.h"

namespace lixiao::workflow {
namespace {

std::string expectedForm(const rules::Type& type) {
  switch (type.kind) {
    case rules::Kind::Boolean:
      return "write true or false";
    case rules::Kind::Date:
      return "write a day of the calendar like 2015-06-18";
    case rules::Kind::Number:
      break;
    case rules::Kind::Enum:
    case rules::Kind::Text:
      return {};
  }
  const bool scaled = type.unit == rules::Unit::Money || type.unit == rules::Unit::Percent;
  return scaled ? "write it like 300.00" : "write a whole number";
}

template <typename Entries>
std::vector<std::string> idsOf(const Entries& entries) {
  std::vector<std::string> ids;
  ids.reserve(std::size(entries));
  for (const auto& entry : entries) ids.push_back(entry.id);
  return ids;
}

/// The word of `allow` that the result needs and the item does not have; nullptr: it may be registered.
const char* notAllowed(const Allowed& allowed, model::RegistrationResult result) {
  switch (result) {
    case model::RegistrationResult::Deferred:
      return allowed.deferral ? nullptr : "deferral";
    case model::RegistrationResult::Waived:
      return allowed.waiver ? nullptr : "waiver";
    case model::RegistrationResult::NotApplicable:
      return allowed.not_applicable ? nullptr : "not_applicable";
    default:
      return nullptr;
  }
}

class TestCompiler {
 public:
  TestCompiler(const TestDefinition& definition, const Workflow& workflow, Findings& findings)
      : definition_(definition), workflow_(workflow), findings_(findings) {}

  std::optional<RuleTest> run() {
    test_.name = definition_.name.text;
    test_.place = definition_.place.source->place(definition_.place.begin);
    test_.student.attributes.resize(workflow_.attributes.size());
    test_.student.facts.resize(workflow_.facts.size());
    test_.circumstances.submitted.resize(workflow_.lists.size(), false);
    setToday();
    for (const auto& [name, value] : definition_.student) setValue(name, value);
    for (const Word& list : definition_.submitted) submit(list, false);
    for (const Word& list : definition_.lists) submit(list, true);
    if (!findType()) return std::nullopt;
    for (const TestRegistration& registration : definition_.registrations) addRegistration(registration);
    for (const auto& [subject, status] : definition_.expect) addExpectation(subject, status);
    return std::move(test_);
  }

 private:
  void setToday() {
    const auto today = model::parseDate(definition_.today.text);
    if (!today) return;
    test_.circumstances.today = *today;
    test_.circumstances.now = workflow_.time_zone.startOf(*today) + std::chrono::hours{12};
  }

  void setValue(const Word& name, const Word& value) {
    if (name.text == "student_no") {
      test_.student.student_no = value.text;
    } else if (name.text == "name") {
      test_.student.name = value.text;
    } else if (const auto attribute = workflow_.attribute(name.text)) {
      test_.student.attributes[*attribute] = valueOf(workflow_.attributes[*attribute].type, name, value);
    } else if (const auto fact = workflow_.fact(name.text)) {
      model::Fact& set = test_.student.facts[*fact];
      set.value = valueOf(workflow_.facts[*fact].type, name, value);
      set.as_of = test_.circumstances.now;
      set.source = "test";
    } else {
      std::vector<std::string> known = {"student_no", "name"};
      for (const Attribute& a : workflow_.attributes) known.push_back(a.name);
      for (const FactSpec& f : workflow_.facts) known.push_back(f.name);
      findings_.error(name.span(), "unknown-name", quoted(name.text) + " is neither an attribute nor a fact",
                      didYouMean(name.text, known));
    }
  }

  model::Value valueOf(const rules::Type& type, const Word& name, const Word& value) {
    if (!value.given()) return {};
    if (const auto parsed = parseValue(type, value.text)) return *parsed;
    if (type.kind == rules::Kind::Boolean) {
      checkScalar(*value.at, Form::Boolean, "", name.text, findings_);
    } else if (type.kind == rules::Kind::Enum) {
      findings_.error(value.span(), "unknown-value", quoted(value.text) + " is not a value of " + name.text,
                      didYouMean(value.text, *type.words));
    } else {
      findings_.error(value.span(), "wrong-type",
                      quoted(value.text) + " is not a value of " + name.text + ", which is " + describe(type),
                      expectedForm(type));
    }
    return {};
  }

  void submit(const Word& list, bool listed) {
    const auto found = workflow_.list(list.text);
    if (!found)
      return findings_.error(list.span(), "unknown-list", "there is no list " + quoted(list.text),
                             didYouMean(list.text, idsOf(workflow_.lists)));
    test_.circumstances.submitted[*found] = true;
    if (listed) test_.student.listed[*found] = "";
  }

  bool findType() {
    const auto given = std::find_if(definition_.student.begin(), definition_.student.end(),
                                    [](const auto& value) { return value.first.text == "student_type"; });
    if (given == definition_.student.end()) {
      if (!definition_.student.empty())
        findings_.error(definition_.student.front().first.span(), "missing-key",
                        "\"student_type\" is missing in the student of a test");
      return false;
    }
    type_ = workflow_.type(given->second.text);
    return type_ != nullptr;
  }

  void addRegistration(const TestRegistration& definition) {
    const auto item = workflow_.item(definition.item.text);
    const auto own = std::find_if(type_->items.begin(), type_->items.end(),
                                  [&](const Item& i) { return i.id == definition.item.text; });
    if (own == type_->items.end())
      return unknownSubject(definition.item, "item", idsOf(type_->items), item.has_value());
    const auto result = model::parseRegistrationResult(definition.result.text);
    if (!result) return;
    if (const char* missing = notAllowed(own->allowed, *result))
      findings_.error((definition.result.given() ? definition.result : definition.item).span(), "not-allowed",
                      "the item " + quoted(own->id) + " does not allow that",
                      std::string("add \"allow: [") + missing + "]\" to it");
    if (*result == model::RegistrationResult::Deferred && !definition.until.given())
      findings_.error(definition.item.span(), "missing-key",
                      "\"until\" is missing: a deferral counts until a day",
                      "write { result: deferred, until: 2015-06-30 }");
    test_.student.registrations[*item] = {*result, definition.remark.text,
                                          model::parseDate(definition.until.text), test_.circumstances.now,
                                          "test"};
  }

  void unknownSubject(const Word& subject, const char* what, const std::vector<std::string>& known,
                      bool elsewhere) {
    if (elsewhere)
      return findings_.error(
          subject.span(), "item-not-in-type",
          "the student type " + quoted(type_->id) + " has no " + what + " " + quoted(subject.text));
    findings_.error(subject.span(), "unknown-item",
                    std::string("there is no ") + what + " " + quoted(subject.text),
                    didYouMean(subject.text, known));
  }

  void addExpectation(const Word& subject, const Word& status) {
    const auto is_subject = [&](const auto& entry) { return entry.id == subject.text; };
    const bool item = std::any_of(type_->items.begin(), type_->items.end(), is_subject);
    const bool document = std::any_of(type_->documents.begin(), type_->documents.end(), is_subject);
    if (!item && !document && !isElsewhere(subject, status)) return;
    if (!status.given()) return;
    const std::vector<std::string> words =
        !document
            ? std::vector<std::string>{"not_applicable", "waiting", "action_required", "deferred", "cleared"}
            : std::vector<std::string>{"not_applicable", "withheld", "released", "collected"};
    if (std::find(words.begin(), words.end(), status.text) == words.end())
      return unknownStatus(status, !document, words);
    test_.expectations.push_back(
        {subject.text, status.text, subject.span().source->place(subject.span().begin)});
  }

  /// What other student types have does not apply to this one, and a test may say so.
  bool isElsewhere(const Word& subject, const Word& status) {
    const bool elsewhere = workflow_.item(subject.text) || workflow_.document(subject.text);
    if (elsewhere && status.text == "not_applicable") return true;
    std::vector<std::string> known = idsOf(type_->items);
    for (const Document& document : type_->documents) known.push_back(document.id);
    unknownSubject(subject, "item or document", known, elsewhere);
    return false;
  }

  void unknownStatus(const Word& status, bool item, const std::vector<std::string>& words) {
    const std::string near = didYouMean(status.text, words);
    findings_.error(status.span(), "unknown-value",
                    quoted(status.text) + " is not a status of " + (item ? "an item" : "a document"),
                    near.empty() ? oneOf(words) : near);
  }

  const TestDefinition& definition_;
  const Workflow& workflow_;
  Findings& findings_;
  const StudentType* type_ = nullptr;
  RuleTest test_;
};

}  // namespace

std::vector<RuleTest> compileTests(const std::vector<TestDefinition>& definitions, const Workflow& workflow,
                                   Findings& findings) {
  std::vector<RuleTest> tests;
  for (const TestDefinition& definition : definitions)
    if (auto test = TestCompiler(definition, workflow, findings).run()) tests.push_back(std::move(*test));
  return tests;
}

}  // namespace lixiao::workflow
