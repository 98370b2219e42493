#include <algorithm>

#include "engine/service/row_tables.h"
#include "engine/tabular/table.h"
#include "web/dates.h"
#include "web/json.h"
#include "web/pages/list_draft.h"
#include "web/pages/pages.h"
#include "web/pages/problems.h"
#include "web/pages/row_groups.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

using service::Commands;
using service::Verdict;

constexpr std::size_t kMostPicked = 25;  // a form has at most forty fields
constexpr std::string_view kPick = "pick:";

/// The form as the person left it, and what came of it.
struct Shown {
  std::string rows, problem;
  std::string q, college, class_code;
  bool nobody = false;
  const service::BatchReport* report = nullptr;
  const tabular::Problems* problems = nullptr;
  std::optional<service::StudentPage> found;
  int status = 200;
};

/// A list that the actor may look at, with its standing.
struct Looked {
  service::ListView view;
  service::ListDetail detail;
};

std::optional<Looked> look(const Visit& visit) {
  const auto lists = visit.queries().lists(visit.actor());
  auto detail = visit.sources().lists.detail(visit.actor(), visit.path[0]);
  if (!lists || !detail) return std::nullopt;
  for (const service::ListView& each : lists.value())
    if (each.id == visit.path[0]) return Looked{each, std::move(detail.value())};
  return std::nullopt;
}

List history(const Visit& visit, const service::ListDetail& detail, const service::EditionView& edition) {
  List list(Data::type::list);
  for (const service::ListSubmissionLine& each : detail.history) {
    Data line;
    line.set("at", moment(visit.language, edition.time_zone, each.at));
    line.set("by", visit.who(each.by));
    line.set("on_it", std::to_string(each.students));
    line.set("added", std::to_string(each.added));
    line.set("removed", std::to_string(each.removed));
    line.set("changed", std::to_string(each.changed));
    list.push_back(line);
  }
  return list;
}

List members(const service::ListDetail& detail) {
  constexpr std::size_t kMost = 1000;
  List list(Data::type::list);
  for (const service::ListMemberLine& each : detail.members) {
    Data line;
    line.set("student_no", each.student_no);
    line.set("name", textOrNothing(each.name));
    line.set("remark", textOrNothing(each.remark));
    line.set("unmatched", Data(!each.on_roster));
    list.push_back(line);
    if (list.list_value().size() == kMost) break;
  }
  return list;
}

Data groups(const Visit& visit, const service::BatchReport& report) {
  List list(Data::type::list);
  addGroup(visit, list, {"refused", visit.tr("Cannot be taken"), "", true, "bad"}, refusedRows(report.rows));
  addGroup(visit, list,
           {"removed", visit.tr("Taken off the list"), visit.tr("The list will clear these students."), true,
            "note"},
           rowsWith(report.absent, Verdict::Removed));
  addGroup(visit, list, {"changed", visit.tr("Changed"), "", true, "note"},
           rowsWith(report.rows, Verdict::Changed));
  addGroup(visit, list, {"added", visit.tr("New on the list"), "", true, "good"},
           rowsWith(report.rows, Verdict::Added));
  Data data;
  data.set("groups", list);
  const std::size_t same = rowsWith(report.rows, Verdict::Unchanged).size();
  data.set("unchanged", same == 0
                            ? Data(false)
                            : Data(visit.trn("{0} row is as it was", "{0} rows are as they were", same)));
  return data;
}

/// Students found to pick from; those whose number stands in the draft already are left out.
Data found(const Visit& visit, const Shown& shown) {
  std::vector<std::string> written;
  for (service::ListRow& row : readList(shown.rows)) written.push_back(std::move(row.student_no));
  std::ranges::sort(written);
  List list(Data::type::list);
  for (const service::StudentLine& each : shown.found->lines) {
    if (std::ranges::binary_search(written, each.student_no)) continue;
    Data line;
    line.set("field", std::string(kPick) + each.student_no);
    line.set("student_no", each.student_no);
    line.set("name", each.name);
    line.set("where", each.college + " " + each.class_code);
    list.push_back(line);
  }
  Data data;
  data.set("students", list);
  data.set("none", Data(!list.is_non_empty_list()));
  const std::size_t more = shown.found->total - std::min(shown.found->total, shown.found->lines.size());
  data.set("more", more == 0 ? Data(false)
                             : Data(visit.trn("and {0} more: narrow the search",
                                              "and {0} more: narrow the search", more)));
  return data;
}

