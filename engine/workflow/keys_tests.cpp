#include "engine/workflow/keys_table.h"

namespace lixiao::workflow {
namespace {

constexpr Need kOptional = Need::Optional;
constexpr Need kRequired = Need::Required;

}  // namespace

std::vector<Shape> testShapes() {
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
        {"expect", Form::MapOf, "status", kRequired, "应有的状态", "the statuses expected"}}},
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

}  // namespace lixiao::workflow
