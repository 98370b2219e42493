#include "engine/workflow/keys_notes.h"

#include <algorithm>
#include <iterator>

namespace lixiao::workflow {
namespace {

constexpr ShapeNotes kFiles[] = {
    {"edition", "edition.yaml：一届所有学生类别共用的内容",
     R"(edition: 2016
extends: ../2015/edition.yaml
title: { zh: 2016届毕业生离校, en: Class of 2016 clearance }
timezone: Asia/Shanghai
calendar:
  on_site: { from: 2016-06-21, to: 2016-06-28 }
attributes:
  student_type: { type: enum, values: [undergraduate] }
facts:
  library.loans: { type: count, max_age: 24h }
lists:
  sports: { department: sports }
departments:
  library: { title: 图书馆 }
  sports: { title: 体育教研室 }
providers:
  registrar: { title: 教务处, provides: student_type == "undergraduate" }
conditions:
  in_summer: today > on_site.to
items:
  library: { title: 归还图书, department: library, mode: automatic, passes_when: library.loans == 0 }
)"},
    {"student_type", "学生类别：每类一个文件",
     R"(student_type: undergraduate
title: { zh: 本科毕业生, en: Undergraduates }
items:
  - library
  - archive: { title: 论文归档, department: archive, mode: registration }
documents:
  diploma: { title: 毕业证书, department: registrar }
notices:
  - { when: today > on_site.to, text: 集中办理已结束 }
)"},
    {"college", "学院：colleges/ 下每院一个文件，只能给本院学生增加项目",
     R"(college: 护理学院
student_types: [undergraduate]
items:
  - uniform: { title: 护士服归还, department: college, mode: registration, visit: true }
)"},
    {"tests", "规则测试：*.test.yaml",
     R"(tests:
  - name: 没有还书的人不能领毕业证
    student: { student_type: undergraduate, library.loans: 2 }
    today: 2015-06-24
    expect: { library: action_required, diploma: withheld }
)"},
};

constexpr ShapeNotes kColleges[] = {
    {"college_item", "学院的一个项目：编号和它自己的内容",
     R"(items:
  - uniform: { title: 护士服归还, department: college, mode: registration, visit: true }
)"},
};

constexpr ShapeNotes kEdition[] = {
    {"calendar_entry", "日程中的一天或一个时段，首尾两天都算在内",
     R"(calendar:
  roster_due: 2015-06-15
  on_site: { from: 2015-06-23, to: 2015-06-30, title: { zh: 集中办理, en: On-site handling } }
)"},
    {"attribute", "花名册的一个字段；学号、姓名和身份证号总在，不必写",
     R"(attributes:
  student_type: { type: enum, values: [undergraduate, postgraduate], title: 学生类别 }
  birth_date: { type: date, optional: true }
)"},
    {"fact", "学生的一项数据",
     R"(facts:
  finance.tuition_due: { type: money, currency: CNY, max_age: 24h, title: 学费欠费 }
  residences: { type: enum, values: [东校区, 西校区], several: true, declared_by: student }
  card.wants_refund: { type: boolean, declared_by: student, confirmed_by: card }
)"},
    {"list", "部门提交的名单：提交之前，谁也不因不在名单上而通过",
     R"(lists:
  sports: { title: 体育用品未还名单, department: sports, due: 2015-06-18 }
)"},
    {"department", "部门",
     R"(departments:
  library: { title: { zh: 图书馆, en: Library } }
  college: { title: 院系, scope: college }
)"},
    {"provider", "花名册提供单位，各管各的学生",
     R"(providers:
  graduate_school: { title: 研究生院, provides: student_type == "postgraduate" }
)"},
};

constexpr ShapeNotes kItems[] = {
    {"item", "审核项目",
     R"(items:
  finance:
    title: { zh: 财务处 学费, en: Tuition }
    department: finance
    mode: automatic
    applies_when: leave_reason != "公派出国"
    passes_when: finance.tuition_due <= 0
    waive_below: 5
    message: 欠学费 {finance.tuition_due} 元
    because: 欠费的学生不能离校
    due: on_site.to
    allow: [deferral, waiver]
  sports:
    title: 体育用品
    department: sports
    mode: exceptions
    list: sports
    one_of: return_counter
  library:
    title: 图书馆
    department: library
    one_of: return_counter
    parts:
      books: { title: 归还图书, mode: automatic, passes_when: library.loans == 0 }
      thesis_upload: { title: 提交电子论文, mode: registration }
  where_you_live:
    title: 申报住宿校区
    department: housing
    mode: declaration
    declares: residences
  inspection:
    title: 退宿检查
    department: housing
    mode: registration
    for_each: residences
    message: 请到{each}宿舍办公室办理
  campus_card:
    title: 校园卡销户
    registrar_when:
      - { when: student_type == "postgraduate", department: graduate_school }
      - { department: card }
    mode: registration
    visit: true
    optional: true
    after: [finance]
    opens: on_site.from
  room:
    title: 宿舍验收
    department: housing
    mode: registration
    register_by: room
    charges: CNY
    appointment: { slot: 15min, capacity: 4, hours: ["08:30-11:30"], from: on_site.from, to: on_site.to }
  class_meeting:
    title: 班费结清
    department: college
    mode: registration
    everyone_in: class_code
)"},
    {"appointment", "预约：学生按时段预约到场；预约本身不改变事项状态",
     R"(appointment:
  slot: 15min
  capacity: 4
  hours: ["08:30-11:30", "13:30-16:30"]
  from: 2015-06-16
  to: on_site.to
  not_before: 2015-06-17
  valid_for: 30d
  weekends: false
)"},
    {"part", "分项：自己审核的一项检查；部门不写则与所属项目相同",
     R"(parts:
  fines:
    title: { zh: 图书罚款, en: Fines }
    mode: automatic
    applies_when: leave_reason != "公派出国"
    passes_when: library.fines <= 0
    waive_below: 5
    message: 欠款 {library.fines} 元
    because: 罚款五元以下免收
    opens: on_site.from
    due: on_site.to
    after: [library.books]
    allow: [deferral]
  disc:
    title: 光盘
    mode: exceptions
    list: discs
    department: library
  refund:
    title: 是否退款
    mode: declaration
    declares: [card.wants_refund]
  keys:
    title: 归还钥匙
    mode: registration
    register_by: room
    charges: CNY
  thesis_upload:
    title: 提交电子论文
    registrar_when:
      - { when: student_type == "postgraduate", department: graduate_school }
      - { department: library }
    mode: registration
    visit: true
)"},
    {"item_entry", "学生类别中的一个项目：edition.yaml 中的编号，取用并改动，或者自己写一个",
     R"(items:
  - finance
  - { use: library, due: 2015-06-26 }
  - thesis_archive: { title: 论文归档, department: archive, mode: registration }
)"},
    {"registrar", "registrar_when 的一条；第一条成立的部门经办，最后一条没有条件",
     R"(registrar_when:
  - { when: student_type == "postgraduate", department: graduate_school }
  - { department: college }
)"},
    {"document", "证书",
     R"(documents:
  diploma:
    title: { zh: 毕业证书, en: Diploma }
    department: registrar
    applies_when: leave_reason == "毕业"
    released_when: all_cleared
    batches:
      - { when: cleared_on.finance <= date("2015-06-20"), label: 首批 }
      - { label: 九月批, collect: { from: 2015-09-10 } }
    because: 全部手续办完才发毕业证书
    collect: { from: on_site.from, to: on_site.to, place: 教务处 }
  degree:
    title: 学位证书
    department: registrar
    after: [diploma]
)"},
    {"batch", "批次：证书分批发放时的一批",
     R"(batches:
  - { when: cleared_on.finance <= date("2015-06-20"), label: { zh: 首批, en: First batch } }
  - { label: 九月批, collect: { from: 2015-09-10, to: 2015-09-20 } }
)"},
    {"collect", "领取时间和地点",
     R"(collect: { from: on_site.from, to: on_site.to, place: { zh: 教务处, en: Registrar } }
)"},
    {"notice", "提示",
     R"(notices:
  - { when: today >= date("2015-07-01"), text: { zh: 不再享受在校生待遇, en: Student benefits have ended } }
)"},
    {"title", "按语言写的文字",
     R"(title: { zh: 图书馆, en: Library }
)"},
};

constexpr ShapeNotes kTests[] = {
    {"test", "一条规则测试",
     R"(tests:
  - name: 欠费的研究生不能领毕业证
    student: { student_type: postgraduate, finance.tuition_due: 300.00, library.loans: 0 }
    lists: [hukou_huaping]
    submitted: [sports]
    registrations: { college_procedures: cleared }
    unconfirmed: { card.wants_refund: true }
    collected: [employment_card]
    others_clear: { class_dues: false }
    today: 2015-06-24
    expect: { finance: action_required, library: cleared, diploma: withheld, batch.diploma: none }
)"},
    {"registration", "测试中一项已登记的结果",
     R"(registrations:
  college_procedures: cleared
  housing: { result: deferred, remark: 七月底退宿, until: 2015-07-31 }
  laboratory: { result: cleared, at: 2015-06-20, condition: 月底前补交钥匙, amount: 12.50 }
)"},
};

template <std::size_t count>
const ShapeNotes* find(const ShapeNotes (&notes)[count], std::string_view shape) {
  const auto* found =
      std::find_if(std::begin(notes), std::end(notes), [&](const ShapeNotes& n) { return n.shape == shape; });
  return found == std::end(notes) ? nullptr : found;
}

}  // namespace

const ShapeNotes* notesOf(std::string_view shape) {
  for (const ShapeNotes* found : {find(kFiles, shape), find(kColleges, shape), find(kEdition, shape),
                                  find(kItems, shape), find(kTests, shape)})
    if (found != nullptr) return found;
  return nullptr;
}

}  // namespace lixiao::workflow
