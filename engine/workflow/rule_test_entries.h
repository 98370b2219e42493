#pragma once

#include "engine/workflow/definition.h"
#include "engine/workflow/rule_test.h"

namespace lixiao::workflow {

/// Gives a rule test what it says of the items and documents of its student's type.
class TestEntries {
 public:
  TestEntries(const Workflow& workflow, const StudentType& type, RuleTest& test, Findings& findings)
      : workflow_(workflow), type_(type), test_(test), findings_(findings) {}

  void addRegistration(const TestRegistration& registration);
  /// A document that was handed out before.
  void addCollection(const Word& document);
  /// `everyone_in`: whether all others are clear.
  void addOthers(const Word& item, const Word& clear);
  void addExpectation(const Word& subject, const Word& status);

 private:
  const Item* findItem(const Word& id);
  void checkRegistration(const Item& item, const TestRegistration& registration,
                         model::RegistrationResult result);
  std::optional<std::int64_t> amountOf(const Item& item, const Word& amount);
  bool isElsewhere(const Word& subject, const Word& status);
  void unknownSubject(const Word& subject, const char* what, const std::vector<std::string>& known,
                      bool elsewhere);
  void unknownStatus(const Word& status, bool item, const std::vector<std::string>& words);
  void expectBatch(const Document& document, const Word& subject, const Word& label);
  void expect(const Word& subject, std::string status);

  const Workflow& workflow_;
  const StudentType& type_;
  RuleTest& test_;
  Findings& findings_;
};

/// The moment that stands for a day in rule tests.
model::Instant noonOf(const Workflow& workflow, model::Date day);

}  // namespace lixiao::workflow
