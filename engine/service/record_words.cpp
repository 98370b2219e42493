#include "engine/service/record_words.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "engine/store/journal_kind.h"
#include "engine/store/student.h"
#include "rules/type.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;
using nlohmann::json;
namespace kind = store::kind;

struct Word {
  const char* word;
  const char* zh;
  const char* en;
};

/// Results of registrations and words of payloads.
constexpr std::array kWords = {
    Word{"cleared", "已通过", "cleared"},
    Word{"refused", "未通过", "refused"},
    Word{"not_applicable", "无需办理", "not applicable"},
    Word{"deferred", "暂缓", "deferred"},
    Word{"waived", "免除", "waived"},
    Word{"declared", "已申报", "declared"},
    Word{"true", "是", "yes"},
    Word{"false", "否", "no"},
    Word{"self", "本人", "the student"},
    Word{"proxy", "代领人", "somebody else"},
    Word{"name", "姓名", "name"},
    Word{"national_id", "身份证号", "national ID"},
    Word{"import", "导入批次", "import"},
    Word{"added", "新增", "added"},
    Word{"changed", "修改", "changed"},
    Word{"unchanged", "未变", "unchanged"},
    Word{"removed", "移出", "removed"},
    Word{"rows", "名单人数", "students on the list"},
    Word{"students", "学生数", "students"},
    Word{"unknown", "对方不认识的学生", "students not known there"},
    Word{"until", "有效至", "until"},
    Word{"condition", "条件", "condition"},
    Word{"amount", "金额", "amount"},
    Word{"recipient", "领取人", "handed to"},
    Word{"edition", "届别", "edition"},
    Word{"provider", "提供单位", "provider"},
    Word{"shared", "共用登记", "registered for all who share"},
    Word{"login", "账号", "login"},
    Word{"role", "角色", "role"},
    Word{"department", "部门", "department"},
    Word{"scope", "范围", "scope"},
    Word{"source", "来源", "source"},
    Word{"revision", "修订", "revision"},
    Word{"version", "版本", "version"},
    Word{"disabled", "已停用", "disabled"},
    Word{"head", "负责人", "head"},
    Word{"password", "密码", "password"},
    Word{"batch", "批次", "batch"},
    Word{"applied", "登记行数", "rows registered"},
    Word{"undone", "撤销行数", "rows undone"},
    Word{"kept", "保留行数", "rows left as they are"},
    Word{"file_name", "文件", "file"},
    Word{"activation", "启用次序", "activation"},
    Word{"digest", "摘要", "digest"},
    Word{"letter_seen", "已查看委托书", "letter of authorisation seen"},
    Word{"proxy_id", "代领人证件", "identification of the other person"},
    Word{"begins", "编号开头", "code begins"},
    Word{"replaced", "取代旧的", "replaced"},
    Word{"cut_off", "登记截止日", "registered up to"},
    Word{"grouped_by", "分组依据", "grouped by"},
    Word{"number", "编号", "number"},
    Word{"student", "学生", "student"},
    Word{"staff", "部门人员", "staff"},
    Word{"admin", "管理员", "admin"},
    Word{"auditor", "审计", "auditor"},
    Word{"after_final", "定稿之后", "after it was final"},
};

LocalizedText worded(const std::string& word) {
  for (const Word& each : kWords)
    if (word == each.word) return {each.zh, each.en};
  return LocalizedText(word);
}

std::string textOf(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_null()) return {};
  return value.dump();
}
std::string member(const json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() ? std::string() : textOf(*found);
}

/// `{"result": "cleared"}` as a word; nothing when there is no registration.
LocalizedText resultOf(const json& registration) {
  const std::string word = member(registration, "result");
  return word.empty() ? LocalizedText() : worded(word);
}

void addMembers(const json& payload, std::initializer_list<const char*> keys,
                std::vector<RecordChange>& changes) {
  for (const char* key : keys) {
    const auto found = payload.find(key);
    if (found == payload.end() || found->is_null()) continue;
    const std::string text = found->is_array() ? std::to_string(found->size()) : textOf(*found);
    if (!text.empty()) changes.push_back({worded(key), {}, worded(text)});
  }
}

void addRegistration(const json& payload, std::vector<RecordChange>& changes) {
  const auto before = payload.find("before");
  changes.push_back({{}, before == payload.end() ? LocalizedText() : resultOf(*before), resultOf(payload)});
  addMembers(payload, {"until", "condition"}, changes);
  if (const auto amount = payload.find("amount"); amount != payload.end())
    changes.push_back({worded("amount"),
                       {},
                       LocalizedText(workflow::formatValue(rules::Type::number(rules::Unit::Money),
                                                           model::Value(amount->get<std::int64_t>())))});
  if (const auto shared = payload.find("shared"); shared != payload.end())
    changes.push_back({worded("shared"), {}, LocalizedText(member(*shared, "value"))});
}

/// Members that stand elsewhere in the line, or say nothing to people.
bool isTold(const std::string& key) {
  constexpr std::array<std::string_view, 6> kTold = {"reason", "remark",   "digest",
                                                     "import", "revision", "role"};
  return std::find(kTold.begin(), kTold.end(), key) != kTold.end();
}

}  // namespace

RecordWords::RecordWords(store::Reader& reader, const workflow::Workflow* workflow)
    : reader_(reader), workflow_(workflow) {}

