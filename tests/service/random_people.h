#pragma once

#include <map>
#include <random>

#include "tests/catch.h"
#include "tests/service/world.h"

namespace lixiao::service::test {

/// The students of RandomPeople are S0, S1 …
inline constexpr int kStudents = 40;

/// Does things that people and connectors do, sensible ones and not, and counts those that were accepted.
class RandomPeople {
 public:
  RandomPeople(World& world, std::vector<workflow::SourceFile> files, unsigned seed)
      : world_(world), files_(std::move(files)), loaded_(workflow::load(files_)), random_(seed) {}

  std::map<std::string, int> accepted;

  void act() {
    static const std::vector<std::pair<const char*, void (RandomPeople::*)()>> kActs = {
        {"roster", &RandomPeople::importRoster}, {"facts", &RandomPeople::importFacts},
        {"delivery", &RandomPeople::deliver},    {"delivery", &RandomPeople::deliver},
        {"list", &RandomPeople::submitList},     {"batch", &RandomPeople::registerBatch},
        {"batch", &RandomPeople::registerBatch}, {"one", &RandomPeople::registerOne},
        {"one", &RandomPeople::registerOne},     {"revoke", &RandomPeople::revoke},
        {"declare", &RandomPeople::declare},     {"collect", &RandomPeople::collect},
        {"collect", &RandomPeople::collect},
    };
    const auto& [name, act] = kActs[upTo(kActs.size())];
    doing_ = name;
    (this->*act)();
    if (chance(10)) world_.clock.advance(std::chrono::seconds(61) * static_cast<int>(1 + upTo(60)));
    if (chance(1)) activateAgain();
  }

 private:
  std::size_t upTo(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
  bool chance(unsigned percent) { return upTo(100) < percent; }
  template <class T>
  const T& one(const std::vector<T>& among) {
    return among[upTo(among.size())];
  }
  const workflow::Workflow& workflow() { return *loaded_.workflow; }
  std::string number() { return "S" + std::to_string(upTo(kStudents)); }
  std::string college() { return chance(80) ? "医学院" : "护理学院"; }

  Actor somebody() {
    if (chance(5)) return one(std::vector<Actor>{admin(), auditor(), student(number())});
    const workflow::Department& department = one(workflow().departments);
    return staff(department.id, department.scope ? college() : "");
  }
  /// Most of the time whose it is, so that much is accepted.
  Actor officeOf(workflow::DepartmentIndex index) {
    if (chance(10)) return somebody();
    const workflow::Department& department = workflow().departments[index];
    return staff(department.id, department.scope ? college() : "");
  }
  void count(bool was_accepted) { accepted[doing_] += was_accepted ? 1 : 0; }
  void count(const Outcome<BatchReport>& outcome) { count(outcome && outcome->applied); }

  model::Value valueOf(const rules::Type& type) {
    if (chance(5)) return {};
    if (type.kind == rules::Kind::Boolean) return model::Value(chance(50));
    return model::Value(static_cast<std::int64_t>(chance(85) ? 0 : 1 + upTo(500)));
  }

  void importRoster() {
    std::vector<RosterRow> rows;
    for (std::size_t i = 0; i <= upTo(4); ++i) {
      RosterRow row{i + 1, number(), "张三", {}, {}};
      for (const workflow::Attribute& attribute : workflow().attributes) {
        if (attribute.type.words)
          row.attributes[attribute.name] =
              chance(60) ? attribute.type.words->front() : one(*attribute.type.words);
        else if (!attribute.optional)
          row.attributes[attribute.name] = college();
      }
      if (chance(5)) row.attributes["leave_reason"] = "毕业生";
      rows.push_back(std::move(row));
    }
    count(
        world_.commands.importRoster(chance(80) ? system() : staff("registrar"), rows, Commands::Run::Apply));
  }

  void importFacts() {
    const workflow::FactSpec& fact = one(workflow().facts);
    std::vector<FactRow> rows;
    for (std::size_t i = 0; i <= upTo(5); ++i)
      rows.push_back({i + 1, number(), fact.name, workflow::formatValue(fact.type, valueOf(fact.type))});
    count(world_.commands.importFacts(chance(50) ? admin() : system(), rows, Commands::Run::Apply));
  }

  void deliver() {
    const workflow::FactSpec& fact = one(workflow().facts);
    Commands::Delivery delivery{"source", {fact.name}, {}, {}, world_.clock.now()};
    if (chance(5)) delivery.as_of -= std::chrono::hours(30);
    for (int i = 0; i < kStudents; ++i) {
      if (chance(20)) continue;
      const std::string student_no = "S" + std::to_string(i);
      if (chance(3))
        delivery.unknown_students.push_back(student_no);
      else
        delivery.facts.push_back({student_no, fact.name, valueOf(fact.type)});
    }
    if (chance(3)) delivery.facts.push_back({"S1", fact.name, model::Value("words")});
    count(world_.commands.recordDelivery(delivery));
  }

  void submitList() {
    const workflow::ListSpec& list = one(workflow().lists);
    std::vector<ListRow> rows;
    for (std::size_t i = 0; i < upTo(4); ++i) rows.push_back({i + 1, number(), {}, "未还"});
    count(world_.commands.submitList(officeOf(list.department), list.id, rows, rows.empty(),
                                     Commands::Run::Apply));
  }

  /// An item of some type, and somebody who may register it.
  std::pair<RegistrationRow, Actor> registration() {
    const workflow::StudentType& type = one(workflow().types);
    const workflow::Item& item = one(type.items);
    RegistrationRow row = cleared(number(), item.id, chance(60) ? "已核对" : "");
    if (chance(20)) row.result = model::RegistrationResult::Refused;
    return {row, officeOf(one(item.registrars).department)};
  }

  void registerBatch() {
    auto [row, actor] = registration();
    std::vector<RegistrationRow> rows;
    for (std::size_t i = 0; i <= upTo(8); ++i) {
      row.row = i + 1;
      row.student_no = number();
      rows.push_back(row);
    }
    count(world_.commands.registerResults(actor, rows, chance(70), Commands::Run::Apply));
  }

  std::int64_t seen(const std::string& student_no, const std::string& item) {
    if (chance(5)) return 1;
    const auto view = world_.queries.student(system(), student_no);
    if (!view) return 0;
    for (const auto& items : {view->items, view->not_applicable})
      for (const ItemView& candidate : items)
        if (candidate.id == item) return candidate.revision;
    return 0;
  }

  void registerOne() {
    const auto [row, actor] = registration();
    count(bool(world_.commands.registerResult(actor, row, seen(row.student_no, row.item))));
  }

  void revoke() {
    const auto [row, actor] = registration();
    count(bool(world_.commands.revokeRegistration(actor, row.student_no, row.item, "登错",
                                                  seen(row.student_no, row.item))));
  }

  void declare() {
    const workflow::Item& item = one(one(workflow().types).items);
    count(bool(world_.commands.declare(student(number()), chance(60) ? "survey" : item.id)));
  }

  void collect() {
    const std::string student_no = number();
    const workflow::Document& document = one(one(workflow().types).documents);
    count(bool(world_.commands.collectDocument(officeOf(document.department), student_no, document.id,
                                               chance(20) ? "李四" : "", "")));
  }

  void activateAgain() {
    files_[0].text += "\n# again";
    REQUIRE(told(world_.commands.activate(admin(), files_)) == "done");
  }

  World& world_;
  std::vector<workflow::SourceFile> files_;
  workflow::Loaded loaded_;
  std::mt19937 random_;
  std::string doing_;
};

}  // namespace lixiao::service::test
