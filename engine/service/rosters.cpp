#include "engine/service/rosters.h"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "engine/board/editions.h"
#include "engine/board/records.h"
#include "engine/model/clock.h"
#include "engine/service/permissions.h"
#include "engine/service/texts.h"
#include "engine/store/account.h"
#include "engine/store/journal_search.h"
#include "engine/store/late_change.h"
#include "engine/store/roster_final.h"
#include "engine/store/roster_line.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;

constexpr std::size_t kMostImports = 10;
constexpr std::int64_t kImportsLookedAt = 200;
constexpr std::int64_t kMostChanges = 200;

std::string personOf(store::Reader& reader, const std::string& login) {
  const auto account = store::findAccount(reader, login);
  return account ? account->name : login;
}

LocalizedText titleOf(store::LateChange::Kind kind) {
  switch (kind) {
    case store::LateChange::Kind::Added:
      return {"新增", "added"};
    case store::LateChange::Kind::Changed:
      return {"更正", "changed"};
    case store::LateChange::Kind::Removed:
      return {"移出", "taken off"};
  }
  return {};
}

RosterImportLine importLine(store::Reader& reader, const store::JournalRecord& record,
                            const nlohmann::json& payload) {
  RosterImportLine line;
  line.seq = record.seq;
  line.at = record.entry.at;
  line.by = personOf(reader, record.entry.actor);
  line.added = payload.value("added", std::size_t{0});
  line.changed = payload.value("changed", std::size_t{0});
  line.unchanged = payload.value("unchanged", std::size_t{0});
  line.removed = payload.value("removed", std::size_t{0});
  line.reason = payload.value("reason", "");
  return line;
}

/// The newest imports of every provider.
std::map<std::string, std::vector<RosterImportLine>> importsByProvider(store::Reader& reader) {
  store::JournalFilter filter;
  filter.kind = std::string(store::kind::kRosterImported);
  std::map<std::string, std::vector<RosterImportLine>> imports;
  for (const store::JournalRecord& record : store::searchJournal(reader, filter, kImportsLookedAt)) {
    const auto payload = nlohmann::json::parse(record.entry.payload);
    for (const std::string& provider : payload.value("providers", std::vector<std::string>{}))
      if (auto& lines = imports[provider]; lines.size() < kMostImports)
        lines.push_back(importLine(reader, record, payload));
  }
  return imports;
}

RosterChangeLine changeLine(store::Reader& reader, store::LateChange& change) {
  return {std::move(change.student_no), {},        std::string(word(change.kind)),
          titleOf(change.kind),         change.at, personOf(reader, change.by),
          std::move(change.reason)};
}

void readChanges(store::Reader& reader, const store::RosterFinal& declared, RosterStanding& standing) {
  standing.final_at = declared.at;
  standing.final_by = personOf(reader, declared.by);
  std::vector<std::string> numbers;
  for (store::LateChange& change : store::lateChanges(reader, declared.provider, declared.at, kMostChanges)) {
    numbers.push_back(change.student_no);
    standing.changes.push_back(changeLine(reader, change));
  }
  std::map<std::string, std::string> names;
  for (store::Student& student : store::findStudents(reader, std::move(numbers)))
    names.emplace(student.student_no, std::move(student.name));
  for (RosterChangeLine& line : standing.changes) line.name = names[line.student_no];
  standing.all_changes =
      static_cast<std::size_t>(store::countLateChanges(reader, declared.provider, declared.at));
}

std::vector<RosterStanding> standingsOf(store::Reader& reader, const workflow::Workflow& workflow,
                                        const Actor& actor) {
  const workflow::Provider* own = providerOf(actor, workflow);
  const auto counts = store::countByProvider(reader);
  const auto finals = store::finalRosters(reader, workflow.edition);
  auto imports = importsByProvider(reader);
  std::vector<RosterStanding> standings;
  for (const workflow::Provider& provider : workflow.providers) {
    if (own != nullptr && own != &provider) continue;
    RosterStanding standing;
    standing.provider = provider.id;
    standing.title = provider.title;
    standing.mine = own == &provider;
    if (const auto count = counts.find(provider.id); count != counts.end())
      standing.students = static_cast<std::size_t>(count->second);
    standing.imports = std::move(imports[provider.id]);
    const auto declared = std::ranges::find(finals, provider.id, &store::RosterFinal::provider);
    if (declared != finals.end()) readChanges(reader, *declared, standing);
    standings.push_back(std::move(standing));
  }
  return standings;
}

