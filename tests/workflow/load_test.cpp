#include "engine/workflow/load.h"

#include "tests/catch.h"
#include "tests/workflow/files.h"

using namespace lixiao::workflow;
using namespace lixiao::workflow::tests;
using lixiao::model::parseDate;

namespace {

std::vector<std::string> ids(const std::vector<Item>& items) {
  std::vector<std::string> result;
  for (const Item& item : items) result.push_back(item.id);
  return result;
}

/// The base with a second student type, whose items are given.
std::vector<SourceFile> twoTypes(const std::string& items) {
  std::vector<SourceFile> files = base();
  for (SourceFile& file : files) {
    const std::size_t values = file.text.find("[undergraduate]");
    if (values != std::string::npos) file.text.replace(values, 15, "[undergraduate, postgraduate]");
  }
  return with(
      files,
      {"postgraduate.yaml",
       "student_type: postgraduate  # lixiao: allow type-without-document\ntitle: 研究生\nitems:\n" + items});
}

Loaded loadTests(const std::string& tests) {
  return load(with(base(), {"x.test.yaml", "tests:\n" + tests}));
}

}  // namespace

TEST_CASE("The edition of 2015 loads without a finding and passes its tests", "[load]") {
  const Loaded loaded = load(edition(sourceDirectory() / "workflows/2015"));
  CHECK(formatted(loaded.diagnostics).empty());
  REQUIRE(loaded.workflow);
  CHECK(loaded.workflow->types.size() == 4);
  CHECK(loaded.tests.size() >= 40);
  for (const RuleTestFailure& failure : run(loaded.tests, loaded.workflow)) {
    UNSCOPED_INFO(failure.test->name + ": " + failure.expectation->subject + " is " + failure.actual);
    CHECK(failure.actual == failure.expectation->status);
  }
}

TEST_CASE("An edition becomes tables in the order of the files", "[load]") {
  const Loaded loaded = load(base());
  REQUIRE(loaded.workflow);
  const Workflow& workflow = *loaded.workflow;
  CHECK(workflow.edition == "2015");
  CHECK(workflow.title.en == "Class of 2015 clearance");
  CHECK(workflow.time_zone.name() == "Asia/Shanghai");
  CHECK(workflow.attributes[3].name == "birth_date");
  CHECK(workflow.attributes[3].optional);
  CHECK(workflow.facts[0].currency == "CNY");
  CHECK(workflow.facts[0].max_age == std::chrono::hours{24});
  CHECK_FALSE(workflow.facts[2].max_age);
  CHECK(workflow.departments[4].scope == workflow.attribute("college"));
  CHECK(workflow.lists[0].due == parseDate("2015-06-18"));
  CHECK(workflow.calendar[0].from == workflow.calendar[0].to);
  CHECK(workflow.item_ids ==
        std::vector<std::string>{"college_procedures", "finance", "library", "sports", "party"});
  CHECK(workflow.document_titles[0].zh == "毕业证书");
}

TEST_CASE("Slots are laid out table by table", "[load]") {
  const Loaded loaded = load(base());
  REQUIRE(loaded.workflow);
  const Workflow& w = *loaded.workflow;
  REQUIRE(w.slots.size() == 4 + 3 + 1 + 5 + 5 + 1 + 3 + 5 + 5 + 1);
  CHECK(std::get<AttributeSlot>(w.slots[2]).index == 2);
  CHECK(std::get<FactSlot>(w.slots[w.first_fact + 1]).index == 1);
  CHECK(std::get<ListedSlot>(w.slots[w.first_listed]).index == 0);
  CHECK(std::get<ClearedSlot>(w.slots[w.first_cleared + 4]).index == 4);
  CHECK(std::get<AppliesSlot>(w.slots[w.first_applies + 4]).index == 4);
  CHECK(std::get<CollectedSlot>(w.slots[w.first_collected]).index == 0);
  CHECK(std::holds_alternative<AllClearedSlot>(w.slots[w.all_cleared]));
  CHECK(std::holds_alternative<RemainingSlot>(w.slots[w.remaining]));
  CHECK(std::holds_alternative<TodaySlot>(w.slots[w.today]));
  CHECK(std::get<ClearedOnSlot>(w.slots[w.first_cleared_on + 4]).index == 4);
  CHECK(std::get<ChargesSlot>(w.slots[w.first_charges + 4]).index == 4);
  CHECK(std::holds_alternative<ChargesTotalSlot>(w.slots[w.charges_total]));
}

