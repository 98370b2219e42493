// What the keys of an item become in the workflow.
#include "tests/catch.h"
#include "tests/workflow/files.h"

using namespace lixiao::workflow;
using namespace lixiao::workflow::tests;
using lixiao::model::parseDate;

namespace {

/// The base with one student type whose items are given, and `more` at the end of edition.yaml, where the
/// shelf stands.
Loaded loadItems(const std::string& items, const std::string& shelf = {}) {
  std::vector<SourceFile> files = base();
  for (SourceFile& file : files)
    if (file.path == "edition.yaml") file.text = "# lixiao: allow unused-name\n" + file.text + shelf;
  return load(with(
      files, {"undergraduate.yaml",
              "student_type: undergraduate  # lixiao: allow type-without-document\ntitle: 本科\nitems:\n  - "
              "college_procedures\n  - finance\n  - library\n  - sports\n" +
                  items}));
}

const Item& item(const Loaded& loaded, const std::string& id) {
  REQUIRE(loaded.workflow);
  for (const Item& each : loaded.workflow->types[0].items)
    if (each.id == id) return each;
  throw std::runtime_error("no item " + id);
}

std::string itemsInOrder(const Loaded& loaded) {
  const StudentType& type = loaded.workflow->types[0];
  std::string text;
  for (const Step& step : type.order)
    text += (step.kind == Step::Kind::Group      ? "one_of " + type.groups[step.position].id
             : step.kind == Step::Kind::Document ? type.documents[step.position].id
                                                 : type.items[step.position].id) +
            " ";
  return text;
}

const lixiao::rules::Rule& rule(const Loaded& loaded, RuleIndex index) {
  return loaded.workflow->types[0].rules[index];
}

const char* kGym =
    "  gym:\n    title: 体育馆\n    department: sports\n    parts:\n"
    "      balls: { title: 球类, mode: registration, visit: true }\n"
    "      shoes: { title: 球鞋, mode: registration, department: college }\n";

}  // namespace

TEST_CASE("Parts stand below their item and are decided before it", "[language]") {
  const Loaded loaded =
      loadItems("  - { use: party, applies_when: cleared.gym.balls }\n  - gym\n",
                std::string(kGym) + "  party: { title: 党员, department: college, mode: registration }\n");
  CHECK(formatted(loaded.diagnostics).empty());
  const Item& gym = item(loaded, "gym");
  const Item& balls = item(loaded, "gym.balls");
  CHECK(gym.mode == Mode::Parts);
  CHECK(gym.parts == std::vector<std::uint32_t>{6, 7});
  CHECK(balls.part_of == 5U);
  CHECK(balls.visit);
  CHECK(balls.index == loaded.workflow->item("gym.balls"));
  CHECK(balls.registrars[0].department == loaded.workflow->department("sports"));
  CHECK(item(loaded, "gym.shoes").registrars[0].department == loaded.workflow->department("college"));
  CHECK(itemsInOrder(loaded) == "college_procedures finance library sports gym.balls gym.shoes party gym ");
}

TEST_CASE("An item with a mode may have parts beside its own check", "[language]") {
  const Loaded own = loadItems(
      "  - loans: { title: 贷款, department: finance, mode: automatic, passes_when: '!in_debt',\n"
      "             parts: { contract: { title: 合同, mode: registration } } }\n");
  CHECK(formatted(own.diagnostics).empty());
  CHECK(item(own, "loans").mode == Mode::Automatic);
  CHECK(item(own, "loans").parts.size() == 1);
}

TEST_CASE("A student type adds, changes and leaves out parts", "[language]") {
  const Loaded loaded = loadItems(
      "  - { use: gym, parts: { shoes: ~, balls: { visit: false, due: on_site }, key: { title: 钥匙, mode: "
      "registration } } }\n",
      kGym);
  CHECK(formatted(loaded.diagnostics).empty());
  CHECK(item(loaded, "gym").parts.size() == 2);
  CHECK_FALSE(item(loaded, "gym.balls").visit);
  CHECK(item(loaded, "gym.balls").title.zh == "球类");
  CHECK(item(loaded, "gym.balls").due->date == parseDate("2015-06-30"));
  CHECK(item(loaded, "gym.key").registrars[0].department == loaded.workflow->department("sports"));
}

TEST_CASE("Whoever reads an item of a group is decided after the group", "[language]") {
  const Loaded loaded = loadItems(
      "  - slip: { title: 单, department: college, mode: registration, after: [desk_a] }\n"
      "  - desk_a: { title: 甲, department: college, mode: registration, one_of: desk }\n"
      "  - desk_b: { title: 乙, department: sports, mode: registration, one_of: desk }\n");
  CHECK(formatted(loaded.diagnostics).empty());
  REQUIRE(loaded.workflow);
  REQUIRE(loaded.workflow->types[0].groups.size() == 1);
  CHECK(loaded.workflow->types[0].groups[0].items == std::vector<std::uint32_t>{5, 6});
  CHECK(item(loaded, "desk_b").group == 0U);
  CHECK(itemsInOrder(loaded) == "college_procedures finance library sports desk_a desk_b one_of desk slip ");
}

