#include <cstdlib>

#include "engine/workflow/compile_context.h"
#include "engine/workflow/keys_scalar.h"

namespace lixiao::workflow {
namespace {

std::vector<std::string> calendarNames(const Workflow& workflow) {
  std::vector<std::string> names;
  for (const CalendarEntry& entry : workflow.calendar)
    for (const char* end : {"", ".from", ".to"}) names.push_back(entry.id + end);
  return names;
}

/// What a day counts from.
struct Start {
  std::string name;
  Span place;
  int days = 0;
};

/// Nothing when the text is of a wrong form, which checkShape has told.
std::optional<Start> startOf(const Word& day) {
  const auto parsed = parseDay(day.text);
  const bool digit = day.text.front() >= '0' && day.text.front() <= '9';
  if (!parsed || digit) return std::nullopt;
  const auto offset = static_cast<std::size_t>(parsed->name.data() - day.text.data());
  const bool whole = parsed->name.size() == day.text.size();
  return Start{std::string(parsed->name),
               whole ? day.span() : yaml::spanWithin(*day.at, offset, parsed->name.size()), parsed->days};
}

/// The day of the calendar that the name stands for; a bare window is its first day when `first`.
std::optional<model::Date> calendarDay(const Workflow& workflow, const Start& start, bool first) {
  const std::size_t dot = start.name.find('.');
  const std::string id = start.name.substr(0, dot);
  const std::string end = dot == std::string::npos ? (first ? "from" : "to") : start.name.substr(dot + 1);
  for (const CalendarEntry& entry : workflow.calendar) {
    if (entry.id != id) continue;
    if (end == "from") return entry.from + std::chrono::days(start.days);
    if (end == "to") return entry.to + std::chrono::days(start.days);
  }
  return std::nullopt;
}

bool isBroken(const Compilation& compilation, const std::string& name) {
  return compilation.broken_days.contains(name.substr(0, name.find('.'))) ||
         compilation.broken_names.contains(name);
}

void reportUnknown(Compilation& compilation, const Start& start, const std::string& what,
                   std::vector<std::string> known) {
  if (isBroken(compilation, start.name) || lost(compilation, {"calendar"})) return;
  for (const std::string& name : calendarNames(compilation.workflow)) known.push_back(name);
  compilation.findings.error(start.place, "unknown-name", quoted(start.name) + what,
                             didYouMean(start.name, known));
}

struct Input {
  std::string name;
  rules::Slot slot;
  rules::Type type;
};

/// The attributes and facts of every student.
std::vector<Input> studentInputs(const Workflow& workflow) {
  std::vector<Input> inputs;
  for (AttributeIndex i = 0; i < workflow.attributes.size(); ++i)
    inputs.push_back({workflow.attributes[i].name, i, workflow.attributes[i].type});
  for (FactIndex i = 0; i < workflow.facts.size(); ++i)
    inputs.push_back({workflow.facts[i].name, workflow.first_fact + i, workflow.facts[i].type});
  return inputs;
}

}  // namespace

std::optional<model::Date> resolveDate(Compilation& compilation, const Word& day, bool first) {
  if (!day.given()) return std::nullopt;
  if (const auto date = model::parseDate(day.text)) return date;
  const auto start = startOf(day);
  if (!start) return std::nullopt;
  const auto date = calendarDay(compilation.workflow, *start, first);
  if (!date) reportUnknown(compilation, *start, " is neither a date nor a name of the calendar", {});
  return date;
}

std::optional<Day> resolveDay(Compilation& compilation, const Word& day, bool first) {
  if (!day.given()) return std::nullopt;
  if (const auto date = model::parseDate(day.text)) return Day{*date, std::nullopt, 0};
  const auto start = startOf(day);
  if (!start) return std::nullopt;
  if (const auto date = calendarDay(compilation.workflow, *start, first)) return Day{*date, std::nullopt, 0};
  std::vector<std::string> dates;
  for (const Input& input : studentInputs(compilation.workflow)) {
    const bool is_date = input.type.kind == rules::Kind::Date;
    if (is_date) dates.push_back(input.name);
    if (input.name != start->name || isBroken(compilation, input.name)) continue;
    if (is_date) return Day{{}, input.slot, start->days};
    compilation.findings.error(
        start->place, "type-mismatch",
        "a day counts from a date, but " + quoted(input.name) + " is " + describe(input.type));
    return std::nullopt;
  }
  if (!lost(compilation, {"attributes", "facts"}))
    reportUnknown(compilation, *start, " is neither a day of the calendar nor a date of the student", dates);
  return std::nullopt;
}

std::string openingRule(const Workflow& workflow, const Day& opens) {
  std::string name;
  for (const Input& input : studentInputs(workflow))
    if (input.slot == *opens.from) name = input.name;
  if (opens.days == 0) return "today >= " + name;
  return "today >= " + name + (opens.days < 0 ? " - days(" : " + days(") +
         std::to_string(std::abs(opens.days)) + ")";
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
  if (!from || !to) return;
  if (!from->from && !to->from) return checkWindow(compilation, to_word, from->date, to->date);
  if (from->from == to->from && from->days > to->days)
    compilation.findings.error(
        to_word.span(), "bad-window",
        "the window ends " + std::to_string(from->days - to->days) + " days before it begins");
}

}  // namespace lixiao::workflow