TEST_CASE("Items take what the shelf, the calendar and the language give", "[load]") {
  const Loaded loaded = load(base());
  REQUIRE(loaded.workflow);
  const StudentType& type = loaded.workflow->types[0];
  CHECK(ids(type.items) == loaded.workflow->item_ids);
  const Item& procedures = type.items[0];
  CHECK(procedures.opens->date == parseDate("2015-06-08"));
  CHECK(procedures.due->date == parseDate("2015-06-30"));
  CHECK(type.rules[procedures.applies_when].constant() == true);
  const Item& finance = type.items[1];
  CHECK(finance.mode == Mode::Automatic);
  REQUIRE(finance.passes_when);
  CHECK(type.rules[*finance.passes_when].text() == "!in_debt");
  REQUIRE(finance.message.zh.size() == 3);
  CHECK(finance.message.zh[0].text == "欠学费 ");
  CHECK(finance.message.zh[1].slot == loaded.workflow->first_fact);
  CHECK(type.items[3].list == loaded.workflow->list("sports"));
  CHECK(type.items[4].after == std::vector<std::uint32_t>{0});
  CHECK(type.items[4].visit);
  CHECK(type.documents[0].collect.place.zh == "教务处");
  CHECK(type.rules[type.notices[0].when].text() == "today >= on_site.from");
}

TEST_CASE("A student type changes an item of the shelf for itself only", "[load]") {
  const Loaded loaded =
      load(twoTypes("  - { use: finance, due: on_site, title: { zh: 学费, en: Fees }, optional: true }\n"));
  CHECK(formatted(loaded.diagnostics).empty());
  REQUIRE(loaded.workflow);
  const Item& changed = loaded.workflow->type("postgraduate")->items[0];
  CHECK(changed.due->date == parseDate("2015-06-30"));
  CHECK(changed.title.en == "Fees");
  CHECK(changed.optional);
  CHECK(changed.mode == Mode::Automatic);
  const Item& same = loaded.workflow->type("undergraduate")->items[1];
  CHECK_FALSE(same.due);
  CHECK(same.index == changed.index);
  CHECK(loaded.workflow->item_titles[same.index].zh == "财务处 学费");
}

TEST_CASE("A change puts aside what no longer fits", "[load]") {
  const Loaded loaded = load(twoTypes(
      "  - { use: finance, mode: registration, registrar_when: [{ when: graduating, department: finance }, "
      "{ department: college }] }\n"
      "  - { use: sports, mode: automatic, passes_when: library.loans == 0, message: { zh: 还书, en: Books } "
      "}\n"));
  CHECK(formatted(loaded.diagnostics).empty());
  REQUIRE(loaded.workflow);
  const StudentType& type = *loaded.workflow->type("postgraduate");
  CHECK(type.items[0].mode == Mode::Registration);
  CHECK_FALSE(type.items[0].passes_when);
  REQUIRE(type.items[0].registrars.size() == 2);
  CHECK(type.rules[*type.items[0].registrars[0].when].text() == "graduating");
  CHECK(type.items[0].registrars[1].department == loaded.workflow->department("college"));
  CHECK_FALSE(type.items[1].list);
  CHECK(type.items[1].message.en[0].text == "Books");
}

TEST_CASE("A text in a block ends with its last line", "[load]") {
  const Loaded loaded = load(twoTypes("  - use: finance\n    title: |\n      学费\n"));
  REQUIRE(loaded.workflow);
  CHECK(loaded.workflow->type("postgraduate")->items[0].title.zh == "学费");
}

TEST_CASE("What decides is decided before what it decides", "[load]") {
  const Loaded loaded = load(
      twoTypes("  - a: { title: A, department: college, mode: registration, applies_when: cleared.b }\n"
               "  - slip: { title: S, department: college, mode: automatic, optional: true, passes_when: "
               "all_cleared }\n"
               "  - b: { title: B, department: college, mode: registration, after: [c] }\n"
               "  - c: { title: C, department: college, mode: registration }\n"));
  CHECK(formatted(loaded.diagnostics).empty());
  REQUIRE(loaded.workflow);
  std::string order;
  const StudentType& type = *loaded.workflow->type("postgraduate");
  for (const Step& step : type.order) order += type.items[step.position].id + " ";
  CHECK(order == "c b a slip ");
}

TEST_CASE("An item that a type lacks is clear there, and only shared rules may ask for it", "[load]") {
  std::vector<SourceFile> files = twoTypes("  - library\n");
  for (SourceFile& file : files) {
    const std::size_t rule = file.text.find("library.loans == 0");
    if (rule != std::string::npos) file.text.replace(rule, 18, "cleared.party && !applies.party");
  }
  const Loaded shared = load(files);
  CHECK(formatted(shared.diagnostics).empty());
  REQUIRE(shared.workflow);
  const StudentType& postgraduate = *shared.workflow->type("postgraduate");
  CHECK(postgraduate.rules[*postgraduate.items[0].passes_when].constant() == true);

  const Loaded own = load(twoTypes("  - library\n  - { use: finance, applies_when: cleared.party }\n"));
  CHECK(codes(own) == "item-not-in-type");
}