void setStanding(const Visit& visit, Data& data, const Looked& list) {
  const service::EditionView edition = visit.queries().edition();
  const service::ListView& view = list.view;
  data.set("list", visit.in(view.title));
  data.set("department", visit.in(view.department));
  data.set("list_url", "/work/lists/" + encode(view.id));
  data.set("mine", Data(view.mine));
  data.set("due", view.due ? Data(day(visit.language, *view.due)) : Data(false));
  data.set("late", Data(view.late && !view.submitted));
  data.set("submitted", Data(view.submitted));
  data.set("students", visit.trn("{0} student on it", "{0} students on it", view.students));
  data.set("submitted_by", visit.who(view.submitted_by));
  data.set("submitted_at", view.submitted_at
                               ? Data(moment(visit.language, edition.time_zone, *view.submitted_at))
                               : Data(false));
  data.set("seen", std::to_string(list.detail.revision));
  data.set("history", history(visit, list.detail, edition));
  data.set("has_history", Data(!list.detail.history.empty()));
  data.set("members", members(list.detail));
  data.set("has_members", Data(!list.detail.members.empty()));
}

http::Response show(const Visit& visit, const Looked& list, const Shown& shown) {
  Data data;
  setStanding(visit, data, list);
  data.set("pasted", shown.rows);
  data.set("nobody", Data(shown.nobody));
  data.set("q", shown.q);
  data.set("college", shown.college);
  data.set("class_code", shown.class_code);
  data.set("found", shown.found ? found(visit, shown) : Data(false));
  data.set("problem", textOrNothing(shown.problem));
  const bool findings = shown.problems != nullptr && !shown.problems->all().empty();
  data.set("findings", findings ? problemsData(visit, *shown.problems) : Data(false));
  data.set("done", Data(visit.query["done"] == "submitted"));
  data.set("preview", shown.report != nullptr ? groups(visit, *shown.report) : Data(false));
  data.set("all_good", Data(shown.report != nullptr && shown.report->refused == 0 && shown.problem.empty()));
  return visit.page("list", visit.in(list.view.title), std::move(data), shown.status);
}

/// What a person does with the form of a list.
class ListDesk {
 public:
  ListDesk(const Action& action, Looked list) : action_(action), list_(std::move(list)) {
    const Fields& form = action.form;
    shown_.rows = form["rows"];
    shown_.nobody = form["nobody"] == "yes";
    shown_.q = form["q"];
    shown_.college = form["college"];
    shown_.class_code = form["class"];
  }

  http::Response answer(const std::string& step, std::int64_t seen) {
    if (step == "add") addPicked();
    if (step == "add" || step == "search") {
      search();
    } else if (readFile() && readable()) {
      auto report =
          action_.commands().submitList(action_.actor(), list_.view.id, rows_, shown_.nobody,
                                        step == "submit" ? Commands::Run::Apply : Commands::Run::Dry, seen);
      if (report && report->applied)
        return http::redirect("/work/lists/" + encode(list_.view.id) + "?done=submitted");
      return told(step, report);
    }
    return show(action_, list_, shown_);
  }

 private:
  void refuse(std::string problem, int status = 422) {
    shown_.problem = std::move(problem);
    shown_.status = status;
  }

  void search() {
    service::StudentSearch wanted;
    wanted.text = shown_.q;
    wanted.college = shown_.college;
    wanted.class_code = shown_.class_code;
    wanted.limit = kMostPicked;
    auto page = action_.queries().students(action_.actor(), wanted);
    if (page)
      shown_.found = std::move(page.value());
    else
      refuse(action_.reasons(page.refusal()), statusOf(page.refusal().kind));
  }

