#include "tests/service/wide_edition.h"

#include "tests/catch.h"

namespace lixiao::service::test {

std::vector<workflow::SourceFile> wideEdition() {
  const char* edition = R"(
edition: 2015
title: Wide
timezone: Asia/Shanghai
attributes:
  student_type: { type: enum, values: [undergraduate] }
  college:      { type: text }
  class_code:   { type: text }
  room:         { type: text, optional: true, title: { zh: 房间, en: Room } }
facts:
  library.loans: { type: count, max_age: 24h }
  residence:     { type: enum, values: [东校区, 西校区, 校外], several: true, declared_by: student, confirmed_by: housing, title: { zh: 住处, en: Residence } }
  bank:          { type: text, declared_by: student, title: { zh: 开户行, en: Bank } }
departments:
  housing: { title: { zh: 宿管, en: Housing } }
  office:  { title: { zh: 教务处, en: Office } }
  college: { title: { zh: 院系, en: College }, scope: college }
providers:
  office: { title: Office, provides: student_type == "undergraduate" }
items:
  room:
    title: { zh: 宿舍, en: Room }
    department: housing
    mode: registration
    register_by: room
    charges: CNY
    allow: [deferral, waiver, condition]
  books: { title: Books, department: office, mode: automatic, passes_when: library.loans == 0, everyone_in: class_code }
  dues:  { title: Dues, department: office, mode: automatic, passes_when: charges_total <= 20, optional: true }
  desk:  { title: Desk, department: college, mode: registration, register_by: room, optional: true }
  library:
    title: Library
    department: office
    optional: true
    parts:
      card:   { title: Card, mode: registration, allow: [not_applicable] }
      thesis: { title: Thesis, mode: registration }
  homes: { title: Homes, department: office, mode: declaration, declares: [residence, bank], optional: true }
  home:  { title: Home, department: housing, mode: registration, for_each: residence, optional: true }
)";
  const char* undergraduate = R"(
student_type: undergraduate
title: Undergraduate
items: [room, books, dues, desk, library, homes, home]
documents:
  diploma:
    title: Diploma
    department: office
    released_when: all_cleared
    collect: { from: 2015-06-24, to: 2015-06-30, place: Hall }
    batches:
      - { when: 'cleared_on.room <= date("2015-06-23")', label: { zh: 首批, en: first }, collect: { to: 2015-06-25 } }
      - { label: { zh: 次批, en: second }, collect: { from: 2015-09-01, to: 2015-09-02, place: Office } }
)";
  return {{"edition.yaml", edition}, {"undergraduate.yaml", undergraduate}};
}

RosterRow resident(const std::string& student_no, const std::string& room, const std::string& class_code,
                   const std::string& college) {
  return {
      1,
      student_no,
      "张三",
      {},
      {{"student_type", "undergraduate"}, {"college", college}, {"class_code", class_code}, {"room", room}}};
}

ItemView itemOf(World& world, const Actor& actor, const std::string& student_no, const std::string& item) {
  const auto view = world.queries.student(actor, student_no);
  REQUIRE(told(view) == "done");
  for (const auto& items : {view->items, view->not_applicable})
    for (const ItemView& candidate : items) {
      if (candidate.id == item) return candidate;
      for (const ItemView& part : candidate.parts)
        if (part.id == item) return part;
    }
  FAIL(item);
  return {};
}

}  // namespace lixiao::service::test
