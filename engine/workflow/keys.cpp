#include "engine/workflow/keys_table.h"

#include <algorithm>
#include <cassert>

namespace lixiao::workflow {
namespace {

constexpr Need kOptional = Need::Optional;
constexpr Need kRequired = Need::Required;

Shape scalarShape(std::string_view name, std::string_view title, Form form, std::string_view of = {}) {
  return {name, title, {}, true, form, of};
}

std::vector<Shape> small() {
  return {
      scalarShape("id", "an id", Form::Id),
      scalarShape("item_id", "an item's id", Form::ItemName),
      scalarShape("fact_name", "a fact's name", Form::FactName),
      scalarShape("allowed", "a result", Form::Word, "deferral|waiver|not_applicable|condition"),
      scalarShape("hours", "hours of a day", Form::Hours),
      scalarShape("rule", "a rule", Form::Rule),
      scalarShape("text", "a text", Form::Text),
      scalarShape("value", "a value", Form::Value),
      scalarShape("truth", "true or false", Form::Boolean),
      scalarShape("status", "a status", Form::Text),
      {"title",
       "a text by language",
       {{"zh", Form::Text, "", kOptional, "中文", "in Chinese"},
        {"en", Form::Text, "", kOptional, "英文", "in English"}},
       true,
       Form::Text},
      {"item_entry", "an item of a student type", {}, true, Form::ItemEntry},
      {"college_item", "an item of a college", {}, true, Form::ItemEntry},
  };
}

std::vector<Shape> files() {
  return {
      {"edition",
       "edition.yaml",
       {{"edition", Form::Text, "", kRequired, "届别，如 2015", "the year, as 2015"},
        {"title", Form::Map, "title", kOptional, "名称", "what people call it"},
        {"timezone", Form::Text, "", kOptional, "时区，默认 Asia/Shanghai",
         "IANA name, Asia/Shanghai when not given", "Asia/Shanghai"},
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
        {"extends", Form::Text, "", kOptional,
         "沿用另一届，如 ../2015/edition.yaml：只写改动，映射逐键合并，列表和值整个替换，写 ~ 去掉一键",
         "the edition.yaml of which this one is a change, as ../2015/edition.yaml: maps are merged key by "
         "key, "
         "lists and values replaced, ~ takes a key away"}}},
      {"student_type",
       "a student type",
       {{"student_type", Form::Text, "", kRequired, "属性 student_type 的一个值",
         "a value of the attribute student_type"},
        {"title", Form::Map, "title", kRequired, "名称", "what people call it"},
        {"items", Form::ListOf, "item_entry", kRequired, "审核项目，按学生看到的顺序",
         "items in the order students see"},
        {"documents", Form::MapOf, "document", kOptional, "证书", "documents handed out at the end"},
        {"notices", Form::ListOf, "notice", kOptional, "提示", "sentences shown while their rule holds"}}},
      {"college",
       "a file of a college",
       {{"college", Form::Text, "", kRequired, "学院：属性 college 的一个值",
         "a value of the attribute college"},
        {"student_types", Form::ListOf, "text", kOptional, "哪些学生类别，默认全部",
         "to which student types its items are added, all when not given"},
        {"items", Form::ListOf, "college_item", kRequired, "本院学生另办的项目",
         "items that its own students have beside the others"}}},
      {"tests",
       "a file of rule tests",
       {{"tests", Form::ListOf, "test", kRequired, "规则测试", "rule tests"}}},
  };
}

}  // namespace

const std::vector<Shape>& language() {
  static const std::vector<Shape> all = [] {
    std::vector<Shape> shapes;
    for (const auto& part : {files(), editionShapes(), itemShapes(), documentShapes(), testShapes(), small()})
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

Form keyForm(const Key& map) {
  for (const char* of_facts : {"facts", "student", "unconfirmed"})
    if (map.name == of_facts) return Form::FactName;
  for (const char* of_items : {"registrations", "expect", "others_clear"})
    if (map.name == of_items) return Form::ItemName;
  return Form::Id;
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