TEST_CASE("Rule tests become students, days and expectations", "[load]") {
  const Loaded loaded = loadTests(
      "  - name: 一个学生\n"
      "    student: { student_type: undergraduate, leave_reason: 毕业, finance.tuition_due: 300.5, "
      "library.loans: ,"
      " name: 王小明 }\n"
      "    lists: [sports]\n"
      "    registrations: { party: cleared, library: { result: cleared, until: 2015-06-30, remark: 寒假前还 "
      "} }\n"
      "    today: 2015-06-24\n"
      "    expect: { finance: action_required, diploma: withheld }\n");
  CHECK(formatted(loaded.diagnostics).empty());
  REQUIRE(loaded.tests.size() == 1);
  const RuleTest& test = loaded.tests[0];
  const Workflow& w = *loaded.workflow;
  CHECK(test.name == "一个学生");
  CHECK(test.place.line == 2);
  CHECK(test.student.name == "王小明");
  CHECK(test.student.attributes[*w.attribute("leave_reason")] == lixiao::model::Value("毕业"));
  CHECK(test.student.facts[0].value == lixiao::model::Value(std::int64_t{30050}));
  CHECK_FALSE(test.student.facts[1].value.known());
  CHECK(lixiao::model::formatInstant(test.circumstances.now) == "2015-06-24T04:00:00Z");
  CHECK(test.student.facts[0].as_of == test.circumstances.now);
  CHECK(test.circumstances.submitted[0]);
  CHECK(test.student.listed.count(0) == 1);
  CHECK(test.student.registrations.at(*w.item("library")).until == parseDate("2015-06-30"));
  REQUIRE(test.expectations.size() == 2);
  CHECK(test.expectations[1].subject == "diploma");
}

TEST_CASE("A test may say that another type's item does not apply, and no more", "[load]") {
  const auto test = [](const std::string& expect) {
    return SourceFile{"x.test.yaml",
                      "tests:\n  - name: x\n    student: { student_type: postgraduate }\n    today: "
                      "2015-06-24\n    expect: { " +
                          expect + " }\n"};
  };
  CHECK(codes(load(with(twoTypes("  - library\n"), test("party: not_applicable")))).empty());
  CHECK(codes(load(with(twoTypes("  - library\n"), test("party: cleared")))) == "item-not-in-type");
}

TEST_CASE("A year's folder holds an edition and nothing else", "[load]") {
  CHECK(codes(load({})) == "missing-file");
  const Loaded none = load({{"workflows/2016/undergraduate.yaml", base()[1].text}});
  REQUIRE(none.diagnostics.size() == 1);
  CHECK(none.diagnostics[0].place.file == "workflows/2016/edition.yaml");
  CHECK(codes(load(with(base(), {"readme.txt", ""}))) == "unknown-file");
  CHECK(codes(load(with(base(), {"x.yml", ""}))) == "unknown-file");
  CHECK(codes(load(with(base(), {"colleges/medicine.yaml", ""}))) == "empty-file");
  CHECK(codes(load(with(base(), {"old/edition.yaml", base()[0].text}))) == "unknown-file");
  CHECK(codes(load(std::vector<SourceFile>(300, base()[1]))) == "too-many");
}

TEST_CASE("A file that is no YAML does not hide what is wrong in the others", "[load]") {
  std::vector<SourceFile> files = with(base(), {"undergraduate.yaml", "- [\n"});
  CHECK(codes(load(files)) == "yaml-syntax");
  files = with(files, {"edition.yaml", base()[0].text + "colour: red\n"});
  CHECK(codes(load(files)) == "unknown-key yaml-syntax");
}

TEST_CASE("Limits of an edition are told", "[load]") {
  std::string items;
  for (int i = 0; i < 300; ++i)
    items += "  - i" + std::to_string(i) + ": { title: x, department: college, mode: registration }\n";
  CHECK(codes(load(twoTypes(items))) == "too-many");
  std::string values;
  for (int i = 0; i < 300; ++i) values += ", w" + std::to_string(i);
  std::vector<SourceFile> files = base();
  files[0].text.replace(files[0].text.find(", 结业, 退学"), std::string(", 结业, 退学").size(),
                        ", 结业" + values);
  CHECK(codes(load(files)) == "too-many");
}
