#include <algorithm>
#include <map>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "engine/service/commands_impl.h"
#include "engine/service/written.h"
#include "engine/store/journal_kind.h"
#include "engine/store/journal_search.h"
#include "engine/store/student.h"
#include "engine/store/student_list.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;
using model::Message;

struct ListWrite {
  std::vector<store::ListMember> members;
};

/// Names are compared without blanks: lists come from other systems.
std::string bare(std::string name) {
  const std::string wide = "\u3000";
  for (std::size_t at = name.find(wide); at != std::string::npos; at = name.find(wide)) name.erase(at, 3);
  std::erase(name, ' ');
  return name;
}

/// Judges the rows of a list against the roster and the list that was submitted before.
class ListCheck {
 public:
  ListCheck(const Snapshot& snapshot, const std::string& list, const std::vector<ListRow>& rows) {
    std::vector<std::string> numbers;
    numbers.reserve(rows.size());
    for (const ListRow& row : rows) numbers.push_back(row.student_no);
    for (const store::Student& student : store::findStudents(snapshot.reader(), std::move(numbers)))
      if (!student.removed) names_.emplace(student.student_no, student.name);
    for (store::ListMember& member : store::listMembers(snapshot.reader(), list))
      before_.emplace(member.student_no, std::move(member));
  }

  RowReport judge(const ListRow& row) {
    RowReport report{row.row, row.student_no, row.name, Verdict::Invalid, {}};
    if (auto wrong = wrongNumber(row.student_no)) return with(report, Verdict::Invalid, *wrong);
    const auto [first, is_first] = row_of_.emplace(row.student_no, row.row);
    if (!is_first)
      return with(report, Verdict::Repeated,
                  {text::kRepeatedRow, {LocalizedText(std::to_string(first->second))}});
    const auto name = names_.find(row.student_no);
    if (name == names_.end())
      return with(report, Verdict::UnknownStudent, {text::kNoStudent, {LocalizedText(row.student_no)}});
    if (!row.name.empty() && bare(row.name) != bare(name->second))
      return with(report, Verdict::Invalid, {text::kNameDiffers, {}});
    if (auto wrong = wrongRemark(row.remark)) return with(report, Verdict::Invalid, *wrong);
    report.name = name->second;
    const auto before = before_.find(row.student_no);
    if (before == before_.end()) return with(report, Verdict::Added, {});
    if (before->second.remark == row.remark) return with(report, Verdict::Unchanged, {});
    report.changes.push_back({{"备注", "remark"}, before->second.remark, row.remark});
    return with(report, Verdict::Changed, {});
  }

  /// Who was on it and is in no row.
  std::vector<RowReport> takenOff() const {
    std::vector<RowReport> rows;
    for (const auto& [student_no, member] : before_)
      if (!row_of_.contains(student_no)) rows.push_back({0, student_no, member.name, Verdict::Removed, {}});
    return rows;
  }

 private:
  static RowReport with(RowReport report, Verdict verdict, Message reason) {
    report.verdict = verdict;
    report.reason = std::move(reason);
    return report;
  }

  std::unordered_map<std::string, std::string> names_;
  std::map<std::string, store::ListMember> before_;
  std::unordered_map<std::string, std::size_t> row_of_;
};

void write(store::Transaction& transaction, const Snapshot& snapshot, const Actor& actor,
           const std::string& list, std::vector<store::ListMember> members) {
  const std::size_t rows = members.size();
  nlohmann::json remarks = nlohmann::json::object();
  for (const store::ListMember& member : members)
    if (!member.remark.empty()) remarks[member.student_no] = member.remark;
  const store::ListChanges changes =
      store::submitList(transaction, list, std::move(members), snapshot.now(), actor.login);
  const nlohmann::json payload = {{"rows", rows},
                                  {"first", changes.first},
                                  {"added", changes.added},
                                  {"removed", changes.removed},
                                  {"changed", changes.changed},
                                  {"remarks", remarks}};
  store::appendJournal(transaction, {snapshot.now(), actor.login, std::string(store::kind::kListSubmitted),
                                     std::nullopt, list, payload.dump()});
}

/// Somebody submitted it after the person had looked.
std::optional<Refusal> submittedMeanwhile(const Snapshot& snapshot, const std::string& list,
                                          std::int64_t seen) {
  store::JournalFilter filter;
  filter.item = list;
  filter.kind = std::string(store::kind::kListSubmitted);
  const auto latest = store::searchJournal(snapshot.reader(), filter, 1);
  if ((latest.empty() ? 0 : latest.front().seq) == seen || latest.empty()) return std::nullopt;
  const store::JournalEntry& entry = latest.front().entry;
  return refuse(Refusal::Kind::Conflict,
                {text::kSubmittedMeanwhile, {snapshot.person(entry.actor), snapshot.time(entry.at)}});
}

}  // namespace

Outcome<BatchReport> Commands::submitList(const Actor& actor, const std::string& list,
                                          const std::vector<ListRow>& rows, bool nobody, Run run,
                                          std::optional<std::int64_t> seen) {
  if (rows.empty() && !nobody) return refuse(Refusal::Kind::Invalid, text::kEmptyList);
  if (!rows.empty() && nobody) return refuse(Refusal::Kind::Invalid, text::kNobodyWithRows);
  if (auto wrong = rows.empty() ? std::nullopt : wrongRowCount(rows.size()))
    return refuse(Refusal::Kind::Invalid, *wrong);
  return impl_->batch(
      run, false,
      [&](const Snapshot& snapshot) -> Outcome<Checked<ListWrite>> {
        const workflow::Workflow& workflow = snapshot.workflow();
        const auto index = workflow.list(list);
        if (!index) return refuse(Refusal::Kind::NotFound, {text::kNoList, {LocalizedText(list)}});
        const About about{.workflow = &workflow, .department = workflow.lists[*index].department};
        if (auto why = whyNot(actor, Act::SubmitList, about)) return refuse(Refusal::Kind::Forbidden, *why);
        if (seen)
          if (auto faster = submittedMeanwhile(snapshot, list, *seen)) return *faster;
        Checked<ListWrite> checked;
        ListCheck check(snapshot, list, rows);
        for (const ListRow& row : rows) {
          RowReport report = check.judge(row);
          if (isGood(report.verdict))
            checked.write.members.push_back({row.student_no, report.name, row.remark});
          add(checked.report, std::move(report));
        }
        checked.report.absent = check.takenOff();
        return checked;
      },
      [&](store::Transaction& transaction, const Snapshot& snapshot, Checked<ListWrite>& checked) {
        write(transaction, snapshot, actor, list, std::move(checked.write.members));
      });
}

}  // namespace lixiao::service
