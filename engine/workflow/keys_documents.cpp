#include "engine/workflow/keys_table.h"

namespace lixiao::workflow {
namespace {

constexpr Need kOptional = Need::Optional;
constexpr Need kRequired = Need::Required;

}  // namespace

std::vector<Shape> documentShapes() {
  return {
      {"document",
       "a document",
       {{"title", Form::Map, "title", kRequired, "名称", "what people call it"},
        {"department", Form::Id, "", kRequired, "发放部门", "who hands it out"},
        {"applies_when", Form::Rule, "", kOptional, "适用条件，默认 true",
         "whom it concerns, true when not given", "true"},
        {"released_when", Form::Rule, "", kOptional, "发放条件，默认 all_cleared",
         "when it may be handed out, all_cleared when not given", "all_cleared"},
        {"because", Form::Map, "title", kOptional, "发放条件的理由，用管理员的话；不写则用规则旁的注释",
         "the rule in words, for those who ask why; the comment beside the rule when not given"},
        {"collect", Form::Map, "collect", kOptional, "领取时间和地点", "when and where to collect it"},
        {"after", Form::ListOf, "id", kOptional, "先要领取的证书", "documents that must be handed out first"},
        {"batches", Form::ListOf, "batch", kOptional, "批次：条件成立的第一条就是学生所在的批次",
         "batches: the first whose rule holds is the student's"}}},
      {"batch",
       "a batch",
       {{"when", Form::Rule, "", kOptional, "哪些学生，最后一条可以没有", "for whom; the last may have none"},
        {"label", Form::Map, "title", kRequired, "批次名称", "what people call it"},
        {"collect", Form::Map, "collect", kOptional, "本批领取时间和地点；未写的按证书的",
         "when and where; what is not given is that of the document"}}},
      {"collect",
       "collect",
       {{"from", Form::Day, "", kOptional, "第一天；可写 leave_date - 14d",
         "first day; may count from a date of the student's: leave_date - 14d"},
        {"to", Form::Day, "", kOptional, "最后一天；可写 leave_date - 14d",
         "last day; may count from a date of the student's: leave_date - 14d"},
        {"place", Form::Map, "title", kOptional, "地点", "place"}}},
      {"notice",
       "a notice",
       {{"when", Form::Rule, "", kRequired, "何时显示", "when it is shown"},
        {"text", Form::Map, "title", kRequired, "内容", "the sentence"}}},
  };
}

}  // namespace lixiao::workflow
