#include "engine/workflow/compile_appointment.h"

#include "engine/workflow/keys_scalar.h"

namespace lixiao::workflow {
namespace {

constexpr std::chrono::minutes kLongestSlot{12 * 60};

std::optional<std::chrono::minutes> slotOf(Compilation& compilation, const Word& word) {
  const auto duration = word.given() ? parseDuration(word.text) : std::nullopt;
  if (!duration) return std::nullopt;
  const auto slot = std::chrono::duration_cast<std::chrono::minutes>(*duration);
  if (slot <= kLongestSlot) return slot;
  compilation.findings.error(word.span(), "bad-slot", "a slot of " + word.text + " is longer than 12 hours");
  return std::nullopt;
}

/// Ascending, apart, each a multiple of the slot. Nothing when something is told.
std::vector<Hours> hoursOf(Compilation& compilation, const AppointmentDefinition& definition,
                           std::chrono::minutes slot) {
  std::vector<Hours> hours;
  const auto refuse = [&](const Word& word, const char* code, const std::string& message) {
    compilation.findings.error(word.span(), code, message);
    return std::vector<Hours>{};
  };
  for (const Word& word : definition.hours) {
    const auto parsed = parseHours(word.text);
    if (!parsed) return {};  // told by checkShape
    if (parsed->from >= parsed->to)
      return refuse(word, "bad-hours", "the hours " + word.text + " end before they begin");
    if (!hours.empty() && parsed->from < hours.back().to)
      return refuse(word, "bad-hours",
                    "the hours " + word.text + " begin before those in front of them have ended");
    if ((parsed->to - parsed->from) % slot.count() != 0)
      return refuse(word, "bad-slot",
                    "slots of " + definition.slot.text + " do not fill the hours " + word.text);
    hours.push_back(*parsed);
  }
  return hours;
}

bool offersAnything(const AppointmentPlan& plan, model::Date left) {
  for (model::Date day = plan.from; day <= plan.to; day += std::chrono::days{1})
    if (plan.isOffered(day, left)) return true;
  return false;
}

bool isForMode(Compilation& compilation, const ItemDefinition& definition) {
  const std::string& mode = definition.mode.text;
  if (mode == "registration" || mode == "exceptions") return true;
  compilation.findings.error(
      definition.appointment.key.span(), "wrong-mode",
      "\"appointment\" is only for the modes registration and exceptions, this item " +
          (definition.mode.given() ? "is " + quoted(mode) : std::string("has parts and no mode")));
  return false;
}

}  // namespace

std::optional<AppointmentPlan> appointmentOf(Compilation& compilation, const ItemDefinition& definition,
                                             const std::optional<Day>& due) {
  const AppointmentDefinition& wanted = definition.appointment;
  if (!wanted.key.given() || !isForMode(compilation, definition)) return std::nullopt;
  AppointmentPlan plan;
  const auto from = resolveDate(compilation, wanted.from, true);
  const auto to = resolveDate(compilation, wanted.to, false);
  plan.not_before = resolveDate(compilation, wanted.not_before, true);
  checkWindow(compilation, wanted.to, from, to);
  const auto slot = slotOf(compilation, wanted.slot);
  const auto capacity = parseCount(wanted.capacity.text);
  if (slot) plan.hours = hoursOf(compilation, wanted, *slot);
  if (const auto valid_for = wanted.valid_for.given() ? parseDuration(wanted.valid_for.text) : std::nullopt) {
    plan.valid_for = std::chrono::duration_cast<std::chrono::days>(*valid_for);
    if (*plan.valid_for != *valid_for)
      compilation.findings.error(wanted.valid_for.span(), "bad-duration",
                                 "\"valid_for\" counts whole days, not " + quoted(wanted.valid_for.text),
                                 "write it like 30d");
  }
  if (!from || !to || *from > *to || !slot || !capacity || plan.hours.empty()) return std::nullopt;
  plan.from = *from;
  plan.to = *to;
  plan.slot = *slot;
  plan.capacity = *capacity;
  plan.weekends = wanted.weekends.text == "true";
  if (plan.not_before && (*plan.not_before < plan.from || *plan.not_before > plan.to)) {
    compilation.findings.error(wanted.not_before.span(), "bad-window",
                               model::formatDate(*plan.not_before) + " is not among the days from " +
                                   model::formatDate(plan.from) + " to " + model::formatDate(plan.to));
    return std::nullopt;
  }
  const model::Date left = due && !due->from ? due->date : plan.to;
  if (!offersAnything(plan, left))
    compilation.findings.error(wanted.key.span(), "no-slots",
                               "there is no day on which an appointment could be booked",
                               plan.valid_for ? "what is issued must be valid on " + model::formatDate(left)
                                              : "the days are Saturdays and Sundays: weekends: true");
  return plan;
}

}  // namespace lixiao::workflow
