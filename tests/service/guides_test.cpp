#include "engine/service/guides.h"

#include <atomic>
#include <thread>

#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service;
using namespace lixiao::service::test;

namespace {

store::GuideText text(const std::string& place) {
  return {place, "8:30-11:30", "王老师", "021-63846590", "学生证\n一寸照片", "请先还清图书。"};
}

struct GuideWorld : World {
  GuideWorld() {
    activate(smallEdition());
    addStudents({undergraduate("101"), undergraduate("102", "药学院")});
  }

  std::vector<GuideView> shown(const std::string& student_no, const std::string& item) {
    const auto view = queries.student(student(student_no), student_no);
    REQUIRE(told(view) == "done");
    for (const ItemView& each : view->items)
      if (each.id == item) return each.guides;
    return {};
  }
  std::int64_t revision(const Actor& actor, const std::string& subject) {
    const auto versions = guides.history(actor, subject, {});
    REQUIRE(told(versions) == "done");
    const bool stands = !versions->versions.empty() && !versions->versions.front().withdrawn;
    return stands ? versions->versions.front().revision : 0;
  }
};

}  // namespace

TEST_CASE("What a department publishes, students see at once beside the item") {
  GuideWorld w;
  CHECK(w.shown("101", "library").empty());
  REQUIRE(told(w.guides.publish(staff("library"), "", "", text("综合楼"), 0)) == "done");
  REQUIRE(w.shown("101", "library").size() == 1);
  CHECK(w.shown("101", "library")[0].text.place == "综合楼");
  CHECK(w.shown("101", "equipment").empty());

  REQUIRE(told(w.guides.publish(staff("library"), "library", "徐汇", text("一楼"), 0)) == "done");
  REQUIRE(told(w.guides.publish(staff("library"), "library", "闵行", text("包图"), 0)) == "done");
  REQUIRE(w.shown("101", "library").size() ==
          2);  // of its own, a guide for all items is not shown beside them
  CHECK(w.shown("101", "library")[1].key.campus == "闵行");
  CHECK(w.guides.published().size() == 3);
  CHECK(w.guides.published()[0].key.subject.empty());

  const auto entries = w.journal("guide.published");
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].entry.item == "library");
  CHECK(entries[0].entry.payload.find("包图") != std::string::npos);
}

TEST_CASE("A college writes for its own students") {
  GuideWorld w;
  REQUIRE(told(w.guides.publish(staff("college", "医学院"), "college_procedures", "", text("懿德楼"), 0)) ==
          "done");
  CHECK(w.shown("101", "college_procedures").size() == 1);
  CHECK(w.shown("102", "college_procedures").empty());
  CHECK(told(w.guides.publish(staff("college"), "", "", text("x"), 0)) == "forbidden: you may not do this");
  CHECK(w.revision(staff("college", "药学院"), "college_procedures") == 0);
}

TEST_CASE("Nobody publishes for another department or about what is not theirs") {
  GuideWorld w;
  CHECK(told(w.guides.publish(staff("library"), "equipment", "", text("x"), 0)) ==
        "invalid: there is no item equipment");
  for (const Actor& actor : {admin(), auditor(), student("101"), staff("nobody")}) {
    CHECK(told(w.guides.publish(actor, "", "", text("x"), 0)) == "forbidden: you may not do this");
    CHECK(told(w.guides.desk(actor)) == "forbidden: you may not do this");
  }
  const auto version = [&] {
    REQUIRE(told(w.guides.publish(staff("library"), "", "", text("x"), 0)) == "done");
    return w.revision(staff("library"), "");
  }();
  CHECK(told(w.guides.restore(staff("equipment"), version, 0)).starts_with("not found"));
  CHECK(told(w.guides.duties(staff("library"))) == "forbidden: you may not do this");
}

TEST_CASE("A guide tells place, hours, contact and phone, within limits") {
  GuideWorld w;
  const auto refusedField = [&](store::GuideText wrong) {
    const auto outcome = w.guides.publish(staff("library"), "", "", std::move(wrong), 0);
    REQUIRE_FALSE(outcome);
    return outcome.refusal().field;
  };
  for (const auto& [member, field] : std::vector<std::pair<std::string store::GuideText::*, std::string>>{
           {&store::GuideText::place, "place"},
           {&store::GuideText::hours, "hours"},
           {&store::GuideText::contact, "contact"},
           {&store::GuideText::phone, "phone"}}) {
    store::GuideText wrong = text("综合楼");
    wrong.*member = " \r\n ";
    CHECK(refusedField(wrong) == field);
  }
  store::GuideText wrong = text("综合楼");
  wrong.body = std::string(4001, 'x');
  CHECK(refusedField(wrong) == "text");
  wrong = text("综\n合楼");
  CHECK(refusedField(wrong) == "place");
  wrong = text("a\xFF");
  CHECK(refusedField(wrong) == "place");
  const auto campus = w.guides.publish(staff("library"), "", std::string(41, 'x'), text("x"), 0);
  REQUIRE_FALSE(campus);
  CHECK(campus.refusal().field == "campus");
  CHECK(w.guides.published().empty());

  store::GuideText windows = text(" 综合楼 ");
  windows.bring = "学生证\r\n照片\r\n";
  REQUIRE(told(w.guides.publish(staff("library"), "", " ", windows, 0)) == "done");
  CHECK(w.guides.published()[0].text.place == "综合楼");
  CHECK(w.guides.published()[0].text.bring == "学生证\n照片");
  CHECK(w.guides.published()[0].key.campus.empty());
}

