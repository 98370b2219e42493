#include "tests/rules/any_text.h"

#include <algorithm>
#include <stdexcept>

#include "rules/batch.h"
#include "tests/rules/random_rules.h"
#include "tests/rules/university.h"

namespace lixiao::rules::test {
namespace {

void require(bool promise, const char* broken) {
  if (!promise) throw std::logic_error(broken);
}

const Scope& scope() {
  static const Scope scope = university();
  return scope;
}

void checkProblems(std::string_view text, const Compiled& compiled) {
  require(compiled.rule.has_value() == compiled.problems.empty(), "a rule, or problems");
  for (std::size_t i = 0; i < compiled.problems.size(); ++i) {
    const Problem& problem = compiled.problems[i];
    require(!problem.code.empty() && !problem.message.empty(), "a problem has a code and a message");
    require(problem.length > 0 && problem.offset <= text.size(), "a problem stands in the text");
    require(i == 0 || compiled.problems[i - 1].offset <= problem.offset,
            "problems come in the order of the text");
  }
}

/// Every slot as a column of one row.
struct OneRow {
  explicit OneRow(const Row& row) : columns(kSlots) {
    bytes.resize(kSlots);
    numbers.resize(kSlots);
    for (Slot slot = 0; slot < kSlots; ++slot) put(slot, row[slot]);
  }

  void put(Slot slot, const model::Value& value) {
    using Form = Column::Form;
    bytes[slot] = 255;
    numbers[slot] = INT32_MIN;
    Form form = Form::Int32;
    if (slot == kParty || slot == kRefund || slot == kClearedFinance) {
      bytes[slot] = !value.known() ? 1 : *value.boolean() ? 2 : 0;
      form = Form::Truth8;
    } else if (slot == kStudentType || slot == kDegree || slot == kLeaveReason) {
      const auto words = slot == kLeaveReason ? leaveReasons().words : studentTypes().words;
      if (value.known())
        bytes[slot] = static_cast<std::uint8_t>(std::find(words->begin(), words->end(), *value.text()) -
                                                words->begin());
      form = Form::Word8;
    } else if (slot == kCollege || slot == kClassCode) {
      numbers[slot] = value.known() ? static_cast<std::int32_t>(intern(*value.text())) : 0;
      form = Form::Code32;
    } else if (slot == kToday || slot == kBirthDate || slot == kHandIn) {
      if (value.known()) numbers[slot] = model::dayNumber(*value.date());
      form = Form::Day32;
    } else if (value.known()) {
      numbers[slot] = static_cast<std::int32_t>(*value.number());
    }
    const bool byte = form == Form::Truth8 || form == Form::Word8;
    columns[slot] = {form, byte ? static_cast<const void*>(&bytes[slot]) : &numbers[slot], nullptr, 0};
  }

  std::uint32_t intern(std::string_view text) {
    const auto found = std::find(texts.begin(), texts.end(), text);
    if (found != texts.end()) return static_cast<std::uint32_t>(found - texts.begin()) + 1;
    texts.emplace_back(text);
    return static_cast<std::uint32_t>(texts.size());
  }

  std::vector<Column> columns;
  std::vector<std::uint8_t> bytes;
  std::vector<std::int32_t> numbers;
  std::vector<std::string> texts;
};

void evaluateEverywhere(const Rule& rule) {
  RowEvaluator one({rule}, kSlots);
  std::mt19937 random(static_cast<unsigned>(rule.text().size()));
  for (int i = 0; i < 3; ++i) {
    const Row row = i == 0 ? li() : toRow(randomInputs(random, model::dayNumber(*li()[kToday].date())));
    one.bind(row);
    const Truth truth = one.truth(0);
    const model::Value shown = one.explain(0).value;
    require(shown == (truth == Truth::Unknown ? model::Value() : model::Value(truth == Truth::True)),
            "an explanation says what the rule says");
    OneRow table(row);
    const BatchProgram program({rule}, kSlots, kToday, *row[kToday].date(),
                               [&](std::string_view text) { return table.intern(text); });
    for (const Kernels kernels : {Kernels::Baseline, Kernels::Best}) {
      BlockEvaluator block(program, kernels);
      block.start(table.columns, 0, 1);
      require(block.truth(0)[0] == static_cast<std::uint8_t>(truth), "row and batch agree");
    }
  }
}

void evaluateValue(std::string_view text, const Type& type) {
  const Compiled compiled = compile(text, scope(), type);
  checkProblems(text, compiled);
  if (!compiled.rule) return;
  RowEvaluator one({*compiled.rule}, kSlots);
  one.bind(li());
  require(one.value(0) == one.explain(0).value, "an explanation has the rule's value");
}

void tryConditions(std::string_view text) {
  std::vector<NamedText> conditions;
  for (std::size_t begin = 0; begin <= text.size() && conditions.size() < 26;) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    conditions.push_back({std::string(1, static_cast<char>('a' + conditions.size())),
                          std::string(text.substr(begin, end - begin))});
    begin = end + 1;
  }
  Scope own = scope();
  for (const NamedProblem& named : addConditions(own, conditions))
    require(named.problem.offset <= conditions.at(named.index).text.size(),
            "a problem stands in its condition");
}

}  // namespace

void tryAnyText(std::string_view text) {
  const Compiled compiled = compile(text, scope());
  checkProblems(text, compiled);
  if (compiled.rule) evaluateEverywhere(*compiled.rule);
  namesUsed(text);
  for (const Type& type : {Type::date(), Type::text(), studentTypes(), Type::number(Unit::Money)})
    evaluateValue(text, type);
  tryConditions(text);
}

}  // namespace lixiao::rules::test
