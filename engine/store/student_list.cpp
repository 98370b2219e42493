#include "engine/store/student_list.h"

#include <algorithm>
#include <stdexcept>

#include "engine/store/row.h"

namespace lixiao::store {

template <>
struct Columns<ListSubmission> {
  static auto of(auto& row) { return std::tie(row.list, row.at, row.by, row.rows); }
};
template <>
struct Columns<Listing> {
  static auto of(auto& row) {
    return std::tie(row.list, row.member.student_no, row.member.name, row.member.remark);
  }
};

namespace {
constexpr auto kSubmit =
    "INSERT INTO list_submission (list, at, submitted_by, row_count) VALUES ($1, $2, $3, $4) ON CONFLICT "
    "(list) "
    "DO UPDATE SET at = excluded.at, submitted_by = excluded.submitted_by, row_count = excluded.row_count";
constexpr auto kClear = "DELETE FROM list_member WHERE list = $1";
constexpr auto kAdd = "INSERT INTO list_member (list, student_no, name, remark) VALUES ($1, $2, $3, $4)";
constexpr auto kSubmission = "SELECT list, at, submitted_by, row_count FROM list_submission WHERE list = $1";
constexpr auto kSubmissions = "SELECT list, at, submitted_by, row_count FROM list_submission ORDER BY list";
constexpr auto kMembers =
    "SELECT list, student_no, name, remark FROM list_member WHERE list = $1 ORDER BY student_no";
constexpr auto kAbsent =
    "SELECT list, student_no, name, remark FROM list_member WHERE list = $1 AND NOT EXISTS (SELECT 1 FROM "
    "student WHERE student.student_no = list_member.student_no AND student.removed = 0) ORDER BY student_no";
constexpr auto kOfStudent =
    "SELECT list, student_no, name, remark FROM list_member WHERE student_no = $1 ORDER BY list";

void sortByNumber(std::vector<ListMember>& members) {
  std::ranges::sort(members, {}, &ListMember::student_no);
  if (std::ranges::adjacent_find(members, {}, &ListMember::student_no) != members.end())
    throw std::invalid_argument("a student number occurs twice");
}

/// Both by ascending number.
ListChanges compare(const std::vector<ListMember>& before, const std::vector<ListMember>& after) {
  ListChanges changes;
  auto old = before.begin();
  for (const ListMember& member : after) {
    for (; old != before.end() && old->student_no < member.student_no; ++old)
      changes.removed.push_back(old->student_no);
    if (old == before.end() || old->student_no != member.student_no) {
      changes.added.push_back(member.student_no);
      continue;
    }
    if (*old != member) changes.changed.push_back(member.student_no);
    ++old;
  }
  for (; old != before.end(); ++old) changes.removed.push_back(old->student_no);
  return changes;
}
}  // namespace

ListChanges submitList(Transaction& transaction, const std::string& list, std::vector<ListMember> members,
                       model::Instant at, const std::string& by) {
  sortByNumber(members);
  ListChanges changes = compare(listMembers(transaction, list), members);
  changes.first = !listSubmission(transaction, list);

  Poco::Data::Session& session = transaction.session();
  std::vector<ListSubmission> submission = {{list, at, by, static_cast<std::int64_t>(members.size())}};
  executeAll(session, kSubmit, submission);
  execute(session, kClear, list);
  std::vector<Listing> rows;
  rows.reserve(members.size());
  for (ListMember& member : members) rows.push_back({list, std::move(member)});
  executeAll(session, kAdd, rows);
  return changes;
}

std::optional<ListSubmission> listSubmission(Reader& reader, const std::string& list) {
  return selectOne<ListSubmission>(reader.session(), kSubmission, list);
}

std::vector<ListSubmission> listSubmissions(Reader& reader) {
  return select<ListSubmission>(reader.session(), kSubmissions);
}

std::vector<ListMember> listMembers(Reader& reader, const std::string& list) {
  std::vector<ListMember> members;
  for (Listing& row : select<Listing>(reader.session(), kMembers, list))
    members.push_back(std::move(row.member));
  return members;
}

std::vector<ListMember> absentMembers(Reader& reader, const std::string& list) {
  std::vector<ListMember> members;
  for (Listing& row : select<Listing>(reader.session(), kAbsent, list))
    members.push_back(std::move(row.member));
  return members;
}

std::vector<Listing> listingsOf(Reader& reader, const std::string& student_no) {
  return select<Listing>(reader.session(), kOfStudent, student_no);
}

}  // namespace lixiao::store