TEST_CASE("Who was slower is told, and the same text twice is one version") {
  GuideWorld w;
  REQUIRE(told(w.guides.publish(staff("library"), "", "", text("一楼"), 0)) == "done");
  const std::int64_t seen = w.revision(staff("library"), "");
  CHECK(told(w.guides.publish(staff("library"), "", "", text("一楼"), 0)) == "done");
  CHECK(w.revision(staff("library"), "") == seen);
  CHECK(told(w.guides.publish(staff("library"), "", "", text("二楼"), 0)) ==
        "conflict: meanwhile library published another version on 2015-06-24 12:00");
  REQUIRE(told(w.guides.publish(staff("library"), "", "", text("二楼"), seen)) == "done");
  CHECK(told(w.guides.withdraw(staff("library"), "", "", seen)).starts_with("conflict"));
  REQUIRE(told(w.guides.withdraw(staff("library"), "", "", w.revision(staff("library"), ""))) == "done");
  CHECK(told(w.guides.withdraw(staff("library"), "", "", seen)) == "done");
  CHECK(w.guides.published().empty());
  CHECK(told(w.guides.publish(staff("library"), "", "", text("三楼"), seen)) ==
        "conflict: meanwhile the guide was withdrawn");

  REQUIRE(told(w.guides.restore(staff("library"), seen, 0)) == "done");
  CHECK(w.guides.published()[0].text.place == "一楼");
  const auto history = w.guides.history(staff("library"), "", "");
  REQUIRE(history->versions.size() == 4);
  CHECK(history->versions[1].withdrawn);
  CHECK(history->versions[3].text.place == "一楼");
}

TEST_CASE("Of many who publish at once over the same version one is first") {
  GuideWorld w;
  std::atomic<int> done = 0, conflicts = 0;
  std::vector<std::jthread> people;
  for (int i = 0; i < 8; ++i)
    people.emplace_back([&, i] {
      const auto outcome = w.guides.publish(staff("library"), "", "", text(std::to_string(i)), 0);
      if (outcome)
        ++done;
      else if (outcome.refusal().kind == Refusal::Kind::Conflict)
        ++conflicts;
    });
  people.clear();
  CHECK(done == 1);
  CHECK(conflicts == 7);
  CHECK(w.guides.history(staff("library"), "", "")->versions.size() == 1);
}

TEST_CASE("The admin sees who has published what, and who is late") {
  GuideWorld w;
  auto files = smallEdition();
  const std::string go_live = "  go_live: { from: 2015-06-08, to: 2015-06-08 }\n";
  files[0].text.insert(files[0].text.find(go_live), "  guides_due: { from: 2015-06-18, to: 2015-06-18 }\n");
  w.activate(files);
  REQUIRE(told(w.guides.publish(staff("library"), "library", "", text("一楼"), 0)) == "done");
  REQUIRE(told(w.guides.publish(staff("college", "医学院"), "college_procedures", "", text("懿德楼"), 0)) ==
          "done");
  REQUIRE(told(w.accounts.create(admin(), {"ph", "药", Role::Staff, "college", "药学院", "",
                                           "a long enough phrase"})) == "done");
  const auto duties = w.guides.duties(auditor());
  REQUIRE(told(duties) == "done");
  CHECK(duties->due == model::parseDate("2015-06-18"));
  CHECK(duties->late);
  const auto find = [&](const std::string& department, const std::string& scope) {
    for (const GuideDuty& each : duties->departments)
      if (each.department == department && each.scope_value == scope) return each;
    FAIL(department << " " << scope);
    return GuideDuty{};
  };
  CHECK(find("library", "").done());
  CHECK_FALSE(find("archive", "").done());
  CHECK(find("archive", "").missing.size() == 2);
  CHECK(find("registrar", "").missing.size() == 1);  // the diploma
  CHECK_FALSE(find("college", "药学院").done());
  CHECK(find("college", "医学院").missing.size() == 1);  // the certificate
  CHECK(find("college", "医学院").last_at == w.clock.now());
}
