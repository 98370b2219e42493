#include "app/polling.h"

#include <random>

#include "connectors/plugin_loader.h"

namespace lixiao::app {
namespace {

void append(std::vector<model::Diagnostic>& all, std::vector<model::Diagnostic> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

web::ConnectorView::State stateOf(const connectors::Health& health, const connectors::Schedule& schedule,
                                  model::Instant now) {
  using State = web::ConnectorView::State;
  if (health.paused) return State::Paused;
  if (health.consecutive_failures > 0) return State::Failing;
  if (!health.last_success) return State::Never;
  return now - *health.last_success > 2 * schedule.every + std::chrono::minutes(1) ? State::Late : State::Ok;
}

/// The epoch of the journal in which this thread's source was last asked about the students: its answer is
/// about nobody else.
thread_local std::int64_t asked_in_epoch = 0;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

}  // namespace

Polling::Polling(const ServiceSettings& settings, const std::filesystem::path& plugin_folder, House& house,
                 const model::Clock& clock, std::vector<model::Diagnostic>& diagnostics)
    : house_(house), clock_(clock) {
  append(diagnostics, connectors::loadPlugins(settings.plugins, plugin_folder, registry_));
  connectors::Setup setup = connectors::setUp(registry_, settings.connectors);
  append(diagnostics, std::move(setup.diagnostics));
  for (const connectors::Source& source : setup.sources) {
    facts_[source.name] = source.facts;
    schedules_[source.name] = source.schedule;
  }
  connectors::Callbacks callbacks;
  callbacks.students = [this] { return studentsThatMatter(); };
  callbacks.deliver = [this](const std::string& source, const connectors::Delivery& delivery) {
    deliver(source, delivery);
  };
  runner_ = std::make_unique<connectors::Runner>(std::move(setup.sources), clock, std::move(callbacks),
                                                 std::random_device()());
}

Polling::~Polling() = default;

void Polling::start() {
  runner_->start();
}
void Polling::stop() {
  runner_->stop();
}

void Polling::beginAnew() {
  runner_->beginAnew();
}

std::vector<connectors::StudentRef> Polling::studentsThatMatter() const {
  asked_in_epoch = house_.board.position().epoch;
  return house_.board.read([](const board::Contents& contents) {
    std::vector<connectors::StudentRef> students;
    students.reserve(contents.students());
    for (const auto& partition : contents.partitions())
      for (std::size_t row = 0; row < partition->rows(); ++row)
        if (partition->live(row)) students.push_back({partition->studentNo(row)});
    return students;
  });
}

void Polling::deliver(const std::string& source, const connectors::Delivery& delivery) {
  service::Commands::Delivery facts{source, facts_.at(source), {}, delivery.unknown_students, delivery.as_of};
  facts.facts.reserve(delivery.facts.size());
  for (const connectors::StudentFact& fact : delivery.facts)
    facts.facts.push_back({fact.student_no, fact.fact, fact.value});
  const store::OnlyInEpoch same(asked_in_epoch);
  const auto outcome = house_.commands.recordDelivery(facts);
  if (!outcome)
    throw std::runtime_error(model::format(outcome.refusal().reasons.front(), model::Language::English));
}

std::vector<web::ConnectorView> Polling::view() const {
  std::vector<web::ConnectorView> views;
  for (const connectors::Health& health : runner_->health()) {
    web::ConnectorView view;
    view.name = health.name;
    view.kind = health.kind;
    view.state = stateOf(health, schedules_.at(health.name), clock_.now());
    view.last_success = health.last_success;
    view.last_attempt = health.last_attempt;
    view.next_attempt = health.next;
    view.error = health.last_error ? health.last_error->text : "";
    view.failures = health.consecutive_failures;
    view.asked = health.students_asked;
    view.delivered = health.facts_delivered;
    view.unknown = health.unknown_students;
    view.facts = health.facts;
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace lixiao::app