TEST_CASE("A group of one is a warning", "[language]") {
  const Loaded loaded =
      loadItems("  - desk: { title: 甲, department: college, mode: registration, one_of: exit_desk }\n");
  CHECK(loaded.workflow);
  CHECK(
      formatted(loaded.diagnostics) ==
      "undergraduate.yaml:8:72: warning[single-choice]: no student type has a second item of the group "
      "\"exit_desk\"\n"
      "  8 |   - desk: { title: 甲, department: college, mode: registration, one_of: exit_desk }\n"
      "    |                                                                         ^^^^^^^^^ one_of needs "
      "two items at least\n");
}

TEST_CASE("An amount that is waived becomes a rule of its own", "[language]") {
  const Loaded loaded = loadItems(
      "  - fines: { title: 罚款, department: finance, mode: automatic, passes_when: '!in_debt', waive_below: "
      "5.50 }\n");
  CHECK(formatted(loaded.diagnostics).empty());
  const Item& fines = item(loaded, "fines");
  CHECK(fines.waive_below == 550);
  REQUIRE(fines.waived_when);
  CHECK(rule(loaded, *fines.waived_when).text() == "max(finance.tuition_due, 0) < 5.50");
  CHECK_FALSE(item(loaded, "finance").waived_when);
}

TEST_CASE("Days count from the calendar or from a date of the student's", "[language]") {
  const Loaded loaded = loadItems(
      "  - a: { title: 甲, department: college, mode: registration, opens: birth_date - 14d, due: birth_date "
      "}\n"
      "  - b: { title: 乙, department: college, mode: registration, opens: on_site-3d, due: on_site + 2d "
      "}\n");
  CHECK(formatted(loaded.diagnostics).empty());
  const Item& a = item(loaded, "a");
  CHECK(a.opens->from == loaded.workflow->attribute("birth_date"));
  CHECK(a.opens->days == -14);
  CHECK(a.due->days == 0);
  REQUIRE(a.opens_when);
  CHECK(rule(loaded, *a.opens_when).text() == "today >= birth_date - days(14)");
  const Item& b = item(loaded, "b");
  CHECK(b.opens->date == parseDate("2015-06-20"));
  CHECK(b.due->date == parseDate("2015-07-02"));
  CHECK_FALSE(b.opens_when);
}

TEST_CASE("An office may register what its item allows", "[language]") {
  const Loaded loaded = loadItems(
      "  - a: { title: 甲, department: college, mode: registration, allow: [deferral, condition] }\n");
  CHECK(formatted(loaded.diagnostics).empty());
  const Allowed& allowed = item(loaded, "a").allowed;
  CHECK((allowed.deferral && allowed.condition));
  CHECK_FALSE((allowed.waiver || allowed.not_applicable));
}

TEST_CASE("The comment beside a rule tells why, unless because does", "[language]") {
  const auto because = [](const std::string& rule_lines) {
    const Loaded loaded =
        loadItems("  - a:\n      title: 甲\n      department: college\n      mode: automatic\n" + rule_lines);
    CHECK(formatted(loaded.diagnostics).empty());
    return item(loaded, "a").because;
  };
  using lixiao::model::LocalizedText;
  CHECK(because("      passes_when: party_member  # 只有党员\n").zh == "只有党员");
  CHECK(because("      # ------\n      # 只有\n      # 党员\n      passes_when: party_member\n").zh ==
        "只有党员");
  CHECK(because("      # Party members\n      # only\n      passes_when: 'party_member'\n").zh ==
        "Party members only");
  CHECK(because("      # lixiao: allow never-true\n      passes_when: party_member\n").empty());
  CHECK(because("      passes_when: |  # 党员\n        party_member\n").zh == "党员");
  CHECK(because("      passes_when: party_member\n      # 毕业生\n      applies_when: graduating\n").zh ==
        "毕业生");
  CHECK(because("      passes_when: 'college == \"a # b\"'\n").empty());
  CHECK(
      because("      # 不用\n      passes_when: party_member\n      because: { zh: 党员, en: Members }\n") ==
      LocalizedText("党员", "Members"));
}

TEST_CASE("Values that are shared are attributes of the edition", "[language]") {
  const Loaded loaded = loadItems(
      "  - room: { title: 宿舍, department: college, mode: registration, register_by: college }\n"
      "  - dues: { title: 班费, department: college, mode: registration, everyone_in: birth_date }\n");
  CHECK(formatted(loaded.diagnostics).empty());
  CHECK(item(loaded, "room").register_by == loaded.workflow->attribute("college"));
  CHECK(item(loaded, "dues").everyone_in == loaded.workflow->attribute("birth_date"));
  CHECK(loaded.workflow->everyone_rounds == 1);
  CHECK(load(base()).workflow->everyone_rounds == 0);
}

TEST_CASE("Rounds are counted along items that wait for one another", "[language]") {
  const std::string shared = ", department: college, mode: registration, everyone_in: college";
  const Loaded chain = loadItems(
      "  - a: { title: 甲" + shared + " }\n" +
      "  - b: { title: 乙, department: college, mode: registration, after: [a] }\n" + "  - c: { title: 丙" +
      shared + ", applies_when: cleared.b }\n" + "  - d: { title: 丁" + shared + " }\n");
  CHECK(formatted(chain.diagnostics).empty());
  REQUIRE(chain.workflow);
  CHECK(chain.workflow->everyone_rounds == 2);
}

