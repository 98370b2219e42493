#include "engine/service/fact_writing.h"

#include <algorithm>
#include <future>
#include <iterator>
#include <memory>
#include <set>
#include <span>
#include <string_view>

#include <nlohmann/json.hpp>

#include "engine/store/changes_of_many.h"
#include "engine/store/journal_kind.h"
#include "engine/store/meta.h"

namespace lixiao::service {
namespace {

using nlohmann::json;

/// So many changes are put into words by a thread of their own; fewer at once.
constexpr std::size_t kWorthAThread = 50'000;

std::string connectorKey(const std::string& fact) {
  return "connector_of." + fact;
}

std::optional<std::string> worded(const rules::Type& type, const model::Value& value) {
  if (!value.known()) return std::nullopt;
  return workflow::formatValue(type, value);
}

using Entries = std::vector<store::JournalEntry>;

Entries entriesOf(const workflow::FactSpec& fact, const std::string& actor, model::Instant at,
                  std::span<const store::FactChange> changes) {
  std::vector<store::WordedChange> words;
  words.reserve(changes.size());
  for (const store::FactChange& each : changes)
    words.push_back(
        {each.student_no, worded(fact.type, each.before), worded(fact.type, each.after), each.since});
  Entries entries;
  store::addChanges(entries, at, actor, fact.name, words);
  return entries;
}

/// Writes the rows and tells what changed. Many changes are put into words while the next fact is written.
std::vector<std::future<Entries>> writeRows(store::Transaction& transaction, const Snapshot& snapshot,
                                            const std::string& actor, const store::FactRows& rows) {
  const workflow::Workflow& workflow = snapshot.workflow();
  std::vector<std::future<Entries>> told;
  for (const store::FactRows::OfFact& of_fact : rows.byFact()) {
    const workflow::FactSpec& fact = workflow.facts[*workflow.fact(of_fact.front()->fact)];
    const auto changed = std::make_shared<const std::vector<store::FactChange>>(
        store::upsertFact(transaction, of_fact, snapshot.now()).changed);
    const auto how = changed->size() < kWorthAThread ? std::launch::deferred : std::launch::async;
    for (std::size_t from = 0; from < changed->size(); from += kWorthAThread)
      told.push_back(std::async(how, [&fact, &actor, at = snapshot.now(), changed, from] {
        const std::size_t count = std::min(kWorthAThread, changed->size() - from);
        return entriesOf(fact, actor, at, std::span(*changed).subspan(from, count));
      }));
  }
  return told;
}

/// The students spoken of, by number, once each.
std::vector<std::string_view> numbersOf(const store::FactRows::OfFact& rows) {
  std::vector<std::string_view> numbers;
  numbers.reserve(rows.size());
  for (const store::FactRow* row : rows) numbers.push_back(row->student_no);
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
void tellWhom(store::Reader& reader, const std::string& fact, const store::FactRows::OfFact& rows,
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
    silent.erase(of_fact.front()->fact);
    tellWhom(reader, of_fact.front()->fact, of_fact, as_of, source, payload);
  }
  for (const std::string& fact : silent) tellWhom(reader, fact, {}, as_of, source, payload);
}

}  // namespace

void writeFacts(store::Transaction& transaction, const Snapshot& snapshot, FactsSaid said) {
  const model::Instant as_of = said.rows.empty() ? snapshot.now() : said.rows.front().held.as_of;
  const store::FactRows rows(std::move(said.rows));
  auto told = writeRows(transaction, snapshot, said.actor, rows);
  json payload = {{"source", said.actor},
                  {"facts", said.facts},
                  {"students", countStudents(rows)},
                  {"unknown", said.unknown_students},
                  {"as_of", as_of.time_since_epoch().count()}};
  tellWhom(transaction, said.facts, rows, as_of, said.actor, payload);
  Entries entries;
  for (auto& each : told)
    for (store::JournalEntry& entry : each.get()) entries.push_back(std::move(entry));
  entries.push_back({snapshot.now(), said.actor, std::string(store::kind::kFactsConfirmed), std::nullopt,
                     std::nullopt, payload.dump()});
  store::appendJournal(transaction, entries);
}

std::string connectorOf(store::Reader& reader, const std::string& fact) {
  return store::getMeta(reader, connectorKey(fact)).value_or("");
}

void setConnectorOf(store::Transaction& transaction, const std::string& fact, const std::string& connector) {
  if (connectorOf(transaction, fact) != connector) store::setMeta(transaction, connectorKey(fact), connector);
}

}  // namespace lixiao::service
