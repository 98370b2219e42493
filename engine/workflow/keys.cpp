#include "engine/workflow/keys.h"

#include <algorithm>
#include <cassert>

namespace lixiao::workflow {
namespace {

constexpr Need kOptional = Need::Optional;
constexpr Need kRequired = Need::Required;
constexpr Need kNotYet = Need::NotYet;

Shape scalarShape(std::string_view name, std::string_view title, Form form, std::string_view of = {}) {
  return {name, title, {}, true, form, of};
}

std::vector<Shape> small() {
  return {
      scalarShape("id", "an id", Form::Id),
      scalarShape("rule", "a rule", Form::Rule),
      scalarShape("text", "a text", Form::Text),
      scalarShape("value", "a value", Form::Value),
      scalarShape("status", "a status", Form::Text),
      {"title",
       "a text by language",
       {{"zh", Form::Text, "", kOptional, "中文", "in Chinese"},
        {"en", Form::Text, "", kOptional, "英文", "in English"}},
       true,
       Form::Text},
      {"item_entry", "an item of a student type", {}, true, Form::ItemEntry},
  };
}

std::vector<Shape> files() {
  return {
      {"edition",
       "edition.yaml",
       {{"edition", Form::Text, "", kRequired, "届别，如 2015", "the year, as 2015"},
        {"title", Form::Map, "title", kOptional, "名称", "what people call it"},
        {"timezone", Form::Text, "", kOptional, "时区，默认 Asia/Shanghai",
         "IANA name, Asia/Shanghai when not given"},
        {"calendar", Form::MapOf, "calendar_entry", kOptional, "日程：有名字的日子和时段",
         "named days and windows"},
        {"attributes", Form::MapOf, "attribute", kRequired, "花名册字段", "columns of the roster"},
        {"facts", Form::MapOf, "fact", kOptional, "接口、导入或学生提供的数据",
         "what connectors and imports deliver"},
        {"lists", Form::MapOf, "list", kOptional, "部门提交的名单", "student lists that departments deliver"},
        {"departments", Form::MapOf, "department", kRequired, "部门", "departments"},
        {"providers", Form::MapOf, "provider", kOptional, "花名册提供单位",
         "who delivers which part of the roster"},
        {"conditions", Form::MapOf, "rule", kOptional, "有名字的规则", "named rules"},
        {"items", Form::MapOf, "item", kOptional, "审核项目，供各类学生选用",
         "the items that student types pick from"},
        {"extends", Form::Text, "", kNotYet, "沿用另一届", "another edition of which this one is a change"}}},
      {"student_type",
       "a student type",
       {{"student_type", Form::Text, "", kRequired, "属性 student_type 的一个值",
         "a value of the attribute student_type"},
        {"title", Form::Map, "title", kRequired, "名称", "what people call it"},
        {"items", Form::ListOf, "item_entry", kRequired, "审核项目，按学生看到的顺序",
         "items in the order students see"},
        {"documents", Form::MapOf, "document", kOptional, "证书", "documents handed out at the end"},
        {"notices", Form::ListOf, "notice", kOptional, "提示", "sentences shown while their rule holds"}}},
      {"tests",
       "a file of rule tests",
       {{"tests", Form::ListOf, "test", kRequired, "规则测试", "rule tests"}}},
  };
}

std::vector<Shape> edition() {
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
        {"optional", Form::Boolean, "", kOptional, "花名册可以缺这一列", "the roster may leave it empty"}}},
      {"fact",
       "a fact",
       {{"type", Form::Word, "money|count|percent|boolean|date|text|enum|number", kRequired, "类型",
         "its type"},
        {"values", Form::ListOf, "text", kOptional, "enum 的取值", "the words of an enum"},
        {"currency", Form::Text, "", kOptional, "money 的币种，如 CNY", "the currency of money, as CNY"},
        {"title", Form::Map, "title", kOptional, "名称", "what people call it"},
        {"max_age", Form::Duration, "", kOptional, "超过此时间即为未知", "older than this is unknown"},
        {"declared_by", Form::Text, "", kNotYet, "由谁申报", "who declares it"},
        {"confirmed_by", Form::Id, "", kNotYet, "由谁确认", "which department confirms it"}}},
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

std::vector<Shape> items() {
  return {
      {"item",
       "an item",
       {{"title", Form::Map, "title", kRequired, "名称", "what people call it"},
        {"department", Form::Id, "", kOptional, "经办部门", "who acts on it"},
        {"registrar_when", Form::ListOf, "registrar", kOptional, "按条件分给不同部门", "departments by rule"},
        {"mode", Form::Word, "automatic|exceptions|registration|declaration", kRequired, "审核方式",
         "how it is decided"},
        {"applies_when", Form::Rule, "", kOptional, "适用条件，默认 true",
         "whom it concerns, true when not given"},
        {"passes_when", Form::Rule, "", kOptional, "通过条件（automatic）", "when it is clear (automatic)"},
        {"message", Form::Map, "title", kOptional, "未通过时给学生看的话",
         "what the student reads when it is not clear"},
        {"after", Form::ListOf, "id", kOptional, "先要办完的项目", "items that must be clear first"},
        {"opens", Form::Day, "", kOptional, "开始日", "first day"},
        {"due", Form::Day, "", kOptional, "截止日", "last day"},
        {"visit", Form::Boolean, "", kOptional, "学生须到场（registration）",
         "the student must come (registration)"},
        {"optional", Form::Boolean, "", kOptional, "不计入全部结清", "never counts in all_cleared"},
        {"list", Form::Id, "", kOptional, "例外名单（exceptions），默认同名",
         "the list of those who must come (exceptions)"},
        {"parts", Form::Value, "", kNotYet, "分项", "checks it consists of"},
        {"one_of", Form::Value, "", kNotYet, "任办其一", "a group of which one suffices"},
        {"register_by", Form::Value, "", kNotYet, "按属性登记", "one registration for all who share a value"},
        {"everyone_in", Form::Value, "", kNotYet, "全体一起", "clear for anyone only when clear for all"},
        {"waive_below", Form::Value, "", kNotYet, "小额免收", "a smaller amount clears"},
        {"allow", Form::Value, "", kNotYet, "允许的登记结果", "what registrars may register"},
        {"appointment", Form::Value, "", kNotYet, "预约", "appointments"},
        {"for_each", Form::Value, "", kNotYet, "逐项", "one item for each"}}},
      {"registrar",
       "an entry of registrar_when",
       {{"when", Form::Rule, "", kOptional, "条件，最后一条没有", "for whom; the last entry has none"},
        {"department", Form::Id, "", kRequired, "部门", "who acts"}}},
      {"document",
       "a document",
       {{"title", Form::Map, "title", kRequired, "名称", "what people call it"},
        {"department", Form::Id, "", kRequired, "发放部门", "who hands it out"},
        {"applies_when", Form::Rule, "", kOptional, "适用条件，默认 true",
         "whom it concerns, true when not given"},
        {"released_when", Form::Rule, "", kOptional, "发放条件，默认 all_cleared",
         "when it may be handed out, all_cleared when not given"},
        {"collect", Form::Map, "collect", kOptional, "领取时间和地点", "when and where to collect it"},
        {"after", Form::ListOf, "id", kOptional, "先要领取的证书", "documents that must be handed out first"},
        {"batches", Form::Value, "", kNotYet, "批次", "batches"}}},
      {"collect",
       "collect",
       {{"from", Form::Day, "", kOptional, "第一天", "first day"},
        {"to", Form::Day, "", kOptional, "最后一天", "last day"},
        {"place", Form::Map, "title", kOptional, "地点", "place"}}},
      {"notice",
       "a notice",
       {{"when", Form::Rule, "", kRequired, "何时显示", "when it is shown"},
        {"text", Form::Map, "title", kRequired, "内容", "the sentence"}}},
  };
}

std::vector<Shape> tests() {
  return {
      {"test",
       "a test",
       {{"name", Form::Text, "", kRequired, "名称", "what it says"},
        {"student", Form::MapOf, "value", kRequired, "学生的属性和数据",
         "attributes and facts of the student"},
        {"lists", Form::ListOf, "id", kOptional, "学生所在的名单", "lists the student stands on"},
        {"submitted", Form::ListOf, "id", kOptional, "已提交的名单", "lists that were submitted"},
        {"registrations", Form::MapOf, "registration", kOptional, "已登记的结果", "what offices registered"},
        {"today", Form::Date, "", kRequired, "日期", "the day"},
        {"expect", Form::MapOf, "status", kRequired, "应有的状态", "the statuses expected"},
        {"because", Form::Value, "", kNotYet, "应有的理由", "the reasons expected"}}},
      {"registration",
       "a registration",
       {{"result", Form::Word, "cleared|refused|not_applicable|deferred|waived|declared", kRequired, "结果",
         "the result"},
        {"remark", Form::Text, "", kOptional, "备注", "a remark"},
        {"until", Form::Date, "", kOptional, "有效至", "the last day on which it counts"}},
       true,
       Form::Word,
       "cleared|refused|not_applicable|deferred|waived|declared"},
  };
}

}  // namespace

const std::vector<Shape>& language() {
  static const std::vector<Shape> all = [] {
    std::vector<Shape> shapes;
    for (const auto& part : {files(), edition(), items(), tests(), small()})
      shapes.insert(shapes.end(), part.begin(), part.end());
    return shapes;
  }();
  return all;
}

const Shape& shape(std::string_view name) {
  const auto& all = language();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Shape& s) { return s.name == name; });
  assert(found != all.end());  // the table names only shapes it has
  return *found;
}

std::vector<std::string> words(std::string_view divided) {
  std::vector<std::string> result;
  while (!divided.empty()) {
    const std::size_t bar = std::min(divided.find('|'), divided.size());
    result.emplace_back(divided.substr(0, bar));
    divided.remove_prefix(std::min(bar + 1, divided.size()));
  }
  return result;
}

}  // namespace lixiao::workflow
