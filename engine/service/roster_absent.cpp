#include <algorithm>

#include "engine/service/roster_check.h"
#include "engine/service/written.h"
#include "engine/store/roster_final.h"
#include "engine/store/roster_line.h"

namespace lixiao::service {

/// Whoever of the providers' students is in no row: taken off when the file is the whole roster, told
/// otherwise. Who collected a document stays.
void RosterCheck::findAbsent(bool whole, BatchReport& report) {
  std::map<std::string, std::size_t> students, missing;
  std::vector<store::RosterLine> absent;
  store::forEachRosterLine(snapshot_.reader(), [&](std::vector<store::RosterLine>& block) {
    for (store::RosterLine& line : block) {
      if (!write_.providers.contains(line.provider)) continue;
      ++students[line.provider];
      if (row_of_number_.contains(line.student_no)) continue;
      absent.push_back(std::move(line));
    }
  });

  std::vector<std::string> numbers;
  numbers.reserve(absent.size());
  for (const store::RosterLine& line : absent) numbers.push_back(line.student_no);
  const std::vector<std::string> stay = store::whoCollected(snapshot_.reader(), std::move(numbers));
  report.absent.reserve(absent.size());
  for (store::RosterLine& line : absent) {
    RowReport row{0, std::move(line.student_no), std::move(line.name), Verdict::Absent, {}};
    if (std::ranges::binary_search(stay, row.student_no)) {
      row.reason = {text::kStaysCollected, {}};
    } else {
      ++missing[line.provider];
      if (whole) {
        row.verdict = Verdict::Removed;
        write_.removed.push_back(row.student_no);
        write_.removed_of.insert(line.provider);
      }
    }
    report.absent.push_back(std::move(row));
  }
  for (const auto& [provider, count] : missing)
    if (count * 2 > students[provider]) write_.over_half.insert(provider);
  report.over_half = !write_.over_half.empty();
}

/// Who had declared the roster final that the rows would change or could change.
void RosterCheck::findFinal() {
  for (const store::RosterFinal& final : store::finalRosters(snapshot_.reader(), workflow_.edition))
    if (write_.providers.contains(final.provider)) write_.final_before.insert(final.provider);
}

/// What the person did not say and has to, before it is applied.
std::optional<Refusal> whatTermsLack(const workflow::Workflow& workflow, const RosterWrite& write,
                                     const RosterTerms& terms) {
  const auto titleOf = [&](const std::string& id) {
    const auto found = std::ranges::find(workflow.providers, id, &workflow::Provider::id);
    return found == workflow.providers.end() ? model::LocalizedText(id) : found->title;
  };
  if (auto wrong = wrongRemark(terms.reason)) return Refusal{Refusal::Kind::Invalid, {*wrong}, {}, "reason"};
  if (terms.whole && !terms.over_half)
    for (const std::string& provider : write.over_half)
      return Refusal{Refusal::Kind::Invalid, {{text::kOverHalf, {titleOf(provider)}}}, {}, "over_half"};
  std::set<std::string> touched = write.removed_of;
  for (const store::Student& student : write.students) touched.insert(student.provider);
  const bool blank = terms.reason.find_first_not_of(" \t\r\n") == std::string::npos;
  for (const std::string& provider : write.final_before)
    if (blank && touched.contains(provider))
      return Refusal{Refusal::Kind::Invalid, {{text::kFinalReason, {titleOf(provider)}}}, {}, "reason"};
  return std::nullopt;
}

}  // namespace lixiao::service
