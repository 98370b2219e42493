#include "app/connector_views.h"

#include "connectors/mask.h"
#include "engine/workflow/value.h"

namespace lixiao::app {
namespace {

web::SourceTrouble troubleView(const connectors::Failure& failure) {
  return {std::string(word(failure.kind)), connectors::maskError(failure.text),
          connectors::maskError(failure.answer)};
}

}  // namespace

web::PollView pollView(const connectors::Poll& poll) {
  web::PollView view{
      poll.began, poll.took, poll.students_asked, poll.facts_delivered, poll.unknown_students, {}, {}, {}};
  view.as_of = poll.as_of;
  if (poll.failure) view.trouble = troubleView(*poll.failure);
  if (poll.held) {
    view.held = service::HeldCount{poll.held->fact, poll.held->before, poll.held->after};
    view.held_of = word(poll.held->of);
  }
  return view;
}

namespace {

web::ConnectorView::State stateOf(const connectors::Health& health, const connectors::Schedule& schedule,
                                  model::Instant now) {
  using State = web::ConnectorView::State;
  if (health.held) return State::Held;
  if (health.paused) return State::Paused;
  if (health.consecutive_failures > 0) return State::Failing;
  if (!health.last_success) return State::Never;
  return now - *health.last_success > 2 * schedule.every + std::chrono::minutes(1) ? State::Late : State::Ok;
}

/// As rules and CSV files write it.
std::string text(const workflow::FactSpec* fact, const model::Value& value) {
  if (fact && value.known() && !value.text()) return workflow::formatValue(fact->type, value);
  if (const bool* boolean = value.boolean()) return *boolean ? "true" : "false";
  if (const std::int64_t* number = value.number()) return std::to_string(*number);
  if (const model::Date* date = value.date()) return model::formatDate(*date);
  return value.text() ? connectors::maskError(*value.text()) : "";
}

}  // namespace

web::ConnectorView connectorView(const connectors::Health& health, const connectors::Schedule& schedule,
                                 model::Instant now) {
  web::ConnectorView view;
  view.name = health.name;
  view.kind = health.kind;
  view.state = stateOf(health, schedule, now);
  view.running = health.running;
  view.last_success = health.last_success;
  view.last_attempt = health.last_attempt;
  view.next_attempt = health.next;
  if (health.last_error) view.trouble = troubleView(*health.last_error);
  view.failures = health.consecutive_failures;
  view.probing = health.consecutive_failures >= connectors::kFailuresUntilProbing;
  view.asked = health.students_asked;
  view.delivered = health.facts_delivered;
  view.unknown = health.unknown_students;
  view.as_of = health.as_of;
  view.facts = health.facts;
  if (health.held) view.held = pollView(*health.held);
  return view;
}

web::TriedConnector triedView(const connectors::FetchResult& result, std::chrono::milliseconds took,
                              const workflow::Workflow* workflow) {
  web::TriedConnector view;
  view.took = took;
  if (const connectors::Failure* failure = result.failure()) {
    view.trouble = troubleView(*failure);
    return view;
  }
  const connectors::Delivery& delivery = *result.delivery();
  view.known = delivery.unknown_students.empty();
  view.as_of = delivery.as_of;
  for (const connectors::StudentFact& said : delivery.facts) {
    const auto fact = workflow ? workflow->fact(said.fact) : std::nullopt;
    view.facts.push_back({said.fact, text(fact ? &workflow->facts[*fact] : nullptr, said.value)});
  }
  return view;
}

}  // namespace lixiao::app
