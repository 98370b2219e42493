// Declarations, facts with several words and items for each of them, and what rule tests say of all this.
#include "tests/catch.h"
#include "tests/workflow/files.h"

using namespace lixiao::workflow;
using namespace lixiao::workflow::tests;
using lixiao::model::parseDate;
using lixiao::model::Value;

namespace {

constexpr const char* kEdition = R"(edition: 2015
calendar: { on_site: { from: 2015-06-23, to: 2015-06-30 } }
attributes:
  student_type: { type: enum, values: [undergraduate] }
  class_code: { type: text }
facts:
  finance.due: { type: money, currency: CNY }
  homes: { type: enum, values: [东校区, 西校区, 3号楼], several: true, declared_by: student }
  card.refund: { type: boolean, declared_by: student, confirmed_by: card }
departments: { card: { title: 一卡通 }, housing: { title: 宿舍科 }, finance: { title: 财务处 } }
items:
  where: { title: 申报, department: housing, mode: declaration, declares: homes }
  card: { title: 退卡, department: card, mode: declaration, declares: [card.refund] }
  room:
    title: { zh: 退宿, en: Room }
    department: housing
    mode: registration
    for_each: homes
    allow: [condition, deferral]
    charges: CNY
    message: 请到 {each} 退宿
    because: { zh: '{each}的房间要检查', en: 'rooms of {each}' }
    parts: { key: { title: 钥匙, mode: registration, applies_when: each != "3号楼" } }
  finance:
    title: 财务
    department: finance
    mode: automatic
    passes_when: finance.due + charges_total <= 0
  class:
    title: 班费
    department: finance
    mode: registration
    everyone_in: class_code
)";

constexpr const char* kType = R"(student_type: undergraduate
title: 本科
items:
  - where
  - card
  - room
  - finance
  - class
documents:
  diploma:
    title: 毕业证书
    department: finance
    released_when: cleared.room.东校区 && cleared.room.3号楼.key
    batches: [{ when: cleared_on.finance <= on_site.from, label: { zh: 首批, en: First } }, { label: 次批 }]
)";

Loaded loadWith(const std::string& tests = {}) {
  std::vector<SourceFile> files = {{"edition.yaml", kEdition}, {"undergraduate.yaml", kType}};
  if (!tests.empty()) files.push_back({"x.test.yaml", "tests:\n" + tests});
  Loaded loaded = load(files);
  CHECK(formatted(loaded.diagnostics).empty());
  return loaded;
}

const Item& item(const Loaded& loaded, const std::string& id) {
  REQUIRE(loaded.workflow);
  for (const Item& each : loaded.workflow->types[0].items)
    if (each.id == id) return each;
  throw std::runtime_error("no item " + id);
}

/// What differed, as `subject is status`.
std::string failures(const Loaded& loaded) {
  std::string text;
  for (const RuleTestFailure& failure : run(loaded.tests, loaded.workflow))
    text += failure.test->name + ": " + failure.expectation->subject + " is " + failure.actual + "\n";
  return text;
}

}  // namespace

TEST_CASE("Facts know who delivers them and how much they hold", "[declaring]") {
  const Loaded loaded = loadWith();
  const Workflow& w = *loaded.workflow;
  CHECK_FALSE(w.facts[0].declared);
  CHECK((w.facts[1].declared && w.facts[1].several));
  CHECK_FALSE(w.facts[1].confirmed_by);
  CHECK(w.facts[2].confirmed_by == w.department("card"));
  CHECK(item(loaded, "where").declares == std::vector<FactIndex>{1});
  CHECK(item(loaded, "card").declares == std::vector<FactIndex>{2});
  REQUIRE(w.slots.size() == w.first_word + 3);
  CHECK(std::get<WordSlot>(w.slots[w.first_word + 2]).fact == 1);
  CHECK(std::get<WordSlot>(w.slots[w.first_word + 2]).word == 2);
}

