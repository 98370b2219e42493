// What becomes of a student, item by item, and what people are told about it.
#include "engine/workflow/evaluator.h"
#include "tests/catch.h"
#include "tests/workflow/files.h"

using namespace lixiao;
using namespace lixiao::workflow;
using namespace lixiao::workflow::tests;
using model::RegistrationResult;

namespace {

model::Instant noon(const char* day) {
  return *model::parseInstant(std::string(day) + "T12:00:00+08:00");
}

/// The base edition with other items and documents, and one student who owes nothing.
class Case {
 public:
  explicit Case(const std::string& items, const std::string& documents = {}, const std::string& facts = {}) {
    std::vector<SourceFile> files = base();
    for (SourceFile& file : files)
      if (const std::size_t at = file.text.find("facts:\n"); !facts.empty() && at != std::string::npos)
        file.text.replace(at, 7, facts);
    const Loaded loaded =
        load(with(files, {"undergraduate.yaml",
                          "student_type: undergraduate\ntitle: 本科\nitems:\n" + items + documents}));
    for (const model::Diagnostic& diagnostic : loaded.diagnostics)
      if (diagnostic.severity == model::Severity::Error) FAIL(format(diagnostic));
    workflow_ = loaded.workflow;
    record.attributes.resize(workflow_->attributes.size());
    record.facts.resize(workflow_->facts.size());
    on("2015-06-24");
    circumstances.submitted.assign(workflow_->lists.size(), true);
    attribute("student_type", model::Value("undergraduate"));
    attribute("leave_reason", model::Value("毕业"));
    fact("finance.tuition_due", model::Value(std::int64_t{0}));
    fact("library.loans", model::Value(std::int64_t{0}));
  }

  void on(const char* day) {
    circumstances.today = *model::parseDate(day);
    circumstances.now = noon(day);
  }
  void attribute(const char* name, model::Value value) {
    record.attributes[*workflow_->attribute(name)] = std::move(value);
  }
  ItemIndex index(const char* item) const { return *workflow_->item(item); }
  model::Fact& fact(const char* name, model::Value value) {
    model::Fact& fact = record.facts[*workflow_->fact(name)];
    fact.value = std::move(value);
    fact.as_of = circumstances.now;
    return fact;
  }
  void unconfirmed(const char* name, model::Value value) {
    record.unconfirmed[*workflow_->fact(name)] = std::move(value);
  }
  model::Registration& registered(const char* item, RegistrationResult result) {
    model::Registration& made = record.registrations[*workflow_->item(item)];
    made = {result, "", {}, noon("2015-06-20"), "office"};
    return made;
  }

  /// `waiting: comes after 财务处 学费`.
  std::string item(const std::string& id) {
    const Evaluation evaluation = evaluator().evaluate(record, circumstances);
    for (std::size_t i = 0; i < evaluation.items.size(); ++i)
      if (evaluation.items[i].item->id == id)
        return std::string(word(model::statusOf(evaluation.items[i].cause))) + ": " +
               model::format(reason(*workflow_, record, circumstances, evaluation, i),
                             model::Language::English);
    return "no such item";
  }
  std::string status(const std::string& id) {
    const std::string told = item(id);
    return told.substr(0, told.find(':'));
  }
  std::size_t remaining() { return evaluator().evaluate(record, circumstances).remaining; }
  DocumentResult document() { return evaluator().evaluate(record, circumstances).documents[0]; }
  std::string documentTold() {
    const Evaluation evaluation = evaluator().evaluate(record, circumstances);
    return model::format(documentReason(*workflow_, evaluation, 0), model::Language::English);
  }
  /// Names of the rules that explain.
  std::string explainedItem(std::size_t position) {
    evaluator().evaluate(record, circumstances);
    return names(evaluator().explainItem(position));
  }
  std::string explainedDocument() {
    evaluator().evaluate(record, circumstances);
    return names(evaluator().explainDocument(0));
  }

  StudentRecord record;
  Circumstances circumstances;

 private:
  static std::string names(const std::vector<RuleExplanation>& rules) {
    std::string text;
    for (const RuleExplanation& rule : rules) text += rule.rule + " ";
    return text;
  }
  Evaluator& evaluator() {
    if (!evaluator_) evaluator_ = std::make_unique<Evaluator>(workflow_);
    return *evaluator_;
  }

