#include "engine/service/fact_writing.h"

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

}  // namespace

store::FactChanges writeFacts(store::Transaction& transaction, const Snapshot& snapshot, FactsSaid said) {
  std::set<std::string> students;
  for (const store::FactRow& row : said.rows) students.insert(row.student_no);
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
  const json payload = {{"source", said.actor},
                        {"facts", said.facts},
                        {"students", students.size()},
                        {"unknown", said.unknown_students}};
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
