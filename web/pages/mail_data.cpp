#include "web/pages/mail_data.h"

#include "engine/service/messages.h"
#include "web/dates.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {
namespace {

namespace mail_kind = service::mail_kind;

std::string wordOf(const Visit& visit, const std::string& kind) {
  if (kind == mail_kind::kTasks) return visit.tr("there is something for me to do, or everything is cleared");
  if (kind == mail_kind::kDocuments) return visit.tr("a certificate may be collected");
  if (kind == mail_kind::kDeadlines) return visit.tr("a deadline is near");
  return visit.tr("work of my office has waited for long, at most once a working day");
}

}  // namespace

Data mailChoiceData(const Visit& visit, const TypedMail& typed) {
  const service::Mails& mails = visit.sources().messages.mails;
  const std::vector<std::string> kinds = service::mailKindsFor(visit.actor().role);
  const service::MailChoice held = mails.choice(visit.actor());
  if (kinds.empty() || (held.address.empty() && !mails.on())) return Data(false);
  const service::MailChoice shown = typed.choice.value_or(held);
  const bool fresh = held.address.empty() && !typed.choice;
  Data data;
  data.set("address", shown.address);
  data.set("problem", textOrNothing(typed.problem));
  data.set("bad_address", Data(typed.field == "address"));
  data.set("bad_wants", Data(typed.field == "wants"));
  data.set("held", Data(!held.address.empty()));
  data.set("confirmed", Data(held.confirmed));
  data.set("unconfirmed", Data(!held.address.empty() && !held.confirmed));
  data.set("held_address", held.address);
  List list(Data::type::list);
  for (const std::string& kind : kinds) {
    Data row;
    row.set("kind", kind);
    row.set("word", wordOf(visit, kind));
    row.set("wanted", Data(fresh ? kinds.size() == 1 : shown.wants.count(kind) > 0));
    list.push_back(row);
  }
  data.set("kinds", list);
  const model::Language language = fresh ? visit.language : shown.language;
  data.set("chinese", Data(language == model::Language::Chinese));
  data.set("english", Data(language == model::Language::English));
  return data;
}

Data outboxData(const Visit& visit, const service::EditionView& edition) {
  const auto outbox = visit.sources().messages.mails.outbox(visit.actor());
  if (!outbox) return Data(false);
  if (!outbox->on && !outbox->held && outbox->waiting + outbox->sent + outbox->failed == 0)
    return Data(false);
  const auto shown = [&](model::Instant at) { return moment(visit.language, edition.time_zone, at); };
  Data data;
  data.set("held", Data(outbox->held));
  data.set("off", Data(!outbox->on && !outbox->held));
  data.set("waiting", std::to_string(outbox->waiting));
  data.set("sent", std::to_string(outbox->sent));
  data.set("failed", std::to_string(outbox->failed));
  data.set("oldest", outbox->oldest ? Data(shown(*outbox->oldest)) : Data(false));
  data.set("trouble", outbox->trouble.empty() ? Data(false) : Data(visit.tr(outbox->trouble)));
  const bool may_retry = visit.actor().role == service::Role::Admin;
  List failures(Data::type::list);
  for (const service::OutboxView::Failed& each : outbox->failures) {
    Data row;
    row.set("id", std::to_string(each.id));
    row.set("login", each.login);
    row.set("at", shown(each.at));
    row.set("attempts", visit.trn("{0} attempt", "{0} attempts", static_cast<std::size_t>(each.attempts)));
    row.set("reason", visit.tr(each.reason));
    row.set("may_retry", Data(may_retry));
    failures.push_back(row);
  }
  data.set("failures", failures);
  data.set("has_failures", Data(!outbox->failures.empty()));
  data.set("may_retry_all", Data(may_retry && outbox->failures.size() > 1));
  return data;
}

}  // namespace lixiao::web::pages
