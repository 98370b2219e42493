#include "app/polling.h"

#include <algorithm>
#include <future>
#include <iterator>
#include <random>

#include "app/connector_views.h"
#include "app/isolation.h"
#include "app/poll_records.h"
#include "connectors/plugin_loader.h"
#include "engine/board/in_order.h"
#include "engine/service/fact_writing.h"

namespace lixiao::app {
namespace {

/// Whoever tries a connector out waits so long.
constexpr std::chrono::seconds kTryOut{30};

void append(std::vector<model::Diagnostic>& all, std::vector<model::Diagnostic> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// What the service before this one polled.
std::vector<connectors::Poll> pollsBefore(store::Database& database, const std::string& source) {
  std::vector<connectors::Poll> polls;
  for (const store::PollRecord& record :
       database.read([&](store::Reader& reader) { return store::pollsOf(reader, source); }))
    polls.push_back(pollOf(record));
  return polls;
}

/// Also under another name, by the facts it delivered.
bool wasDoubted(store::Database& database, const connectors::Source& source,
                const std::set<std::string>& doubted) {
  return doubted.contains(source.name) || database.read([&](store::Reader& reader) {
    return std::any_of(source.facts.begin(), source.facts.end(), [&](const std::string& fact) {
      return doubted.contains(service::connectorOf(reader, fact));
    });
  });
}

/// Has every document that there is for the student.
bool hasEverything(const board::Partition& partition, std::size_t row) {
  bool any = false;
  for (std::size_t i = 0; i < partition.type().documents.size(); ++i) {
    const auto status = model::statusOf(partition.documentCause(i, row));
    if (status == model::DocumentStatus::Collected)
      any = true;
    else if (status != model::DocumentStatus::NotApplicable)
      return false;
  }
  return any;
}

}  // namespace

Polling::Polling(const ServiceSettings& settings, const std::filesystem::path& plugin_folder, House& house,
                 const model::Clock& clock, std::vector<model::Diagnostic>& diagnostics)
    : house_(house), clock_(clock), rechecks_(clock), rounds_(clock) {
  append(diagnostics, connectors::loadPlugins(settings.plugins, plugin_folder, registry_));
  connectors::Setup setup =
      connectors::setUp(registry_, settings.connectors, isolation(settings, plugin_folder));
  append(diagnostics, std::move(setup.diagnostics));
  const std::map<std::string, bool> pauses = house.source_acts.pauses();
  const std::set<std::string> doubted = house.source_acts.doubted();
  for (connectors::Source& source : setup.sources) {
    facts_[source.name] = source.facts;
    schedules_[source.name] = source.schedule;
    paused_[source.name] = source.paused;
    if (const auto said = pauses.find(source.name); said != pauses.end()) source.paused = said->second;
    source.doubted = wasDoubted(house.database, source, doubted);
    source.polls = pollsBefore(house.database, source.name);
  }
  connectors::Callbacks callbacks;
  callbacks.students = [this](const std::string& source) { return studentsThatMatter(source); };
  callbacks.known = [this](const connectors::Delivery& delivery) { return known(delivery); };
  callbacks.deliver = [this](const std::string& source, const connectors::Delivery& delivery,
                             std::int64_t epoch) {
    deliver(source, delivery, epoch);
    rounds_.done(source);
  };
  callbacks.attempted = [this](const connectors::Health& health, const connectors::Poll& poll) {
    house_.source_acts.doubt(health.name, health.doubted);
    house_.database.write([&](store::Transaction& transaction) {
      store::putPoll(transaction, pollRecord(health.name, poll), connectors::kPollsKept);
    });
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
  rechecks_.forget();
  rounds_.forget();
  for (const auto& [source, paused] : paused_) runner_->pause(source, paused);
  runner_->beginAnew();
}

bool Polling::beginRound(const std::string& source) {
  const auto every = house_.board.read([&](const board::Contents& contents) {
    return contents.edition() == nullptr ? std::chrono::milliseconds(0)
                                         : wholeRoundEvery(*contents.edition()->workflow, facts_.at(source));
  });
  return rounds_.begin(source, every);
}

connectors::Asked Polling::studentsThatMatter(const std::string& source) {
  const bool everybody = beginRound(source);
  connectors::Asked asked;
  asked.epoch = house_.board.position().epoch;
  asked.students = house_.board.read([everybody](const board::Contents& contents) {
    std::vector<connectors::StudentRef> students;
    students.reserve(contents.students());
    for (const auto& partition : contents.partitions())
      for (std::size_t row = 0; row < partition->rows(); ++row)
        if (partition->live(row) && (everybody || !hasEverything(*partition, row)))
          students.push_back({partition->studentNo(row)});
    // As lists and tables have them: what comes in the same order is found without a search.
    std::sort(students.begin(), students.end(),
              [](const auto& a, const auto& b) { return a.student_no < b.student_no; });
    return students;
  });
  return asked;
}

std::vector<model::Value> Polling::known(const connectors::Delivery& delivery) const {
  return house_.board.read([&](const board::Contents& contents) {
    std::vector<model::Value> values(delivery.facts.size());
    if (contents.edition() == nullptr) return values;
    const workflow::Workflow& workflow = *contents.edition()->workflow;
    board::InOrder students(contents);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const connectors::StudentFact& said = delivery.facts[i];
      const auto fact = workflow.fact(said.fact);
      const auto at = fact ? students.find(said.student_no) : std::nullopt;
      if (at) values[i] = contents.partitions()[at->partition]->fact(*fact).value(at->row, contents.pool());
    }
    return values;
  });
}

std::shared_ptr<const board::ActiveEdition> Polling::activeEdition() const {
  return house_.database.read([&](store::Reader& reader) { return house_.editions.active(reader); });
}

void Polling::deliver(const std::string& source, const connectors::Delivery& delivery, std::int64_t epoch) {
  const auto edition = activeEdition();
  if (!edition) throw std::runtime_error("no edition is active");
  // A source may say more than this year's edition asks for.
  const auto wanted = [&](const std::string& fact) { return edition->workflow->fact(fact).has_value(); };
  service::Commands::Delivery facts{source, {}, {}, delivery.unknown_students, delivery.as_of};
  for (const std::string& fact : facts_.at(source))
    if (wanted(fact)) facts.fact_names.push_back(fact);
  if (facts.fact_names.empty()) return;
  facts.facts.reserve(delivery.facts.size());
  for (const connectors::StudentFact& fact : delivery.facts)
    if (wanted(fact.fact)) facts.facts.push_back({fact.student_no, fact.fact, fact.value});
  const store::OnlyInEpoch same(epoch);
  const auto outcome = house_.commands.recordDelivery(std::move(facts));
  if (!outcome)
    throw std::runtime_error(model::format(outcome.refusal().reasons.front(), model::Language::English));
}

std::vector<web::ConnectorView> Polling::view() const {
  std::vector<web::ConnectorView> views;
  for (const connectors::Health& health : runner_->health())
    views.push_back(connectorView(health, schedules_.at(health.name), clock_.now()));
  // The board has the edition at hand; pages ask once for each item.
  house_.board.read([&](const board::Contents& contents) {
    if (contents.edition() == nullptr) return;
    for (web::ConnectorView& view : views)
      std::copy_if(view.facts.begin(), view.facts.end(), std::back_inserter(view.undeclared),
                   [&](const std::string& fact) { return !contents.edition()->workflow->fact(fact); });
  });
  return views;
}

std::vector<web::PollView> Polling::polls(const std::string& source) const {
  std::vector<web::PollView> views;
  for (const connectors::Poll& poll : runner_->polls(source)) views.push_back(pollView(poll));
  return views;
}

bool Polling::pause(const std::string& source, bool paused) {
  return runner_->pause(source, paused);
}

bool Polling::pollNow(const std::string& source) {
  return runner_->pollNow(source);
}

bool Polling::release(const std::string& source, model::Instant began) {
  return runner_->release(source, began);
}

bool Polling::discard(const std::string& source, model::Instant began, const std::function<void()>& record) {
  return runner_->discard(source, began, record);
}

std::optional<web::TriedConnector> Polling::tryOut(const std::string& source, const std::string& student_no) {
  const auto answer = std::make_shared<std::promise<connectors::FetchResult>>();
  const auto began = std::chrono::steady_clock::now();
  const bool asked = runner_->ask(
      source, student_no, [answer](const connectors::FetchResult& result) { answer->set_value(result); },
      true);
  if (!asked) return std::nullopt;
  auto told = answer->get_future();
  const bool late = told.wait_for(kTryOut) != std::future_status::ready;
  const connectors::FetchResult result =
      late ? connectors::Failure{connectors::FailureKind::Unreachable, "no answer within 30 seconds", {}}
           : told.get();
  const auto edition = activeEdition();
  return triedView(
      result, std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began),
      edition ? edition->workflow.get() : nullptr);
}

std::optional<web::Recheck::State> Polling::whyNotBelieved(const std::string& source) const {
  using State = web::Recheck::State;
  for (const connectors::Health& health : runner_->health()) {
    if (health.name != source) continue;
    if (health.doubted) return State::Held;
    if (health.paused) return State::Paused;
  }
  return std::nullopt;
}

bool Polling::recheck(const std::string& student_no) {
  using State = web::Recheck::State;
  std::map<std::string, State> sources;
  for (const connectors::Health& health : runner_->health())
    sources[health.name] = health.paused ? State::Paused : State::Asked;
  if (!rechecks_.begin(student_no, sources)) return false;
  const std::int64_t epoch = house_.board.position().epoch;
  for (const auto& each : sources) {
    if (each.second == State::Paused) continue;
    const std::string& source = each.first;
    const bool asked = runner_->ask(source, student_no, [=, this](const connectors::FetchResult& result) {
      settle(student_no, source, result, epoch);
    });
    if (!asked) rechecks_.settle(student_no, source, State::Busy);
  }
  return true;
}

void Polling::settle(const std::string& student_no, const std::string& source,
                     const connectors::FetchResult& result, std::int64_t epoch) {
  using State = web::Recheck::State;
  if (result.failure())
    return rechecks_.settle(student_no, source, State::Failed, std::string(word(result.failure()->kind)));
  if (const auto unbelieved = whyNotBelieved(source))
    return rechecks_.settle(student_no, source, *unbelieved);
  const connectors::Delivery& delivery = *result.delivery();
  try {
    deliver(source, delivery, epoch);
    rechecks_.settle(student_no, source,
                     delivery.unknown_students.empty() ? State::Answered : State::Unknown);
  } catch (const std::exception&) {
    rechecks_.settle(student_no, source, State::Failed, std::string(word(connectors::FailureKind::Internal)));
  }
}

std::vector<web::Recheck> Polling::rechecked(const std::string& student_no) const {
  return rechecks_.of(student_no);
}

}  // namespace lixiao::app
