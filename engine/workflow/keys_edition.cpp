#include "engine/workflow/keys_table.h"

namespace lixiao::workflow {
namespace {

constexpr Need kOptional = Need::Optional;
constexpr Need kRequired = Need::Required;

}  // namespace

std::vector<Shape> editionShapes() {
  return {
      {"calendar_entry",
       "a day or window of the calendar",
       {{"from", Form::Date, "", kRequired, "第一天", "first day"},
        {"to", Form::Date, "", kRequired, "最后一天", "last day"},
        {"title", Form::Map, "title", kOptional, "名称", "what people call it"}},
       true,
       Form::Date},
      {"attribute",
       "an attribute",
       {{"type", Form::Word, "text|enum|date|boolean|count|number", kRequired, "类型", "its type"},
        {"values", Form::ListOf, "text", kOptional, "enum 的取值", "the words of an enum"},
        {"title", Form::Map, "title", kOptional, "名称", "what people call it"},
        {"optional", Form::Boolean, "", kOptional, "花名册可以缺这一列", "the roster may leave it empty",
         "false"}}},
      {"fact",
       "a fact",
       {{"type", Form::Word, "money|count|percent|boolean|date|text|enum|number", kRequired, "类型",
         "its type"},
        {"values", Form::ListOf, "text", kOptional, "enum 的取值", "the words of an enum"},
        {"currency", Form::Text, "", kOptional, "money 的币种，如 CNY", "the currency of money, as CNY"},
        {"title", Form::Map, "title", kOptional, "名称", "what people call it"},
        {"max_age", Form::Duration, "", kOptional, "超过此时间即为未知", "older than this is unknown"},
        {"several", Form::Boolean, "", kOptional,
         "enum 可同时取几个值，用 ; 分隔；规则里写 \"东校区\" in 数据名",
         "an enum that may hold several of its words, divided by ; and asked for by \"word\" in FACT",
         "false"},
        {"declared_by", Form::Word, "student", kOptional, "由学生申报", "the student declares it"},
        {"confirmed_by", Form::Id, "", kOptional, "由此部门确认，确认前为未知",
         "unknown until this department confirmed what was declared"}}},
      {"list",
       "a list",
       {{"title", Form::Map, "title", kOptional, "名称", "what people call it"},
        {"department", Form::Id, "", kRequired, "提交的部门", "who delivers it"},
        {"due", Form::Day, "", kOptional, "提交期限", "the last day for it"}}},
      {"department",
       "a department",
       {{"title", Form::Map, "title", kOptional, "名称", "what people call it"},
        {"scope", Form::Id, "", kOptional, "只管与自己同值的学生的属性",
         "the attribute that bounds whom its people act on"}}},
      {"provider",
       "a provider",
       {{"title", Form::Map, "title", kOptional, "名称", "what people call it"},
        {"provides", Form::Rule, "", kRequired, "负责哪些学生", "which students it delivers"}}},
  };
}

}  // namespace lixiao::workflow