TEST_CASE("An item for each word has its own id, title, message and rule", "[declaring]") {
  const Loaded loaded = loadWith();
  const Workflow& w = *loaded.workflow;
  const StudentType& type = w.types[0];
  CHECK_FALSE(w.item("room"));
  const Item& west = item(loaded, "room.西校区");
  CHECK(west.title == lixiao::model::LocalizedText("退宿 · 西校区", "Room · 西校区"));
  CHECK(type.rules[west.applies_when].slots() == std::vector<lixiao::rules::Slot>{w.first_word + 1});
  REQUIRE(west.message.zh.size() == 3);
  CHECK(west.message.zh[1].text == "西校区");
  CHECK(west.because == lixiao::model::LocalizedText("西校区的房间要检查", "rooms of 西校区"));
  const Item& key = item(loaded, "room.西校区.key");
  CHECK(key.title.zh == "钥匙");
  CHECK(type.items[*key.part_of].id == "room.西校区");
  CHECK(type.rules[key.applies_when].slots() == std::vector<lixiao::rules::Slot>{w.first_word + 1});
  CHECK(type.rules[item(loaded, "room.3号楼.key").applies_when].constant() == false);
}

TEST_CASE("Rule tests say what was declared, since when, and what the others did", "[declaring]") {
  const Loaded loaded = loadWith(R"(
  - name: 一
    student: { student_type: undergraduate, homes: 西校区、东校区, finance.due: 0, finance.due.since: 2015-06-20 }
    unconfirmed: { card.refund: true }
    others_clear: { class: false }
    registrations:
      room.东校区: { result: cleared, at: 2015-06-10, condition: 月底前补钥匙, amount: 12.50 }
    today: 2015-06-24
    expect: { room.东校区: waiting, batch.diploma: none }
)");
  REQUIRE(loaded.tests.size() == 1);
  const RuleTest& test = loaded.tests[0];
  const Workflow& w = *loaded.workflow;
  CHECK(test.student.facts[1].value == Value("东校区;西校区"));
  CHECK_FALSE(test.student.facts[1].since);
  CHECK(lixiao::model::formatInstant(*test.student.facts[0].since) == "2015-06-20T04:00:00Z");
  CHECK(test.student.unconfirmed.at(2) == Value(true));
  CHECK_FALSE(test.student.facts[2].value.known());
  CHECK(test.student.others_clear.at(*w.item("class")) == lixiao::rules::Truth::False);
  const auto& registration = test.student.registrations.at(*w.item("room.东校区"));
  CHECK(lixiao::model::formatInstant(registration.at) == "2015-06-10T04:00:00Z");
  CHECK(registration.condition == "月底前补钥匙");
  CHECK(registration.amount == 1250);
}

TEST_CASE("Rule tests run over the whole language", "[declaring]") {
  const Loaded loaded = loadWith(R"(
  - name: 未申报
    student: { student_type: undergraduate, finance.due: 0 }
    today: 2015-06-24
    expect: { where: action_required, card: action_required, room.东校区: waiting, finance: waiting }
  - name: 已申报
    student: { student_type: undergraduate, homes: 东校区, finance.due: 0, finance.due.since: 2015-06-20 }
    unconfirmed: { card.refund: true }
    others_clear: { class: false }
    registrations:
      room.东校区: { result: cleared, amount: 0 }
      room.东校区.key: cleared
      class: cleared
    today: 2015-06-24
    expect:
      where: cleared
      card: waiting
      room.东校区: cleared
      room.东校区.key: cleared
      room.西校区: not_applicable
      finance: cleared
      class: waiting
      diploma: released
      batch.diploma: First
  - name: 有欠款
    student: { student_type: undergraduate, homes: 东校区, finance.due: 0, finance.due.since: 2015-06-25 }
    registrations: { room.东校区: { result: cleared, amount: 12.50 } }
    today: 2015-06-26
    expect: { finance: action_required, batch.diploma: none }
  - name: 次批
    student: { student_type: undergraduate, homes: 东校区, finance.due: 0, finance.due.since: 2015-06-25 }
    registrations: { room.东校区: cleared }
    today: 2015-06-26
    expect: { finance: cleared, batch.diploma: 次批 }
)");
  REQUIRE(loaded.tests.size() == 4);
  CHECK(failures(loaded) == "");
}

TEST_CASE("A batch that differs is told with its label", "[declaring]") {
  const Loaded loaded = loadWith(R"(
  - name: 批次
    student: { student_type: undergraduate, homes: 东校区, finance.due: 0, finance.due.since: 2015-06-25 }
    registrations: { room.东校区: cleared }
    today: 2015-06-26
    expect: { batch.diploma: 首批 }
)");
  CHECK(failures(loaded) == "批次: batch.diploma is 次批\n");
}