Refusal refusal(Refusal::Kind kind, model::Message reason) {
  return {kind, {std::move(reason)}, {}};
}

}  // namespace

Rosters::Rosters(const Engine& engine) : engine_(engine) {}

Outcome<std::vector<RosterStanding>> Rosters::standings(const Actor& actor) const {
  return engine_.database.read([&](store::Reader& reader) -> Outcome<std::vector<RosterStanding>> {
    const auto edition = engine_.editions.active(reader);
    if (!edition) return refusal(Refusal::Kind::NotNow, {text::kNoEdition, {}});
    const bool oversees = actor.role == Role::Admin || actor.role == Role::Auditor;
    if (!oversees)
      if (auto why = whyNot(actor, Act::DeliverRoster, {.workflow = edition->workflow.get()}))
        return refusal(Refusal::Kind::Forbidden, *why);
    return standingsOf(reader, *edition->workflow, actor);
  });
}

std::vector<RosterChangeLine> Rosters::changesOf(const Actor& actor, const std::string& student_no) const {
  if (actor.role == Role::Student) return {};
  return engine_.database.read([&](store::Reader& reader) -> std::vector<RosterChangeLine> {
    const auto edition = engine_.editions.active(reader);
    const auto record = edition ? board::findRecord(reader, *edition->workflow, student_no) : std::nullopt;
    if (!record || whyNot(actor, Act::SeeStudent,
                          {.workflow = edition->workflow.get(),
                           .student_no = student_no,
                           .attributes = &record->attributes}))
      return {};
    std::vector<RosterChangeLine> lines;
    for (store::LateChange& change : store::lateChangesOf(reader, student_no))
      lines.push_back(changeLine(reader, change));
    for (RosterChangeLine& line : lines) line.name = record->name;
    return lines;
  });
}

Outcome<Done> Rosters::declareFinal(const Actor& actor, std::int64_t seen) {
  return engine_.database.write([&](store::Transaction& transaction) -> Outcome<Done> {
    const auto edition = engine_.editions.active(transaction);
    if (!edition) return refusal(Refusal::Kind::NotNow, {text::kNoEdition, {}});
    const workflow::Workflow& workflow = *edition->workflow;
    const workflow::Provider* own = providerOf(actor, workflow);
    if (own == nullptr) return refusal(Refusal::Kind::Forbidden, {text::kNotYourRoster, {}});

    const auto standing = standingsOf(transaction, workflow, actor).at(0);
    const auto when = [&](model::Instant at) {
      return LocalizedText(model::formatDate(workflow.time_zone.dateAt(at)));
    };
    if (standing.final_at)
      return refusal(Refusal::Kind::Conflict,
                     {text::kFinalAlready, {LocalizedText(standing.final_by), when(*standing.final_at)}});
    if (standing.students == 0) return refusal(Refusal::Kind::NotNow, {text::kNobodyOnRoster, {}});
    if (standing.seen() != seen) {
      const RosterImportLine& last = standing.imports.front();
      return refusal(Refusal::Kind::Conflict,
                     {text::kImportedMeanwhile, {LocalizedText(last.by), when(last.at)}});
    }
    const model::Instant now = engine_.clock.now();
    store::declareFinal(transaction, {workflow.edition, own->id, now, actor.login});
    const nlohmann::json payload = {
        {"edition", workflow.edition}, {"provider", own->id}, {"students", standing.students}};
    store::appendJournal(transaction, {now, actor.login, std::string(store::kind::kRosterDeclaredFinal),
                                       std::nullopt, std::nullopt, payload.dump()});
    return Done{};
  });
}

}  // namespace lixiao::service
