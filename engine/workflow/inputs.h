#pragma once

#include "engine/model/status.h"
#include "engine/workflow/record.h"
#include "rules/row.h"

namespace lixiao::workflow {

/// The fact's value, unknown when it is older than its `max_age`.
model::Value freshValue(const FactSpec& spec, const model::Fact& fact, model::Instant now);

/// The value of an attribute, fact, list or document slot. Slots that decisions fill are unknown.
model::Value inputValue(const Workflow& workflow, const StudentRecord& record,
                        const Circumstances& circumstances, rules::Slot slot);

/// All slots of one student; those that decisions fill are unknown.
rules::Row inputRow(const Workflow& workflow, const StudentRecord& record,
                    const Circumstances& circumstances);

/// The day for this student; empty when the date it counts from is not known.
std::optional<model::Date> dayFor(const Workflow& workflow, const StudentRecord& record,
                                  const Circumstances& circumstances, const Day& day);

/// Whether the registration still counts on this day.
bool isLive(const model::Registration& registration, model::Date today);

/// The item's registration when it still counts on this day, else nullptr.
const model::Registration* liveRegistration(const StudentRecord& record, const Item& item, model::Date today);
/// Whether a deferral of the item was registered and its day has passed.
bool deferralLapsed(const StudentRecord& record, const Item& item, model::Date today);

/// What the item's office found owing: nothing owed where it does not apply, the amount of a registration
/// that counts (0 when it carries none), else not known.
std::optional<std::int64_t> chargeOf(const StudentRecord& record, const Item& item, model::Cause cause,
                                     model::Date today);

/// The facts that a rule reads, ascending.
std::vector<FactIndex> factsRead(const Workflow& workflow, const rules::Rule& rule);

}  // namespace lixiao::workflow