  std::shared_ptr<const Workflow> workflow_;
  std::unique_ptr<Evaluator> evaluator_;
};

const char* kLibrary =
    "  - desk:\n      title: 图书馆\n      department: library\n      parts:\n"
    "        books: { title: 图书归还, mode: automatic, passes_when: library.loans == 0,\n"
    "                 message: '还有 {library.loans} 册未还' }\n"
    "        thesis: { title: 论文上传, mode: registration, applies_when: graduating, allow: [deferral] }\n";

}  // namespace

TEST_CASE("An item with parts shows the worst of those that apply, each with its reason", "[decide]") {
  Case c(kLibrary);
  CHECK(c.item("desk") == "waiting: 论文上传: waits for 图书馆 to register it");
  c.fact("library.loans", model::Value(std::int64_t{2}));
  CHECK(c.item("desk") ==
        "action_required: 图书归还: 还有 2 册未还; 论文上传: waits for 图书馆 to register it");
  c.registered("desk.thesis", RegistrationResult::Cleared);
  CHECK(c.item("desk") == "action_required: 图书归还: 还有 2 册未还");
  CHECK(c.remaining() == 1);
  c.fact("library.loans", model::Value(std::int64_t{0}));
  CHECK(c.item("desk") == "cleared: all its parts are clear");
  CHECK(c.remaining() == 0);
  c.registered("desk.thesis", RegistrationResult::Deferred).until = *model::parseDate("2015-12-31");
  CHECK(c.item("desk") == "deferred: 论文上传: deferred until 31 December 2015");
  c.attribute("leave_reason", model::Value("退学"));
  CHECK(c.status("desk.thesis") == "not_applicable");
  CHECK(c.item("desk") == "cleared: all its parts are clear");
}

TEST_CASE("A part that is not known keeps its item waiting, and whoever reads it unknown", "[decide]") {
  Case c(std::string(kLibrary) +
         "  - slip: { title: 单, department: college, mode: automatic, passes_when: cleared.desk }\n");
  c.registered("desk.thesis", RegistrationResult::Cleared);
  c.fact("library.loans", {});
  CHECK(c.item("desk") == "waiting: 图书归还: waits for data: library.loans");
  CHECK(c.item("slip") == "waiting: waits for data: 图书馆");
  c.record.registrations.erase(c.record.registrations.begin());
  CHECK(c.status("slip") == "action_required");  // the thesis is open, whatever becomes of the books
}

TEST_CASE("What an office registers about the whole item decides it, whatever its parts say", "[decide]") {
  Case c(kLibrary);
  c.fact("library.loans", model::Value(std::int64_t{2}));
  c.registered("desk", RegistrationResult::Cleared);
  CHECK(c.status("desk") == "cleared");
}

TEST_CASE("An item may have a check of its own beside its parts", "[decide]") {
  Case c(
      "  - loans: { title: 贷款, department: finance, mode: automatic, passes_when: '!in_debt', message: "
      "欠费,\n"
      "             parts: { contract: { title: 合同, mode: registration, visit: true } } }\n");
  CHECK(c.item("loans") == "action_required: 合同: go to 财务处 in person");
  c.fact("finance.tuition_due", model::Value(std::int64_t{100}));
  CHECK(c.item("loans") == "action_required: 欠费; 合同: go to 财务处 in person");
  c.registered("loans.contract", RegistrationResult::Cleared);
  c.fact("finance.tuition_due", model::Value(std::int64_t{0}));
  CHECK(c.item("loans") == "cleared: checked automatically, data as of 2015-06-24 12:00");
}

TEST_CASE("No part that applies means that the item does not", "[decide]") {
  Case c(
      "  - desk: { title: 图书馆, department: library, parts: { thesis: { title: 论文, mode: registration,\n"
      "            applies_when: graduating } } }\n");
  c.attribute("leave_reason", model::Value("退学"));
  CHECK(c.item("desk") == "not_applicable: does not apply");
}

TEST_CASE("One item of a choice that is done makes the others unnecessary", "[decide]") {
  Case c(
      "  - desk_a: { title: 甲, department: college, mode: registration, one_of: desk }\n"
      "  - desk_b: { title: 乙, department: sports, mode: registration, visit: true, one_of: desk }\n"
      "  - slip: { title: 单, department: college, mode: registration, after: [desk_a] }\n");
  CHECK(c.remaining() == 3);
  CHECK(c.item("slip") == "waiting: comes after 甲");
  c.registered("desk_b", RegistrationResult::NotApplicable);
  CHECK(c.status("desk_a") == "waiting");
  c.registered("desk_b", RegistrationResult::Cleared);
  CHECK(c.item("desk_a") == "not_applicable: not needed, because this is done: 乙");
  CHECK(c.status("desk_b") == "cleared");
  CHECK(c.item("slip") == "waiting: waits for 院系 to register it");
  CHECK(c.remaining() == 1);
}

