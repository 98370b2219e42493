#include <array>

#include "engine/service/commands.h"

namespace lixiao::service {
namespace {

struct Words {
  std::string_view word;
  const char* zh;
  const char* en;
};
constexpr std::array<Words, 17> kVerdicts = {{
    {"will_clear", "将通过", "will clear"},
    {"will_change", "将改变", "will change"},
    {"added", "新增", "added"},
    {"changed", "更正", "changed"},
    {"unchanged", "未变", "unchanged"},
    {"removed", "移出", "taken off"},
    {"absent", "文件中没有", "not in this file"},
    {"already_clear", "已通过", "clear already"},
    {"waits_for_roster", "等待名单", "waits for the roster"},
    {"does_not_apply", "无需办理", "does not apply"},
    {"not_yours", "不归你办理", "not yours"},
    {"earlier_item_open", "前项未完成", "an earlier item is open"},
    {"not_yet_open", "尚未开始", "not open yet"},
    {"unknown_student", "查无此人", "unknown student"},
    {"repeated", "重复", "repeated"},
    {"document_collected", "证件已领取", "document collected"},
    {"invalid", "有误", "invalid"},
}};
static_assert(kVerdicts.size() == static_cast<std::size_t>(Verdict::Invalid) + 1);

}  // namespace

bool isGood(Verdict verdict) {
  return verdict <= Verdict::WaitsForRoster;
}

std::string_view word(Verdict verdict) {
  return kVerdicts[static_cast<std::size_t>(verdict)].word;
}

model::LocalizedText title(Verdict verdict) {
  const Words& words = kVerdicts[static_cast<std::size_t>(verdict)];
  return {words.zh, words.en};
}

}  // namespace lixiao::service