  void addPicked() {
    if (!shown_.rows.empty() && shown_.rows.back() != '\n') shown_.rows += '\n';
    std::size_t picked = 0;
    for (const auto& [name, value] : action_.form.all()) {
      if (!name.starts_with(kPick)) continue;
      shown_.rows += listLine(name.substr(kPick.size()), value, {});
      ++picked;
    }
    if (picked == 0) refuse(action_.tr("Tick the students first."));
    shown_.nobody = shown_.nobody && picked == 0;
  }

  /// A file takes the place of what was written.
  bool readFile() {
    const std::optional<Upload>& upload = action_.form.upload;
    if (!upload || upload->bytes.empty()) return true;
    tabular::ReadResult read = tabular::readTable(upload->bytes, upload->name);
    problems_ = std::move(read.problems);
    shown_.problems = &problems_;
    if (!read.ok()) {
      refuse(action_.tr("The file cannot be read."));
      return false;
    }
    service::RowTable<service::ListRow> table = service::listRows(std::move(read.table));
    problems_ = std::move(table.problems);
    if (problems_.hasErrors()) {
      refuse(action_.tr("The file cannot be read."));
      return false;
    }
    shown_.rows = listLines(table.rows);
    return true;
  }

  /// Whether there are rows, or it is said that there are none.
  bool readable() {
    rows_ = readList(shown_.rows);
    if (rows_.empty() == shown_.nobody) return true;
    refuse(rows_.empty() ? action_.tr("The list is empty. If nobody is on it, say so below.")
                         : action_.tr("You said that nobody is on the list, but there are numbers in it."));
    return false;
  }

  http::Response told(const std::string& step, service::Outcome<service::BatchReport>& report) {
    if (!report) {
      refuse(action_.reasons(report.refusal()), statusOf(report.refusal().kind));
    } else {
      shown_.report = &report.value();
      if (step == "submit")
        refuse(action_.tr("Nothing was submitted: something changed since the preview. Please look again."),
               409);
    }
    return show(action_, list_, shown_);
  }

  const Action& action_;
  Looked list_;
  Shown shown_;
  tabular::Problems problems_;
  std::vector<service::ListRow> rows_;
};

}  // namespace

http::Response listForm(const Visit& visit) {
  const auto list = look(visit);
  if (!list) return visit.error(404);
  Shown shown;
  shown.rows = listLines(list->detail.members);
  shown.nobody = list->view.submitted && list->detail.members.empty();
  return show(visit, *list, shown);
}

http::Response list(const Action& action) {
  auto list = look(action);
  if (!list || !list->view.mine) return action.error(404);
  const std::string& step = action.form["step"];
  const std::string& nobody = action.form["nobody"];
  const auto seen = number(action.form["seen"]);
  const bool known = step == "preview" || step == "submit" || step == "search" || step == "add";
  if (!known || !seen || (!nobody.empty() && nobody != "yes")) return action.error(400);
  return ListDesk(action, std::move(*list)).answer(step, *seen);
}

http::Response apiList(const Visit& visit) {
  const auto detail = visit.sources().lists.detail(visit.actor(), visit.path[0]);
  if (!detail) return visit.refusal(detail.refusal());
  Json members = Json::array(), submissions = Json::array();
  for (const service::ListMemberLine& each : detail->members)
    members.push_back({{"student_no", each.student_no},
                       {"name", each.name},
                       {"remark", each.remark},
                       {"on_roster", each.on_roster}});
  for (const service::ListSubmissionLine& each : detail->history)
    submissions.push_back({{"seq", each.seq},
                           {"at", model::formatInstant(each.at)},
                           {"by", each.by},
                           {"students", each.students},
                           {"added", each.added},
                           {"removed", each.removed},
                           {"changed", each.changed}});
  return json(200, {{"id", visit.path[0]},
                    {"revision", detail->revision},
                    {"members", members},
                    {"submissions", submissions}});
}

}  // namespace lixiao::web::pages