TEST_CASE("An item may open on a day of the student's own", "[decide]") {
  Case c("  - keys: { title: 钥匙, department: college, mode: registration, opens: birth_date - 14d }\n");
  CHECK(c.item("keys") == "waiting: waits for data: 出生日期");
  c.attribute("birth_date", model::Value(*model::parseDate("2015-07-09")));
  CHECK(c.item("keys") == "waiting: opens on 25 June 2015");
  c.on("2015-06-25");
  CHECK(c.item("keys") == "waiting: waits for 院系 to register it");
  CHECK(c.explainedItem(0) == "applies_when opens_when ");
}

TEST_CASE("A small amount is waived and named", "[decide]") {
  Case c(
      "  - fees: { title: 费, department: finance, mode: automatic, passes_when: '!in_debt', waive_below: 5 "
      "}\n");
  c.fact("finance.tuition_due", model::Value(std::int64_t{499}));
  CHECK(c.item("fees") == "cleared: 4.99 CNY is less than 5.00 CNY and waived, data as of 2015-06-24 12:00");
  c.fact("finance.tuition_due", model::Value(std::int64_t{500}));
  CHECK(c.item("fees") == "action_required: to be settled with 财务处");
  CHECK(c.explainedItem(0) == "applies_when passes_when waived_when ");
}

TEST_CASE("An item that a group of students shares waits for all of them", "[decide]") {
  Case c("  - dues: { title: 班费, department: college, mode: registration, everyone_in: college }\n");
  const ItemIndex dues = c.index("dues");
  c.attribute("college", model::Value("物理学院"));
  c.record.others_clear[dues] = rules::Truth::True;
  CHECK(c.item("dues") == "waiting: waits for 院系 to register it");
  c.registered("dues", RegistrationResult::Cleared);
  CHECK(c.status("dues") == "cleared");
  c.record.others_clear[dues] = rules::Truth::False;
  CHECK(c.item("dues") == "waiting: done for this student; others with the same college are still open");
  c.record.others_clear[dues] = rules::Truth::Unknown;
  CHECK(c.item("dues") == "waiting: done for this student; for others with the same college data is missing");
  c.attribute("college", {});
  c.record.others_clear.clear();
  CHECK(c.item("dues") == "waiting: waits for data: college");
}

TEST_CASE("Finance may rest on what the other offices found owing", "[decide]") {
  Case c(
      "  - lab: { title: 实验室, department: college, mode: registration, charges: CNY }\n"
      "  - gym: { title: 体育馆, department: sports, mode: registration, charges: CNY,\n"
      "           applies_when: graduating }\n"
      "  - bill: { title: 结算, department: finance, mode: automatic, passes_when: charges_total <= 0 }\n");
  CHECK(c.item("bill") == "waiting: waits for data: 实验室, 体育馆");
  c.registered("lab", RegistrationResult::Refused).amount = 12'50;
  CHECK(c.item("lab") == "action_required: 院系 found it open; owing 12.50 CNY");
  CHECK(c.item("bill") == "waiting: waits for data: 体育馆");
  c.attribute("leave_reason", model::Value("退学"));
  CHECK(c.status("bill") == "action_required");
  c.registered("lab", RegistrationResult::Cleared);
  CHECK(c.status("bill") == "cleared");
}

TEST_CASE("A document's batch depends on the day on which an item became clear", "[decide]") {
  Case c("  - finance\n  - keys: { title: 钥匙, department: college, mode: registration }\n",
         "documents:\n  diploma:\n    title: 毕业证书\n    department: registrar\n"
         "    released_when: all_cleared\n    batches:\n"
         "      - { when: cleared_on.finance <= date(\"2015-06-20\") && cleared_on.keys <= "
         "date(\"2015-06-20\"), label: 首批 }\n"
         "      - { label: 次批 }\n");
  c.registered("keys", RegistrationResult::Cleared);
  CHECK(c.document().batch == nullptr);  // nobody knows since when nothing is owed
  model::Fact& due = c.fact("finance.tuition_due", model::Value(std::int64_t{0}));
  due.since = *model::parseInstant("2015-06-20T15:59:00Z");
  REQUIRE(c.document().batch != nullptr);
  CHECK(c.document().batch->label.zh == "首批");
  due.since = *model::parseInstant("2015-06-20T16:00:00Z");  // the 21st in Shanghai
  CHECK(c.document().batch->label.zh == "次批");
  CHECK(c.document().cause == model::DocumentCause::Released);
  CHECK(c.explainedDocument() == "applies_when released_when batches ");
  due.since = noon("2015-06-20");
  c.registered("keys", RegistrationResult::Refused);
  CHECK(c.document().batch == nullptr);
  CHECK(c.documentTold() == "open: 钥匙");
}

