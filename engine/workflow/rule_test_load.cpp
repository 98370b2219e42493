#include "engine/workflow/rule_test_load.h"

#include <algorithm>

#include "engine/workflow/keys_scalar.h"
#include "engine/workflow/rule_test_entries.h"
#include "engine/workflow/value.h"

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
    test_.circumstances.submitted_at.resize(workflow_.lists.size());
    setToday();
    for (const auto& [name, value] : definition_.student) setValue(name, value);
    for (const auto& [name, value] : definition_.unconfirmed) setUnconfirmed(name, value);
    for (const Word& list : definition_.submitted) submit(list, false);
    for (const Word& list : definition_.lists) submit(list, true);
    if (!findType()) return std::nullopt;
    TestEntries entries(workflow_, *type_, test_, findings_);
    for (const TestRegistration& registration : definition_.registrations)
      entries.addRegistration(registration);
    for (const Word& document : definition_.collected) entries.addCollection(document);
    for (const auto& [item, clear] : definition_.others_clear) entries.addOthers(item, clear);
    for (const auto& [subject, status] : definition_.expect) entries.addExpectation(subject, status);
    return std::move(test_);
  }

 private:
  void setToday() {
    const auto today = model::parseDate(definition_.today.text);
    if (!today) return;
    test_.circumstances.today = *today;
    test_.circumstances.now = noonOf(workflow_, *today);
  }

  void setValue(const Word& name, const Word& value) {
    if (name.text == "student_no") {
      test_.student.student_no = value.text;
    } else if (name.text == "name") {
      test_.student.name = value.text;
    } else if (const auto attribute = workflow_.attribute(name.text)) {
      const rules::Type& type = workflow_.attributes[*attribute].type;
      test_.student.attributes[*attribute] = told(parseValue(type, value.text), type, name, value);
    } else if (const auto fact = workflow_.fact(name.text)) {
      model::Fact& set = test_.student.facts[*fact];
      set.value = factValue(*fact, name, value);
      set.as_of = test_.circumstances.now;
      set.source = "test";
    } else if (const auto dated = factOfSince(name.text)) {
      setSince(*dated, name, value);
    } else {
      std::vector<std::string> known = {"student_no", "name"};
      for (const Attribute& a : workflow_.attributes) known.push_back(a.name);
      for (const FactSpec& f : workflow_.facts) known.push_back(f.name);
      findings_.error(name.span(), "unknown-name", quoted(name.text) + " is neither an attribute nor a fact",
                      didYouMean(name.text, known));
    }
  }

  /// `finance.tuition_due.since`: the day from which the fact has its value.
  std::optional<FactIndex> factOfSince(std::string_view name) const {
    constexpr std::string_view kSince = ".since";
    return name.ends_with(kSince) ? workflow_.fact(name.substr(0, name.size() - kSince.size()))
                                  : std::nullopt;
  }

  void setSince(FactIndex fact, const Word& name, const Word& value) {
    const rules::Type type = rules::Type::date();
    const model::Value day = told(parseValue(type, value.text), type, name, value);
    if (day.date() != nullptr) test_.student.facts[fact].since = noonOf(workflow_, *day.date());
  }

  void setUnconfirmed(const Word& name, const Word& value) {
    const auto fact = workflow_.fact(name.text);
    if (!fact) {
      std::vector<std::string> known;
      for (const FactSpec& f : workflow_.facts) known.push_back(f.name);
      return findings_.error(name.span(), "unknown-name", "there is no fact " + quoted(name.text),
                             didYouMean(name.text, known));
    }
    if (!workflow_.facts[*fact].confirmed_by)
      return findings_.error(name.span(), "wrong-place", "nobody confirms the fact " + quoted(name.text),
                             "give it under \"student\"");
    test_.student.unconfirmed[*fact] = factValue(*fact, name, value);
  }

  model::Value factValue(FactIndex fact, const Word& name, const Word& value) {
    const FactSpec& spec = workflow_.facts[fact];
    return told(parseFact(spec, value.text), spec.type, name, value);
  }

  /// The value, unknown when the text is none, which is told.
  model::Value told(std::optional<model::Value> parsed, const rules::Type& type, const Word& name,
                    const Word& value) {
    if (!value.given()) return {};
    if (parsed) return *std::move(parsed);
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

  std::vector<std::string> listIds() const {
    std::vector<std::string> ids;
    for (const ListSpec& list : workflow_.lists) ids.push_back(list.id);
    return ids;
  }

  void submit(const Word& list, bool listed) {
    const auto found = workflow_.list(list.text);
    if (!found)
      return findings_.error(list.span(), "unknown-list", "there is no list " + quoted(list.text),
                             didYouMean(list.text, listIds()));
    test_.circumstances.submitted[*found] = true;
    test_.circumstances.submitted_at[*found] = test_.circumstances.now;
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
