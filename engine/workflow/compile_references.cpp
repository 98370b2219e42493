#include <algorithm>

#include "engine/workflow/compile_context.h"

namespace lixiao::workflow {
namespace {

std::vector<std::string> calendarNames(const Workflow& workflow) {
  std::vector<std::string> names;
  for (const CalendarEntry& entry : workflow.calendar)
    for (const char* end : {"", ".from", ".to"}) names.push_back(entry.id + end);
  return names;
}

template <typename Table>
std::vector<std::string> ids(const Table& table) {
  std::vector<std::string> result;
  for (const auto& entry : table) result.push_back(entry.id);
  return result;
}

}  // namespace

std::optional<model::Date> resolveDate(Compilation& compilation, const Word& day, bool first) {
  if (!day.given()) return std::nullopt;
  if (const auto date = model::parseDate(day.text)) return date;
  if (day.text.front() >= '0' && day.text.front() <= '9') return std::nullopt;  // told by checkShape
  const std::size_t dot = day.text.find('.');
  const std::string id = day.text.substr(0, dot);
  const std::string end = dot == std::string::npos ? (first ? "from" : "to") : day.text.substr(dot + 1);
  if (compilation.broken_days.contains(id)) return std::nullopt;
  for (const CalendarEntry& entry : compilation.workflow.calendar) {
    if (entry.id != id) continue;
    if (end == "from") return entry.from;
    if (end == "to") return entry.to;
  }
  if (lost(compilation, {"calendar"})) return std::nullopt;
  compilation.findings.error(day.span(), "unknown-name",
                             quoted(day.text) + " is neither a date nor a name of the calendar",
                             didYouMean(day.text, calendarNames(compilation.workflow)));
  return std::nullopt;
}

std::optional<Day> resolveDay(Compilation& compilation, const Word& day, bool first) {
  const auto date = resolveDate(compilation, day, first);
  if (!date) return std::nullopt;
  return Day{*date, std::nullopt, 0};
}

std::optional<DepartmentIndex> resolveDepartment(Compilation& compilation, const Word& department) {
  if (!department.given()) return std::nullopt;
  const auto found = compilation.workflow.department(department.text);
  if (!found && !lost(compilation, {"departments"}))
    compilation.findings.error(department.span(), "unknown-department",
                               "there is no department " + quoted(department.text),
                               didYouMean(department.text, ids(compilation.workflow.departments)));
  return found;
}

std::optional<ListIndex> resolveList(Compilation& compilation, const Word& list) {
  if (!list.given()) return std::nullopt;
  const auto found = compilation.workflow.list(list.text);
  if (!found && !lost(compilation, {"lists"}))
    compilation.findings.error(list.span(), "unknown-list", "there is no list " + quoted(list.text),
                               didYouMean(list.text, ids(compilation.workflow.lists)));
  return found;
}

void checkWindow(Compilation& compilation, const Word& to_word, std::optional<model::Date> from,
                 std::optional<model::Date> to) {
  if (!from || !to || *from <= *to) return;
  compilation.findings.error(
      to_word.span(), "bad-window",
      "the window ends on " + model::formatDate(*to) + ", before it begins on " + model::formatDate(*from));
}

void checkWindow(Compilation& compilation, const Word& to_word, const std::optional<Day>& from,
                 const std::optional<Day>& to) {
  if (from && to && !from->from && !to->from) checkWindow(compilation, to_word, from->date, to->date);
}

}  // namespace lixiao::workflow