LocalizedText RecordWords::titleOf(const std::string& item) const {
  if (workflow_ != nullptr && !item.empty()) {
    for (const workflow::StudentType& type : workflow_->types) {
      for (const workflow::Item& each : type.items)
        if (each.id == item) return each.title;
      for (const workflow::Document& each : type.documents)
        if (each.id == item) return each.title;
    }
    if (const auto list = workflow_->list(item)) return workflow_->lists[*list].title;
    if (const auto fact = workflow_->fact(item)) return workflow_->facts[*fact].title;
  }
  return LocalizedText(item);
}

LocalizedText RecordWords::departmentTitle(const std::string& id) const {
  const auto index = workflow_ == nullptr ? std::nullopt : workflow_->department(id);
  return index ? workflow_->departments[*index].title : LocalizedText(id);
}

LocalizedText RecordWords::attributeTitle(const std::string& name) const {
  if (workflow_ != nullptr)
    if (const auto attribute = workflow_->attribute(name)) return workflow_->attributes[*attribute].title;
  return worded(name);
}

RecordLine RecordWords::tell(const store::JournalRecord& record) {
  const store::JournalEntry& entry = record.entry;
  RecordLine line;
  line.seq = record.seq;
  line.at = entry.at;
  line.kind = entry.kind;
  line.actor = entry.actor;
  line.student_no = entry.student_no.value_or("");
  line.item = entry.item.value_or("");
  line.subject = titleOf(line.item);
  line.payload = entry.payload;
  line.previous = record.previous;
  line.hash = record.hash;
  if (!line.student_no.empty())
    if (const auto student = store::findStudent(reader_, line.student_no)) line.name = student->name;
  const bool sourced = entry.kind == kind::kFactChanged || entry.kind == kind::kFactsConfirmed;
  const std::string login = sourced ? std::string() : entry.actor;  // a source may be called like a person
  const auto [account, is_new] = accounts_.emplace(login, std::nullopt);
  if (is_new && !sourced) account->second = store::findAccount(reader_, login);
  line.person = account->second && !account->second->name.empty() ? account->second->name : entry.actor;

  const json payload = json::parse(entry.payload, nullptr, false);
  if (!payload.is_object()) return line;
  std::string department = member(payload, "department");
  if (department.empty() && account->second) department = account->second->department;
  if (!department.empty()) {
    line.office = departmentTitle(department);
  }
  line.reason = member(payload, "reason").empty() ? member(payload, "remark") : member(payload, "reason");

  if (entry.kind == kind::kRegistrationMade) {
    addRegistration(payload, line.changes);
  } else if (entry.kind == kind::kRegistrationRevoked) {
    const auto before = payload.find("before");
    if (before != payload.end()) line.changes.push_back({{}, resultOf(*before), {}});
  } else if (entry.kind == kind::kFactChanged && !entry.student_no) {
    addMembers(payload, {"students"}, line.changes);
  } else if (entry.kind == kind::kFactChanged) {
    line.changes.push_back({{}, worded(member(payload, "old")), worded(member(payload, "new"))});
  } else if (entry.kind == kind::kStudentChanged) {
    if (const auto changes = payload.find("changes"); changes != payload.end())
      for (const auto& [name, change] : changes->items())
        if (change.is_array() && change.size() == 2)
          line.changes.push_back(
              {attributeTitle(name), LocalizedText(textOf(change[0])), LocalizedText(textOf(change[1]))});
  } else if (entry.kind == kind::kDeclarationMade) {
    if (const auto values = payload.find("values"); values != payload.end())
      for (const auto& [fact, value] : values->items())
        line.changes.push_back({titleOf(fact), {}, worded(textOf(value))});
  } else if (entry.kind == kind::kDeclarationConfirmed || entry.kind == kind::kDeclarationRejected) {
    line.changes.push_back({{}, {}, LocalizedText(member(payload, "value"))});
  } else if (entry.kind == kind::kDocumentCollected) {
    const std::string proxy = member(payload, "proxy");
    line.changes.push_back({worded("recipient"), {}, proxy.empty() ? worded("self") : LocalizedText(proxy)});
  } else if (entry.kind == kind::kListSubmitted) {
    addMembers(payload, {"rows", "added", "removed", "changed"}, line.changes);
  } else if (entry.kind == kind::kFactsConfirmed) {
    if (const auto facts = payload.find("facts"); facts != payload.end() && facts->is_array())
      for (const json& fact : *facts) line.changes.push_back({titleOf(textOf(fact)), {}, {}});
    addMembers(payload, {"students", "unknown"}, line.changes);
  } else {
    for (const auto& [key, value] : payload.items())
      if (!value.is_structured() && !isTold(key) && !textOf(value).empty())
        line.changes.push_back(
            {worded(key), {}, key == "department" ? departmentTitle(textOf(value)) : worded(textOf(value))});
  }
  return line;
}

bool tellsOf(const std::string& payload, const std::string& words) {
  const json object = json::parse(payload, nullptr, false);
  if (!object.is_object()) return false;
  const auto holds = [&](const json& part) {
    constexpr std::array kTold = {"remark", "reason", "condition"};
    return std::any_of(kTold.begin(), kTold.end(),
                       [&](const char* key) { return member(part, key).find(words) != std::string::npos; });
  };
  const auto before = object.find("before");
  return holds(object) || (before != object.end() && before->is_object() && holds(*before));
}

}  // namespace lixiao::service
