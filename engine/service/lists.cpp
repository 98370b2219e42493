#include "engine/service/lists.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "engine/board/editions.h"
#include "engine/service/permissions.h"
#include "engine/service/texts.h"
#include "engine/store/account.h"
#include "engine/store/journal_search.h"
#include "engine/store/student_list.h"

namespace lixiao::service {
namespace {

constexpr std::int64_t kMostSubmissions = 20;

std::vector<ListSubmissionLine> historyOf(store::Reader& reader, const std::string& list) {
  store::JournalFilter filter;
  filter.item = list;
  filter.kind = std::string(store::kind::kListSubmitted);
  std::vector<ListSubmissionLine> history;
  for (const store::JournalRecord& record : store::searchJournal(reader, filter, kMostSubmissions)) {
    const auto payload = nlohmann::json::parse(record.entry.payload);
    const auto account = store::findAccount(reader, record.entry.actor);
    const auto size = [&](const char* key) { return payload.contains(key) ? payload[key].size() : 0; };
    history.push_back({record.seq, record.entry.at, account ? account->name : record.entry.actor,
                       payload.value("rows", std::size_t{0}), size("added"), size("removed"),
                       size("changed")});
  }
  return history;
}

}  // namespace

Lists::Lists(const Engine& engine) : engine_(engine) {}

Outcome<ListDetail> Lists::detail(const Actor& actor, const std::string& list) const {
  const auto refusal = [](Refusal::Kind kind, model::Message reason) {
    return Refusal{kind, {std::move(reason)}, {}};
  };
  return engine_.database.read([&](store::Reader& reader) -> Outcome<ListDetail> {
    const auto edition = engine_.editions.active(reader);
    if (!edition) return refusal(Refusal::Kind::NotNow, {text::kNoEdition, {}});
    const workflow::Workflow& workflow = *edition->workflow;
    const auto index = workflow.list(list);
    if (!index) return refusal(Refusal::Kind::NotFound, {text::kNoList, {model::LocalizedText(list)}});
    const bool oversees = actor.role == Role::Admin || actor.role == Role::Auditor;
    const About about{.workflow = &workflow, .department = workflow.lists[*index].department};
    if (!oversees)
      if (auto why = whyNot(actor, Act::SubmitList, about)) return refusal(Refusal::Kind::Forbidden, *why);

    ListDetail detail;
    detail.history = historyOf(reader, list);
    if (!detail.history.empty()) detail.revision = detail.history.front().seq;
    std::vector<std::string> absent;
    for (const store::ListMember& member : store::absentMembers(reader, list))
      absent.push_back(member.student_no);
    for (store::ListMember& member : store::listMembers(reader, list)) {
      const bool on_roster = !std::ranges::binary_search(absent, member.student_no);
      detail.members.push_back(
          {std::move(member.student_no), std::move(member.name), std::move(member.remark), on_roster});
    }
    return detail;
  });
}

}  // namespace lixiao::service
