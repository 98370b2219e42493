#include "engine/service/fact_writing.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>

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

/// The students spoken of, by number, once each.
std::vector<std::string_view> numbersOf(const std::vector<store::FactRow>& rows) {
  std::vector<std::string_view> numbers;
  numbers.reserve(rows.size());
  for (const store::FactRow& row : rows) numbers.push_back(row.student_no);
  return numbers;
}

std::size_t countStudents(const store::FactRows& rows) {
  std::vector<std::string_view> all;
  for (const auto& of_fact : rows.byFact()) {
    const std::vector<std::string_view> numbers = numbersOf(of_fact);
    std::vector<std::string_view> united;
    united.reserve(all.size() + numbers.size());
    std::set_union(all.begin(), all.end(), numbers.begin(), numbers.end(), std::back_inserter(united));
    all = std::move(united);
  }
  return all.size();
}

/// Whose facts are of this moment now, in the shorter of two ways: `left_out` names the others who have the
/// fact, `only` those spoken of. A fact in neither: everybody who has it.
void tellWhom(store::Reader& reader, const std::string& fact, const std::vector<store::FactRow>& rows,
              model::Instant as_of, const std::string& source, json& payload) {
  const auto most = static_cast<std::int64_t>(rows.size());
  const auto others = store::heldOtherwise(reader, fact, as_of, source, most + 1);
  if (static_cast<std::int64_t>(others.size()) > most)
    payload["only"][fact] = numbersOf(rows);
  else if (!others.empty())
    payload["left_out"][fact] = others;
}

void tellWhom(store::Reader& reader, const std::vector<std::string>& facts, const store::FactRows& rows,
              model::Instant as_of, const std::string& source, json& payload) {
  std::set<std::string> silent(facts.begin(), facts.end());
  for (const auto& of_fact : rows.byFact()) {
    silent.erase(of_fact.front().fact);
    tellWhom(reader, of_fact.front().fact, of_fact, as_of, source, payload);
  }
  for (const std::string& fact : silent) tellWhom(reader, fact, {}, as_of, source, payload);
}

}  // namespace

store::FactChanges writeFacts(store::Transaction& transaction, const Snapshot& snapshot, FactsSaid said) {
  const model::Instant as_of = said.rows.empty() ? snapshot.now() : said.rows.front().held.as_of;
  const store::FactRows rows(std::move(said.rows));
  store::FactChanges changes = store::upsertFacts(transaction, rows);

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
                  {"students", countStudents(rows)},
                  {"unknown", said.unknown_students},
                  {"as_of", as_of.time_since_epoch().count()}};
  tellWhom(transaction, said.facts, rows, as_of, said.actor, payload);
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
