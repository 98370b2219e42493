#include "engine/service/trial.h"

#include <algorithm>
#include <fstream>
#include <map>

#include <nlohmann/json.hpp>

#include "engine/board/board.h"
#include "engine/board/editions.h"
#include "engine/model/clock.h"
#include "engine/service/permissions.h"
#include "engine/service/texts.h"
#include "engine/store/activation.h"
#include "engine/store/copy.h"
#include "engine/store/fresh_start.h"
#include "engine/store/journal.h"
#include "engine/store/journal_export.h"
#include "engine/store/phase.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;

/// The board of this process shows the run within this time, or soon after.
constexpr std::chrono::seconds kShown{10};

const std::map<std::string, LocalizedText> kTitles = {
    {"account", {"学生账号", "accounts of students"}},
    {"activation",
     {"启用过的方案版本（现行版本将重新启用）",
      "activated versions of the edition (the active one goes on)"}},
    {"appointment", {"预约", "appointments"}},
    {"batch", {"批量登记", "batches of registrations"}},
    {"batch_row", {"批量登记的行", "rows of batches"}},
    {"collection", {"证件领取记录", "hand-outs of documents"}},
    {"counter", {"编号计数器", "counters of numbers"}},
    {"declaration", {"学生申报", "declarations of students"}},
    {"early_registration", {"先于名单的登记", "registrations made before the roster"}},
    {"fact", {"业务系统数据", "values from source systems"}},
    {"fact_name", {"业务系统数据项", "kinds of values from source systems"}},
    {"guide", {"办事指南（含旧版本）", "guides with their older versions"}},
    {"journal", {"操作日志（另存）", "entries of the journal (kept aside)"}},
    {"last_visit", {"学生上次查看记录", "last visits of students"}},
    {"late_change", {"定稿后的更改", "changes after the roster was final"}},
    {"list_member", {"名单中的学生", "students on lists"}},
    {"list_submission", {"已提交的名单", "submitted lists"}},
    {"login_failure", {"登录失败计数", "counts of failed sign-ins"}},
    {"mail_address", {"邮件通知地址", "addresses for messages"}},
    {"meta", {"连接器记录", "notes about connectors"}},
    {"outgoing_message", {"发往各系统的通知", "messages to other systems"}},
    {"outgoing_row", {"通知中的学生", "students in messages to other systems"}},
    {"outgoing_student", {"各系统已知的学生", "students other systems were told of"}},
    {"outbox", {"待发与已发的邮件", "messages sent and waiting"}},
    {"print_batch", {"打印批次", "print batches"}},
    {"print_batch_row", {"打印批次中的学生", "students in print batches"}},
    {"registration", {"登记结果", "registrations"}},
    {"roster_final", {"名单定稿", "rosters declared final"}},
    {"shared_attribute", {"共同办理的属性", "attributes by which results are shared"}},
    {"shared_registration", {"共同登记结果", "registrations for all who share a value"}},
    {"slip", {"离校手续结清单", "slips"}},
    {"statistic_sample", {"统计的历史计数", "counts kept for the statistics"}},
    {"student", {"学生名册", "students on the roster"}},
    {"student_value", {"共同办理的属性值", "values by which results are shared"}},
    {"web_session", {"登录会话", "sessions of signed-in people"}},
};

LocalizedText titleOf(const std::string& table) {
  const auto found = kTitles.find(table);
  return found == kTitles.end() ? LocalizedText(table) : found->second;
}

Refusal refusal(Refusal::Kind kind, model::Message reason, std::string field = {}) {
  return {kind, {std::move(reason)}, {}, std::move(field)};
}

/// `trial-2015-20150608T000000Z`: the year as its admin calls it, and when.
std::string recordName(const std::string& edition, model::Instant now) {
  std::string name = "trial-";
  for (const char c : edition) name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  std::string at = model::formatInstant(now);
  at.erase(std::min(at.find('.'), at.size()));
  if (at.back() == 'Z') at.pop_back();
  std::erase_if(at, [](char c) { return c == '-' || c == ':'; });
  return name + "-" + at + "Z";
}

/// A name under which there is no record: an attempt that was killed may have left one.
std::filesystem::path freeName(const std::filesystem::path& folder, const std::string& wanted) {
  std::filesystem::path free = folder / wanted;
  for (int again = 2;
       std::filesystem::exists(free.string() + ".db") || std::filesystem::exists(free.string() + ".jsonl");
       ++again)
    free = folder / (wanted + "_" + std::to_string(again));
  return free;
}

