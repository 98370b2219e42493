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
         "attributes and facts of the student; FACT.since is the day from which a value holds"},
        {"unconfirmed", Form::MapOf, "value", kOptional, "学生已申报、部门未确认的数据",
         "what the student declared and its department has not confirmed"},
        {"lists", Form::ListOf, "id", kOptional, "学生所在的名单", "lists the student stands on"},
        {"submitted", Form::ListOf, "id", kOptional, "已提交的名单", "lists that were submitted"},
        {"registrations", Form::MapOf, "registration", kOptional, "已登记的结果", "what offices registered"},
        {"collected", Form::ListOf, "id", kOptional, "已领取的证书",
         "documents that were handed out already"},
        {"others_clear", Form::MapOf, "truth", kOptional, "everyone_in：同值的其他学生是否都已通过",
         "everyone_in: whether all others who share the value are clear"},
        {"today", Form::Date, "", kRequired, "日期", "the day"},
        {"expect", Form::MapOf, "status", kRequired, "应有的状态；batch.证书 写批次名称，无批次写 none",
         "the statuses expected; batch.DOCUMENT expects the label of its batch, or none"}}},
      {"registration",
       "a registration",
       {{"result", Form::Word, "cleared|refused|not_applicable|deferred|waived|declared", kRequired, "结果",
         "the result"},
        {"remark", Form::Text, "", kOptional, "备注", "a remark"},
        {"until", Form::Date, "", kOptional, "有效至", "the last day on which it counts"},
        {"at", Form::Date, "", kOptional, "登记日，默认测试当日",
         "the day it was made, the test's own when not given"},
        {"condition", Form::Text, "", kOptional, "有条件通过的条件（cleared）",
         "what the student still owes the office (cleared)"},
        {"amount", Form::Text, "", kOptional, "应缴金额，如 12.50", "what the office found owing, as 12.50"}},
       true,
       Form::Word,
       "cleared|refused|not_applicable|deferred|waived|declared"},
  };
}

}  // namespace lixiao::workflow
