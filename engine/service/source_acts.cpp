#include "engine/service/source_acts.h"

#include <nlohmann/json.hpp>

#include "engine/model/clock.h"
#include "engine/service/changes.h"
#include "engine/service/permissions.h"
#include "engine/store/journal.h"
#include "engine/store/meta.h"

namespace lixiao::service {
namespace {

using nlohmann::json;

constexpr auto kPauses = "connectors_paused";
constexpr auto kDoubted = "connectors_doubted";

std::optional<Refusal> forbidden(const Actor& actor) {
  if (auto why = whyNot(actor, Act::ManageConnectors)) return refuse(Refusal::Kind::Forbidden, *why);
  return std::nullopt;
}

void note(store::Transaction& transaction, const Engine& engine, const Actor& actor, std::string_view kind,
          const json& payload) {
  store::appendJournal(transaction, {engine.clock.now(), actor.login, std::string(kind), std::nullopt,
                                     std::nullopt, payload.dump()});
}

Outcome<Done> noteHeld(const Engine& engine, const Actor& actor, std::string_view kind,
                       const std::string& source, const HeldCount& held) {
  if (auto no = forbidden(actor)) return *no;
  engine.database.write([&](store::Transaction& transaction) {
    note(transaction, engine, actor, kind,
         {{"source", source}, {"fact", held.fact}, {"before", held.before}, {"after", held.after}});
  });
  return Done{};
}

template <typename Written>
Written read(store::Reader& reader, const char* key) {
  const auto written = store::getMeta(reader, key);
  return written ? json::parse(*written).get<Written>() : Written();
}

using Pauses = std::map<std::string, bool>;
using Sources = std::set<std::string>;

}  // namespace

Outcome<Done> SourceActs::pause(const Actor& actor, const std::string& source, bool paused) {
  if (auto no = forbidden(actor)) return *no;
  engine_.database.write([&](store::Transaction& transaction) {
    auto pauses = read<Pauses>(transaction, kPauses);
    const auto before = pauses.find(source);
    if (before != pauses.end() && before->second == paused) return;
    pauses[source] = paused;
    store::setMeta(transaction, kPauses, json(pauses).dump());
    note(transaction, engine_, actor, paused ? store::kind::kConnectorPaused : store::kind::kConnectorResumed,
         {{"source", source}});
  });
  return Done{};
}

Outcome<Done> SourceActs::release(const Actor& actor, const std::string& source, const HeldCount& held) {
  return noteHeld(engine_, actor, store::kind::kConnectorReleased, source, held);
}

Outcome<Done> SourceActs::discard(const Actor& actor, const std::string& source, const HeldCount& held) {
  return noteHeld(engine_, actor, store::kind::kConnectorDiscarded, source, held);
}

Outcome<Done> SourceActs::look(const Actor& actor) const {
  if (auto no = forbidden(actor)) return *no;
  return Done{};
}

std::map<std::string, bool> SourceActs::pauses() const {
  return engine_.database.read([](store::Reader& reader) { return read<Pauses>(reader, kPauses); });
}

void SourceActs::doubt(const std::string& source, bool doubted) {
  if (this->doubted().contains(source) == doubted) return;
  engine_.database.write([&](store::Transaction& transaction) {
    auto sources = read<Sources>(transaction, kDoubted);
    if (doubted)
      sources.insert(source);
    else
      sources.erase(source);
    store::setMeta(transaction, kDoubted, json(sources).dump());
  });
}

std::set<std::string> SourceActs::doubted() const {
  return engine_.database.read([](store::Reader& reader) { return read<Sources>(reader, kDoubted); });
}

}  // namespace lixiao::service
