// Lets later rules of the block read what was decided.
#include <algorithm>

#include "engine/workflow/batch_impl.h"

namespace lixiao::workflow {
namespace {

using rules::Column;

/// `open` counts in bytes.
constexpr std::size_t kMostUncarried = 255;

}  // namespace

void BatchEvaluator::Scratch::Impl::publish(std::uint32_t position) {
  const Item& item = e.type_.items[position];
  const std::uint8_t* causes = causesOf(position);
  block.set(e.workflow_.first_cleared + item.index, Column::Form::Truth8, cleared[position].data());
  if (!days[position].empty()) publishDay(position, causes);
  if (!charges[position].empty()) publishCharges(position, causes);
  if (item.optional || item.part_of)
    k.clearedOf(n, causes, cleared[position].data());
  else
    count(position, causes);
}

void BatchEvaluator::Scratch::Impl::count(std::uint32_t position, const std::uint8_t* causes) {
  k.countIn(n, causes, cleared[position].data(), all.data(), applies_any.data(), open.data());
  const bool last = position == e.last_counted_;
  if (++uncarried == kMostUncarried || last) {
    k.carryOpen(n, open.data(), remaining.data());
    uncarried = 0;
  }
  if (last) k.finishAll(n, all.data(), applies_any.data(), all_cleared.data());
}

RegistrationBlock BatchEvaluator::Scratch::Impl::registrationsOf(std::uint32_t position) const {
  return {at(students->registrations, position), at(students->registered_until, position),
          at(students->registered_on, position), at(students->charges, position)};
}

void BatchEvaluator::Scratch::Impl::publishDay(std::uint32_t position, const std::uint8_t* causes) {
  const Item& item = e.type_.items[position];
  std::int32_t* latest = days[position].data();
  std::fill_n(latest, n, kNoDayYet);
  if (item.mode == Mode::Exceptions)
    addDay(n, e.submittedOn(*item.list), latest);
  else if (item.mode != Mode::Parts)
    addOwnDays(position, latest);
  for (const std::uint32_t part : item.parts) addPartDays(n, causesOf(part), days[part].data(), latest);
  finishDays(n, causes, registrationsOf(position), model::dayNumber(e.today_), latest);
  if (item.day_is_read) block.set(e.workflow_.first_cleared_on + item.index, Column::Form::Day32, latest);
}

/// Of an item that rests on facts; on none of them nobody knows the day.
void BatchEvaluator::Scratch::Impl::addOwnDays(std::uint32_t position, std::int32_t* latest) {
  const std::vector<FactIndex>& facts = e.clear_days_.facts(position);
  if (facts.empty()) return addDay(n, kDayUnknown, latest);
  for (const FactIndex fact : facts) addDays(n, at(students->since, fact), latest);
}

void BatchEvaluator::Scratch::Impl::publishCharges(std::uint32_t position, const std::uint8_t* causes) {
  std::int64_t* own = charges[position].data();
  chargesOf(n, causes, registrationsOf(position), model::dayNumber(e.today_), own);
  addCharges(n, own, charges_total.data());
  block.set(e.workflow_.first_charges + e.type_.items[position].index, Column::Form::Int64, own);
}

}  // namespace lixiao::workflow
