#include <algorithm>
#include <functional>

#include <nlohmann/json.hpp>

#include "engine/model/clock.h"
#include "engine/service/mails_impl.h"
#include "engine/service/texts.h"
#include "engine/store/account.h"
#include "engine/store/last_visit.h"

namespace lixiao::service {
namespace {

using model::ItemStatus;
using nlohmann::json;

constexpr std::int64_t kBlock = 500;
constexpr std::chrono::hours kMorning{7}, kEvening{21};

Actor studentOf(const store::Subscriber& subscriber) {
  return {subscriber.login, subscriber.name, Role::Student, {}, {}, subscriber.student_no};
}

/// What is worth a message: nothing that needs no deed of the student's.
struct Worth {
  std::size_t tasks = 0;  ///< new ones
  std::vector<const DocumentView*> released;
  bool clear = false;  ///< nothing is left, and something was
  std::optional<model::Date> deadline;
  std::set<std::string> deadlines;  ///< as in Told

  bool any() const { return tasks > 0 || !released.empty() || clear || deadline; }
};

bool counts(const ItemView& item) {
  return !item.optional && item.status == ItemStatus::ActionRequired;
}

bool wasOpen(const Standing& known, const ItemView& item) {
  const auto before = known.items.find(item.id);
  if (item.optional || before == known.items.end()) return false;
  return before->second.status == ItemStatus::ActionRequired || before->second.status == ItemStatus::Waiting;
}

void findDeadlines(const Told& told, const StudentView& now, model::Date today, std::chrono::days notice,
                   Worth& worth) {
  for (const ItemView& item : now.items) {
    if (!counts(item) || !item.due || *item.due < today || *item.due > today + notice) continue;
    const std::string deadline = item.id + " " + model::formatDate(*item.due);
    if (told.deadlines.count(deadline) > 0) continue;
    worth.deadlines.insert(deadline);
    worth.deadline = std::min(worth.deadline.value_or(*item.due), *item.due);
  }
}

Worth worthOf(const Told& told, const Standing& known, const StudentView& now, const std::string& wants,
              model::Date today, std::chrono::days notice) {
  const auto wanted = [&](const char* kind) { return wants.find(kind) != std::string::npos; };
  const bool tasks = wanted(mail_kind::kTasks), documents = wanted(mail_kind::kDocuments);
  Worth worth;
  for (const NewsLine& line : newsSince(known, now)) {
    const bool is_task = line.what == NewsLine::What::Task || line.what == NewsLine::What::Item;
    if (tasks && is_task && line.item_after == ItemStatus::ActionRequired)
      worth.tasks += static_cast<std::size_t>(
          std::count_if(now.items.begin(), now.items.end(),
                        [&](const ItemView& item) { return item.id == line.subject && counts(item); }));
    if (documents && line.what == NewsLine::What::Document &&
        line.document_after == model::DocumentStatus::Released)
      for (const DocumentView& document : now.documents)
        if (document.id == line.subject) worth.released.push_back(&document);
  }
  worth.clear = (tasks || documents) && now.remaining == 0 && !now.items.empty() &&
                std::any_of(now.items.begin(), now.items.end(),
                            [&](const ItemView& item) { return wasOpen(known, item); });
  if (wanted(mail_kind::kDeadlines)) findDeadlines(told, now, today, notice, worth);
  return worth;
}

model::Message subjectOf(const Worth& worth) {
  if (!worth.released.empty()) return {text::kDigestDocument, {}};
  if (worth.tasks > 0) return {text::kDigestTask, {}};
  if (worth.clear) return {text::kDigestClear, {}};
  return {text::kDigestDeadline, {}};
}

/// Neither names nor sums of what is open: the mail may be read by others.
std::vector<model::Message> linesOf(const Worth& worth, const StudentView& now, model::Date today) {
  std::vector<model::Message> lines;
  if (worth.clear) lines.push_back({text::kLineClear, {}});
  for (const DocumentView* document : worth.released) {
    if (document->collect_from && *document->collect_from > today)
      lines.push_back({text::kLineDocumentFrom,
                       {document->title, model::LocalizedText(model::formatDate(*document->collect_from))}});
    else
      lines.push_back({text::kLineDocument, {document->title}});
  }
  if (worth.tasks > 0) {
    const auto open = std::count_if(now.items.begin(), now.items.end(), counts);
    lines.push_back({text::kLineTask, {model::LocalizedText(std::to_string(open))}});
  }
  if (worth.deadline)
    lines.push_back({text::kLineDeadline, {model::LocalizedText(model::formatDate(*worth.deadline))}});
  return lines;
}

}  // namespace

std::string stored(const Told& told) {
  return json{{"at", told.at.time_since_epoch().count()},
              {"standing", json::parse(stored(told.standing))},
              {"deadlines", told.deadlines}}
      .dump();
}

std::optional<Told> toldFrom(const std::string& stored) try {
  const json whole = json::parse(stored);
  const auto standing = standingFrom(whole.at("standing").dump());
  if (!standing) return std::nullopt;
  return Told{model::Instant{std::chrono::milliseconds{whole.at("at").get<std::int64_t>()}}, *standing,
              whole.at("deadlines").get<std::set<std::string>>()};
} catch (const json::exception&) {
  return std::nullopt;
}

std::string Mails::Impl::toldNow(const store::MailAddress& address) const {
  const auto account =
      engine_.database.read([&](store::Reader& reader) { return store::findAccount(reader, address.login); });
  if (!account || account->student_no.empty()) return {};
  const Actor student{account->login, account->name, Role::Student, {}, {}, account->student_no};
  const auto view = queries_.student(student, student.student_no);
  if (!view) return {};
  return stored(Told{engine_.clock.now(), standingOf(view.value()), {}});
}

std::optional<std::size_t> Mails::Impl::fingerprintOf(const std::string& student_no) const {
  return engine_.board.read([&](const board::Contents& contents) -> std::optional<std::size_t> {
    const auto at = contents.find(student_no);
    if (!at || contents.edition() == nullptr) return std::nullopt;
    const board::Partition& partition = *contents.partitions()[at->partition];
    std::string causes = std::to_string(contents.edition()->activation) + ":";
    for (std::size_t i = 0; i < partition.type().items.size(); ++i)
      causes += static_cast<char>(partition.cause(i, at->row));
    for (std::size_t i = 0; i < partition.type().documents.size(); ++i)
      causes += static_cast<char>(partition.documentCause(i, at->row));
    return std::hash<std::string>{}(causes);
  });
}

void Mails::Impl::considerStudent(const store::Subscriber& subscriber, model::Date today) {
  const auto view = queries_.student(studentOf(subscriber), subscriber.student_no);
  if (!view) return;
  std::optional<store::MailAddress> held;
  std::optional<store::LastVisit> visit;
  engine_.database.read([&](store::Reader& reader) {
    held = store::findMailAddress(reader, subscriber.login);
    visit = store::findLastVisit(reader, subscriber.student_no);
  });
  if (!held) return;
  const auto told = toldFrom(held->told);
  const Told before = told.value_or(Told{engine_.clock.now(), standingOf(view.value()), {}});
  // What the page has shown needs no message.
  Standing known = before.standing;
  if (visit && visit->shown_at >= before.at)
    if (const auto shown = standingFrom(visit->shown)) known = *shown;
  const Worth worth = worthOf(before, known, view.value(), subscriber.wants, today, rules_->notice);
  if (told && !worth.any()) return;

  Told now{engine_.clock.now(), standingOf(view.value()), before.deadlines};
  now.deadlines.insert(worth.deadlines.begin(), worth.deadlines.end());
  MailDraft draft{"digest:" + subscriber.login + ":" + model::formatDate(today), "digest", subjectOf(worth),
                  linesOf(worth, view.value(), today), leaveUrl(*held)};
  draft.lines.push_back({text::kLineSignIn, {model::LocalizedText(rules_->public_url + "/me")}});
  draft.lines.push_back({text::kLineWhy, {model::LocalizedText(draft.leave_url)}});
  engine_.database.write([&](store::Transaction& transaction) {
    auto present = store::findMailAddress(transaction, subscriber.login);
    if (!present || *present != *held) return;
    if (worth.any()) {
      if (!post(transaction, *present, draft)) return;
      present->told_on = model::dayNumber(today);
    }
    present->told = stored(now);
    store::putMailAddress(transaction, *present);
  });
}

void Mails::Impl::considerStaff(const store::Subscriber& subscriber, const workflow::TimeZone& zone,
                                model::Date today) {
  const std::chrono::weekday weekday(today);
  if (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) return;
  const Actor actor{subscriber.login,      subscriber.name,        Role::Staff,
                    subscriber.department, subscriber.scope_value, {}};
  const auto old = reminders_.of(actor);
  if (!old || old->empty()) return;
  engine_.database.write([&](store::Transaction& transaction) {
    auto held = store::findMailAddress(transaction, subscriber.login);
    if (!held || !held->confirmed || held->told_on >= model::dayNumber(today)) return;
    MailDraft draft{"work:" + subscriber.login + ":" + model::formatDate(today),
                    "work",
                    {text::kRemindSubject, {}},
                    {},
                    leaveUrl(*held)};
    for (const OldWork& work : old.value())
      draft.lines.push_back(sentenceOf(work, work.due ? *work.due : zone.dateAt(*work.since)));
    draft.lines.push_back({text::kLineSignIn, {model::LocalizedText(rules_->public_url + "/work")}});
    draft.lines.push_back({text::kLineWhyWork, {model::LocalizedText(draft.leave_url)}});
    held->told_on = model::dayNumber(today);
    if (post(transaction, *held, draft)) store::putMailAddress(transaction, *held);
  });
}

/// Offices every ten minutes, students when the board moved.
bool Mails::Impl::isWorthLooking(const store::Subscriber& subscriber, std::size_t& state) const {
  constexpr std::chrono::minutes kOffices{10};
  if (subscriber.student_no.empty()) {
    state = static_cast<std::size_t>(engine_.clock.now().time_since_epoch() / kOffices);
  } else {
    const auto fingerprint = fingerprintOf(subscriber.student_no);
    if (!fingerprint) return false;
    state = *fingerprint;
  }
  const auto looked = looked_at_.find(subscriber.login);
  return looked == looked_at_.end() || looked->second != state;
}

bool Mails::Impl::write() {
  if (!on() || !engine_.board.ready()) return false;
  const std::lock_guard lock(writing_);
  store::JournalPosition position;
  const auto edition = engine_.database.read([&](store::Reader& reader) {
    position = reader.journalPosition();
    return engine_.editions.active(reader);
  });
  if (!edition) return false;
  const store::OnlyInEpoch same(position.epoch);
  const workflow::TimeZone& zone = edition->workflow->time_zone;
  const model::Instant now = engine_.clock.now();
  const model::Date today = zone.dateAt(now);
  if (now < zone.startOf(today) + kMorning || now >= zone.startOf(today) + kEvening) return false;
  if (looked_on_ != today) looked_at_.clear();
  looked_on_ = today;

  std::string after;
  for (;;) {
    const auto block = engine_.database.read([&](store::Reader& reader) {
      return store::subscribersAfter(reader, after, model::dayNumber(today), kBlock);
    });
    for (const store::Subscriber& subscriber : block) {
      std::size_t state = 0;
      if (!isWorthLooking(subscriber, state)) continue;
      if (subscriber.student_no.empty())
        considerStaff(subscriber, zone, today);
      else
        considerStudent(subscriber, today);
      looked_at_[subscriber.login] = state;
    }
    if (static_cast<std::int64_t>(block.size()) < kBlock) return true;
    after = block.back().login;
  }
}

bool Mails::write() {
  return impl_->write();
}

}  // namespace lixiao::service
