#include <algorithm>
#include <array>

#include "engine/workflow/keys_table.h"

namespace lixiao::workflow {
namespace {

constexpr Need kOptional = Need::Optional;
constexpr Need kRequired = Need::Required;

Shape itemShape() {
  return {
      "item",
      "an item",
      {{"title", Form::Map, "title", kRequired, "名称", "what people call it"},
       {"department", Form::Id, "", kOptional, "经办部门", "who acts on it"},
       {"registrar_when", Form::ListOf, "registrar", kOptional, "按条件分给不同部门", "departments by rule"},
       {"mode", Form::Word, "automatic|exceptions|registration|declaration", Need::UnlessParts,
        "审核方式；有 parts 时可以不写", "how it is decided; an item that only has parts needs none"},
       {"applies_when", Form::Rule, "", kOptional, "适用条件，默认 true",
        "whom it concerns, true when not given", "true"},
       {"passes_when", Form::Rule, "", kOptional, "通过条件（automatic）", "when it is clear (automatic)"},
       {"waive_below", Form::Amount, "", kOptional,
        "小额免收（automatic）：所欠合计低于此数（元，不含此数）即通过，并予注明",
        "automatic: when the money that passes_when reads adds up to less than this many yuan, it clears and "
        "says so"},
       {"message", Form::Map, "title", kOptional, "未通过时给学生看的话",
        "what the student reads when it is not clear"},
       {"because", Form::Map, "title", kOptional, "规则的理由，用管理员的话；不写则用规则旁的注释",
        "the rule in words, for those who ask why; the comment beside the rule when not given"},
       {"after", Form::ListOf, "item_id", kOptional, "先要办完的项目", "items that must be clear first"},
       {"opens", Form::Day, "", kOptional, "开始日；可写 leave_date - 14d",
        "first day; may count from a date of the student's: leave_date - 14d"},
       {"due", Form::Day, "", kOptional, "截止日；可写 leave_date - 14d",
        "last day; may count from a date of the student's: leave_date - 14d"},
       {"visit", Form::Boolean, "", kOptional, "学生须到场（registration）",
        "the student must come (registration)", "false"},
       {"optional", Form::Boolean, "", kOptional, "不计入全部结清", "never counts in all_cleared", "false"},
       {"list", Form::Id, "", kOptional, "例外名单（exceptions），默认同名",
        "the list of those who must come (exceptions)"},
       {"allow", Form::ListOf, "allowed", kOptional, "经办部门除通过、不通过外还可登记什么",
        "what its office may register beside cleared and refused"},
       {"parts", Form::MapOf, "part", kOptional, "分项：各自审核，全部通过本项才通过",
        "checks of its own, each with its rule and mode; the item is clear when all of them are"},
       {"one_of", Form::Id, "", kOptional, "同组任办其一：一项通过，其余无需办理",
        "the name of a group: one item of it clear makes the others not applicable"},
       {"register_by", Form::Id, "", kOptional, "按属性登记：登记一次，同值学生全部有效（registration）",
        "an attribute: one registration counts for all who share its value (registration)"},
       {"everyone_in", Form::Id, "", kOptional, "同值学生全部通过，才人人通过",
        "an attribute: clear for anyone only when clear for all who share its value"},
       {"charges", Form::Text, "", kOptional, "登记时可填应缴金额，写币种，如 CNY",
        "its registrations may carry an amount that is owing, in this currency, as CNY"},
       {"declares", Form::SomeOf, "fact_name", kOptional, "学生申报的数据（declaration）",
        "the facts that the student declares here (declaration)"},
       {"for_each", Form::FactName, "", kOptional, "数据有几个值，就分成几项",
        "a fact with several words: one item for each of them"},
       {"appointment", Form::Map, "appointment", kOptional, "预约办理（registration、exceptions）",
        "students come at a time they have booked (registration, exceptions)"}}};
}

/// A part is an item but for what only a whole item can be.
Shape partShape() {
  Shape part = itemShape();
  part.name = "part";
  part.title = "a part";
  constexpr std::array<std::string_view, 6> kWhole = {"parts",    "one_of",   "everyone_in",
                                                      "optional", "for_each", "appointment"};
  std::erase_if(part.keys, [&](const Key& key) {
    return std::find(kWhole.begin(), kWhole.end(), key.name) != kWhole.end();
  });
  for (Key& key : part.keys)
    if (key.need == Need::UnlessParts) {
      key.need = kRequired;
      key.zh = "审核方式";
      key.en = "how it is decided";
    }
  return part;
}

Shape appointmentShape() {
  return {
      "appointment",
      "an appointment",
      {{"slot", Form::Duration, "", kRequired, "每个时段多长，如 15min", "how long one takes, as 15min"},
       {"capacity", Form::Count, "", kRequired, "每个时段几人", "students at the same time"},
       {"hours", Form::ListOf, "hours", kRequired, "每天的办理时间，按先后", "hours of a day, in order"},
       {"from", Form::Day, "", kRequired, "从哪天起有时段", "first day with appointments"},
       {"to", Form::Day, "", kRequired, "到哪天为止", "last day with appointments"},
       {"not_before", Form::Day, "", kOptional, "最早可约哪一天", "first day that may be booked"},
       {"valid_for", Form::Duration, "", kOptional,
        "所发证件的有效期，如 30d：到本项截止日（没有则到 to）仍须有效，否则当天不可约",
        "how long what is issued then is valid, as 30d: days from which it would end before the item is due "
        "(before `to` where it is not) are not offered"},
       {"weekends", Form::Boolean, "", kOptional, "周六、周日也有时段", "also on Saturdays and Sundays",
        "false"}}};
}

}  // namespace

std::vector<Shape> itemShapes() {
  return {itemShape(),
          partShape(),
          appointmentShape(),
          {"registrar",
           "an entry of registrar_when",
           {{"when", Form::Rule, "", kOptional, "条件，最后一条没有", "for whom; the last entry has none"},
            {"department", Form::Id, "", kRequired, "部门", "who acts"}}}};
}

}  // namespace lixiao::workflow
