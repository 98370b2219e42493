#include "engine/service/fact_writing.h"

#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "engine/store/journal.h"
#include "engine/store/journal_kind.h"
#include "engine/store/meta.h"

namespace lixiao::service {
namespace {

using nlohmann::json;

std::string connectorKey(const std::string& fact) {
  return "connector_of." + fact;
}

json written(const rules::Type& type, const model::Value& value) {
  if (!value.known()) return nullptr;
  return workflow::formatValue(type, value);
}

/// The students spoken of, by fact.
using Spoken = std::map<std::string, std::set<std::string>>;

/// Whose facts are of this moment now, in the shorter of two ways: `left_out` names the others who have the
/// fact, `only` those spoken of. A fact in neither: everybody who has it.
void tellWhom(store::Reader& reader, const Spoken& spoken, model::Instant as_of, const std::string& source,
              json& payload) {
  for (const auto& [fact, numbers] : spoken) {
    const auto most = static_cast<std::int64_t>(numbers.size());
    const auto others = store::heldOtherwise(reader, fact, as_of, source, most + 1);
    if (static_cast<std::int64_t>(others.size()) > most)
      payload["only"][fact] = numbers;
    else if (!others.empty())
      payload["left_out"][fact] = others;
  }
}

}  // namespace

store::FactChanges writeFacts(store::Transaction& transaction, const Snapshot& snapshot, FactsSaid said) {
  std::set<std::string> students;
  Spoken spoken;
  for (const std::string& fact : said.facts) spoken[fact];
  for (const store::FactRow& row : said.rows) {
    students.insert(row.student_no);
    spoken[row.fact].insert(row.student_no);
  }
  const model::Instant as_of = said.rows.empty() ? snapshot.now() : said.rows.front().held.as_of;
  store::FactChanges changes = store::upsertFacts(transaction, std::move(said.rows));

  std::vector<store::JournalEntry> entries;
  entries.reserve(changes.changed.size() + 1);
  for (const store::FactChange& change : changes.changed) {
    const auto fact = snapshot.workflow().fact(change.fact);
    const rules::Type& type = snapshot.workflow().facts[*fact].type;
    const json payload = {{"old", written(type, change.before)},
                          {"new", written(type, change.after)},
                          {"since", change.since ? json(model::formatInstant(*change.since)) : json()}};
    entries.push_back({snapshot.now(), said.actor, std::string(store::kind::kFactChanged), change.student_no,
                       change.fact, payload.dump()});
  }
  json payload = {{"source", said.actor},
                  {"facts", said.facts},
                  {"students", students.size()},
                  {"unknown", said.unknown_students},
                  {"as_of", as_of.time_since_epoch().count()}};
  tellWhom(transaction, spoken, as_of, said.actor, payload);
  entries.push_back({snapshot.now(), said.actor, std::string(store::kind::kFactsConfirmed), std::nullopt,
                     std::nullopt, payload.dump()});
  store::appendJournal(transaction, entries);
  return changes;
}

std::string connectorOf(store::Reader& reader, const std::string& fact) {
  return store::getMeta(reader, connectorKey(fact)).value_or("");
}

void setConnectorOf(store::Transaction& transaction, const std::string& fact, const std::string& connector) {
  if (connectorOf(transaction, fact) != connector) store::setMeta(transaction, connectorKey(fact), connector);
}

}  // namespace lixiao::service