TEST_CASE("Sharing that goes round through two student types is told", "[language]") {
  std::vector<SourceFile> files = base();
  const std::string shared = ", department: college, mode: registration, everyone_in: college }\n";
  files[0].text.replace(files[0].text.find("[undergraduate]"), 15, "[undergraduate, postgraduate]");
  files[0].text += "  a: { title: 甲" + shared + "  b: { title: 乙" + shared;
  const std::string head = "title: x\nitems:\n  - college_procedures\n  - finance\n  - library\n  - sports\n";
  const auto types = [&](const std::string& second) {
    return load(with(with(files, {"undergraduate.yaml", "student_type: undergraduate\n" + head +
                                                            "  - a\n  - { use: b, after: [a] }\n"}),
                     {"postgraduate.yaml", "student_type: postgraduate\n" + head + second}));
  };
  const Loaded straight = types("  - a\n  - b\n");
  CHECK_FALSE(lixiao::model::hasErrors(straight.diagnostics));
  REQUIRE(straight.workflow);
  CHECK(straight.workflow->everyone_rounds == 2);
  const Loaded circle = types("  - { use: a, after: [b] }\n  - b\n");
  CHECK(codes(circle) == "circle");
  CHECK_THAT(formatted(circle.diagnostics), Catch::Contains("everyone_in of \"a\" depends on itself"));
}

TEST_CASE("Charges and days of clearing are decided before what reads them", "[language]") {
  const Loaded loaded = loadItems(
      "  - bill: { title: 结算, department: finance, mode: automatic, passes_when: charges_total <= 0 && "
      "charges.keys == 0 }\n"
      "  - late: { title: 迟, department: finance, mode: automatic, optional: true, passes_when: "
      "cleared_on.keys "
      "< on_site.from }\n"
      "  - lab: { title: 实验室, department: college, mode: registration, charges: CNY }\n"
      "  - keys: { title: 钥匙, department: college, mode: registration, charges: CNY }\n");
  CHECK(formatted(loaded.diagnostics).empty());
  CHECK(itemsInOrder(loaded) == "college_procedures finance library sports lab keys bill late ");
  CHECK(item(loaded, "lab").charges == "CNY");
  CHECK(item(loaded, "finance").charges.empty());
  CHECK(item(loaded, "keys").day_is_read);
  CHECK_FALSE(item(loaded, "lab").day_is_read);
}

TEST_CASE("Charges of an item that a type lacks are nothing", "[language]") {
  std::vector<SourceFile> files = base();
  files[0].text.replace(files[0].text.find("[undergraduate]"), 15, "[undergraduate, postgraduate]");
  files[0].text.replace(files[0].text.find("'!in_debt'"), 10, "charges.keys == 0 && !known(cleared_on.keys)");
  files[0].text += "  keys: { title: 钥匙, department: college, mode: registration, charges: CNY }\n";
  const Loaded loaded = load(
      with(with(files, {"undergraduate.yaml", base()[1].text + "\n"}),
           {"postgraduate.yaml", "student_type: postgraduate\ntitle: x\nitems:\n  - finance\n  - keys\n"}));
  CHECK_FALSE(lixiao::model::hasErrors(loaded.diagnostics));
  REQUIRE(loaded.workflow);
  const StudentType& lacking = *loaded.workflow->type("undergraduate");
  CHECK(lacking.rules[*lacking.items[1].passes_when].constant() == true);
  const StudentType& having = *loaded.workflow->type("postgraduate");
  CHECK_FALSE(having.rules[*having.items[0].passes_when].constant());
}

TEST_CASE("Batches of a document stand in the order of the file", "[language]") {
  const Loaded loaded = loadItems(
      "documents:\n  diploma:\n    title: 毕业证书\n    department: registrar\n"
      "    released_when: all_cleared  # 全部结清\n"
      "    collect: { from: on_site.from, place: 教务处 }\n"
      "    batches:\n      - { when: cleared_on.finance <= on_site.from, label: 首批, collect: { to: on_site "
      "} }\n"
      "      - { label: { zh: 次批, en: Second } }\n");
  CHECK(formatted(loaded.diagnostics).empty());
  REQUIRE(loaded.workflow);
  const Document& diploma = loaded.workflow->types[0].documents[0];
  CHECK(diploma.because.zh == "全部结清");
  REQUIRE(diploma.batches.size() == 2);
  REQUIRE(diploma.batches[0].when);
  CHECK(rule(loaded, *diploma.batches[0].when).text() == "cleared_on.finance <= on_site.from");
  CHECK(diploma.batches[0].collect.to->date == parseDate("2015-06-30"));
  CHECK_FALSE(diploma.batches[0].collect.from);
  CHECK_FALSE(diploma.batches[1].when);
  CHECK(diploma.batches[1].label.en == "Second");
  CHECK(item(loaded, "finance").day_is_read);
}