TEST_CASE("What a registration says beside its result is shown with it", "[decide]") {
  Case c(
      "  - finance\n  - sports\n"
      "  - keys: { title: 钥匙, department: college, mode: registration, charges: CNY, allow: [condition, "
      "deferral] }\n");
  model::Registration& keys = c.registered("keys", RegistrationResult::Cleared);
  keys.condition = "补交照片";
  CHECK(c.item("keys") == "cleared: registered by 院系 on 20 June 2015; on condition: 补交照片");
  keys.amount = 30'00;
  keys.until = *model::parseDate("2015-06-30");
  CHECK(
      c.item("keys") ==
      "cleared: registered by 院系 on 20 June 2015; on condition: 补交照片; owing 30.00 CNY; counts until 30 "
      "June 2015");
  c.on("2015-07-01");
  CHECK(c.item("keys") == "waiting: waits for 院系 to register it");
  c.on("2015-06-24");
  c.fact("finance.tuition_due", model::Value(std::int64_t{100}));
  model::Registration& finance = c.registered("finance", RegistrationResult::Cleared);
  finance.remark = "已刷卡";
  finance.until = *model::parseDate("2015-06-26");
  CHECK(c.item("finance") ==
        "cleared: cleared by 财务处 on 20 June 2015 against the automatic result: 已刷卡; counts until 26 "
        "June 2015");
  c.record.listed[0] = "球拍";
  c.registered("sports", RegistrationResult::Cleared).remark = "已还";
  CHECK(c.item("sports") == "cleared: cleared by 体育教研室 on 20 June 2015 against the list: 已还");
  c.record.listed.clear();
  CHECK(c.item("sports") == "cleared: registered by 体育教研室 on 20 June 2015: 已还");
}

TEST_CASE("What a student declares waits for who must confirm it", "[decide]") {
  const std::string facts =
      "facts:\n  homes: { title: 住处, type: enum, values: [东校区, 西校区], several: true, declared_by: "
      "student }\n"
      "  refund: { title: 退款, type: boolean, declared_by: student, confirmed_by: finance, max_age: 24h }\n";
  Case c(
      "  - where: { title: 申报, department: college, mode: declaration, declares: [homes, refund] }\n"
      "  - east: { title: 东校区退宿, department: college, mode: registration, applies_when: '\"东校区\" in "
      "homes', visit: true, message: '住在 {homes}' }\n"
      "  - sign: { title: 签字, department: college, mode: declaration }\n",
      {}, facts);
  CHECK(c.item("where") == "action_required: your declaration is needed");
  CHECK(c.item("east") == "waiting: waits for data: 住处");
  c.fact("homes", model::Value("东校区;西校区"));
  CHECK(c.status("where") == "action_required");
  CHECK(c.item("east") == "action_required: 住在 东校区、西校区");
  c.unconfirmed("refund", model::Value(true));
  CHECK(c.item("where") == "waiting: declared; waits for 财务处 to confirm it");
  c.fact("refund", model::Value(true));
  CHECK(c.item("where") == "cleared: declared");
  c.record.unconfirmed.clear();
  c.on("2015-06-26");  // too long ago to count
  CHECK(c.status("where") == "action_required");
  c.fact("homes", model::Value("西校区"));
  CHECK(c.status("east") == "not_applicable");
  CHECK(c.status("sign") == "action_required");
  c.registered("sign", RegistrationResult::Declared);
  CHECK(c.item("sign") == "cleared: declared on 20 June 2015");
}

TEST_CASE("A deferral blocks again once its day has passed", "[decide]") {
  Case c("  - { use: finance, allow: [deferral] }\n");
  c.fact("finance.tuition_due", model::Value(std::int64_t{100}));
  c.registered("finance", RegistrationResult::Deferred).until = *model::parseDate("2015-06-24");
  CHECK(c.item("finance") == "deferred: deferred until 24 June 2015");
  CHECK(c.remaining() == 0);
  c.on("2015-06-25");
  CHECK(c.item("finance") == "action_required: the deferral ended on 24 June 2015");
  CHECK(c.remaining() == 1);
}