/// The record of the trial under its final names, checked.
store::CopyFacts writeRecord(const store::Database& database, const RunStarted& run) {
  store::PartFile copy(run.record);
  store::PartFile lines(run.journal);
  database.copyInto(copy.path());
  store::CopyFacts facts = store::checkCopy(copy.path(), [&](store::Reader& reader) {
    std::ofstream out(lines.path(), std::ios::binary);
    store::exportJournal(reader, out);
    out.flush();
    if (!out)
      throw store::StoreError(store::StoreError::Kind::Full, lines.path().string() + ": cannot be written");
  });
  copy.keep();
  lines.keep();
  store::syncFolder(run.record.parent_path());
  return facts;
}

void journalStart(store::Transaction& transaction, const store::Activation& activation,
                  const store::CopyFacts& facts, const RunStarted& run) {
  const nlohmann::json started = {{"record", run.record.filename().string()},
                                  {"sha256", facts.sha256},
                                  {"trial_entries", facts.head.seq},
                                  {"trial_head", facts.head.hash}};
  const std::int64_t id = store::addActivation(transaction, activation);
  const nlohmann::json activated = {
      {"edition", activation.edition}, {"digest", activation.digest}, {"activation", id}};
  store::appendJournal(
      transaction, {{activation.at, activation.by, std::string(store::kind::kRunStarted), std::nullopt,
                     std::nullopt, started.dump()},
                    {activation.at, activation.by, std::string(store::kind::kEditionActivated), std::nullopt,
                     std::nullopt, activated.dump()}});
}

}  // namespace

bool Trial::running() const {
  return engine_.database.read(
      [](store::Reader& reader) { return store::phase(reader) == store::Phase::Trial; });
}

Outcome<TrialContents> Trial::contents(const Actor& actor) const {
  if (auto why = whyNot(actor, Act::EndTrial)) return refusal(Refusal::Kind::Forbidden, *why);
  return engine_.database.read([&](store::Reader& reader) -> Outcome<TrialContents> {
    if (store::phase(reader) != store::Phase::Trial)
      return refusal(Refusal::Kind::NotNow, {text::kNoTrial, {}});
    TrialContents contents;
    if (const auto active = engine_.editions.active(reader)) {
      contents.edition = active->workflow->edition;
      contents.title = active->workflow->title;
    }
    for (const store::TableCount& each : store::rowsToClear(reader))
      contents.parts.push_back({each.table, titleOf(each.table), each.rows});
    return contents;
  });
}

/// Everything of going live that is one transaction. On a refusal nothing was done.
Outcome<RunStarted> Trial::start(store::Transaction& transaction, const Actor& actor,
                                 const std::string& edition) const {
  if (store::phase(transaction) != store::Phase::Trial)
    return refusal(Refusal::Kind::NotNow, {text::kNoTrial, {}});
  auto active = store::activeEdition(transaction);
  if (!active) return refusal(Refusal::Kind::NotNow, {text::kNoEdition, {}});
  if (edition != active->edition)
    return refusal(Refusal::Kind::Invalid, {text::kNotThisEdition, {LocalizedText(active->edition)}},
                   "edition");

  active->at = engine_.clock.now();
  active->by = actor.login;
  const std::filesystem::path folder = engine_.database.path().parent_path();
  const std::string name = freeName(folder, recordName(edition, active->at)).string();
  RunStarted run{edition, name + ".db", name + ".jsonl", {}, 0, false};
  const store::CopyFacts facts = writeRecord(engine_.database, run);
  run.sha256 = facts.sha256;
  run.trial_entries = facts.head.seq;

  store::clearEverything(transaction);
  store::setPhase(transaction, store::Phase::Run);
  journalStart(transaction, *active, facts, run);
  return run;
}

Outcome<RunStarted> Trial::goLive(const Actor& actor, const std::string& edition) {
  if (auto why = whyNot(actor, Act::EndTrial)) return refusal(Refusal::Kind::Forbidden, *why);
  store::JournalPosition begun;
  auto outcome = engine_.database.write([&](store::Transaction& transaction) {
    Outcome<RunStarted> started = start(transaction, actor, edition);
    if (!started) transaction.rollBack();
    begun = transaction.journalPosition();
    return started;
  });
  if (!outcome) return outcome;
  outcome.value().swept = store::finishClearing(engine_.database);
  if (engine_.board.ready()) engine_.board.waitFor(begun, kShown);
  return outcome;
}

}  // namespace lixiao::service
