#include "engine/service/outgoing.h"

#include <sstream>

#include "engine/tabular/csv_writer.h"
#include "web/dates.h"
#include "web/json.h"
#include "web/pages/connector_data.h"
#include "web/pages/download.h"
#include "web/pages/pages.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {
namespace {

using State = service::OutgoingView::State;

/// The word of API and styles.
std::string word(State state) {
  switch (state) {
    case State::Trial:
      return "paused";
    case State::Waiting:
    case State::NoList:
      return "never";
    case State::Sending:
      return "late";
    case State::NoSuchList:
    case State::Failing:
      return "failing";
    case State::Told:
      return "ok";
  }
  return {};
}

std::string stateWord(const Visit& visit, State state) {
  switch (state) {
    case State::Trial:
      return visit.tr("not in a trial");
    case State::Waiting:
    case State::NoList:
      return visit.tr("waiting");
    case State::Sending:
      return visit.tr("being told");
    case State::NoSuchList:
      return visit.tr("set up wrongly");
    case State::Failing:
      return visit.tr("not acknowledged");
    case State::Told:
      return visit.tr("told");
  }
  return {};
}

std::string sentence(const Visit& visit, const service::OutgoingView& view) {
  switch (view.state) {
    case State::NoSuchList:
      return visit.tr(model::Message{
          "This edition has no list {0}, which the settings name as that of those who are exempt. Nobody is "
          "told of until they name one of its lists.",
          {model::LocalizedText(view.exempt)}});
    case State::Trial:
      return visit.tr("During the trial no system is told anything.");
    case State::Waiting:
      return visit.tr("No part of the roster is final yet.");
    case State::NoList:
      return visit.tr("The list of those who are exempt was not handed in yet. Nobody is told of before.");
    case State::Sending:
      return visit.tr("A message is on its way.");
    case State::Failing:
      return visit.tr("The last attempt failed. Later messages wait until this one is acknowledged.");
    case State::Told:
      return visit.tr("The system has acknowledged everything.");
  }
  return {};
}

Data messageData(const Visit& visit, const store::OutgoingMessage& message,
                 const service::EditionView& edition) {
  const auto when = [&](model::Instant at) { return moment(visit.language, edition.time_zone, at); };
  Data data;
  data.set("id", std::to_string(message.id));
  data.set("at", when(message.at));
  data.set("students", std::to_string(message.students));
  data.set("attempts", std::to_string(message.attempts));
  data.set("acknowledged", message.acknowledged ? Data(when(*message.acknowledged)) : Data(false));
  data.set("students_url", "/admin/outgoing/messages/" + std::to_string(message.id) + "/students.csv");
  data.set("trouble",
           message.error_kind.empty() ? Data(false) : Data(troubleWords(visit, message.error_kind)));
  data.set("failed", message.failed_at ? Data(when(*message.failed_at)) : Data(false));
  data.set("text", message.error);
  data.set("next", when(message.next_at));
  data.set("answer", textOrNothing(message.answer));
  return data;
}

Data receiverData(const Visit& visit, const service::OutgoingView& view,
                  const service::EditionView& edition) {
  Data data;
  data.set("name", view.name);
  data.set("kind", view.kind);
  data.set("exempt", view.state == State::NoSuchList ? Data(false) : textOrNothing(view.exempt));
  data.set("state", word(view.state));
  data.set("state_word", stateWord(visit, view.state));
  data.set("sentence", sentence(visit, view));
  data.set("students", std::to_string(view.counts.acknowledged));
  data.set("students_waiting", std::to_string(view.counts.waiting));
  data.set("messages_waiting", std::to_string(view.counts.messages_waiting));
  data.set("retry_url", "/admin/outgoing/" + encode(view.name) + "/retry");
  data.set("may_retry", Data(visit.actor().role == service::Role::Admin && view.state == State::Failing));
  List messages(Data::type::list);
  for (const store::OutgoingMessage& message : view.messages)
    messages.push_back(messageData(visit, message, edition));
  data.set("messages", messages);
  data.set("has_messages", Data(messages.is_non_empty_list()));
  return data;
}

Json jsonOf(const store::OutgoingMessage& message) {
  const auto when = [](const std::optional<model::Instant>& at) {
    return at ? Json(model::formatInstant(*at)) : Json(nullptr);
  };
  return {{"id", message.id},
          {"at", model::formatInstant(message.at)},
          {"students", message.students},
          {"attempts", message.attempts},
          {"failed_at", when(message.failed_at)},
          {"error_kind", message.error_kind},
          {"error", message.error},
          {"answer", message.answer},
          {"acknowledged", when(message.acknowledged)}};
}

/// The message whose number the address names.
service::Outcome<std::optional<service::OutgoingParcel>> messageOf(const Visit& visit) {
  return visit.sources().outgoing.message(visit.actor(), number(visit.path[0]).value_or(0));
}

}  // namespace

http::Response outgoing(const Visit& visit) {
  const auto views = visit.sources().outgoing.view(visit.actor());
  if (!views) return visit.refusal(views.refusal());
  const service::EditionView edition = visit.queries().edition();
  Data data;
  List receivers(Data::type::list);
  for (const service::OutgoingView& view : views.value())
    receivers.push_back(receiverData(visit, view, edition));
  data.set("receivers", receivers);
  data.set("has_receivers", Data(receivers.is_non_empty_list()));
  const bool asked = visit.query["done"] == "retry";
  data.set("confirmation", asked ? Data(visit.tr("The message is sent again now.")) : Data(false));
  return visit.page("outgoing", visit.tr("Systems that were told who leaves"), std::move(data));
}

http::Response retryOutgoing(const Action& action) {
  const auto done = action.sources().outgoing.retry(action.actor(), action.path[0]);
  return done ? http::redirect("/admin/outgoing?done=retry") : action.refusal(done.refusal());
}

http::Response apiOutgoing(const Visit& visit) {
  const auto views = visit.sources().outgoing.view(visit.actor());
  if (!views) return visit.refusal(views.refusal());
  Json list = Json::array();
  for (const service::OutgoingView& view : views.value()) {
    Json messages = Json::array();
    for (const store::OutgoingMessage& message : view.messages) messages.push_back(jsonOf(message));
    list.push_back({{"name", view.name},
                    {"kind", view.kind},
                    {"state", word(view.state)},
                    {"students", view.counts.acknowledged},
                    {"students_waiting", view.counts.waiting},
                    {"waiting", view.counts.messages_waiting},
                    {"messages", std::move(messages)}});
  }
  return json(200, list);
}

http::Response outgoingStudentsCsv(const Visit& visit) {
  const auto parcel = messageOf(visit);
  if (!parcel) return visit.refusal(parcel.refusal());
  if (!parcel.value()) return visit.error(404);
  std::ostringstream out;
  tabular::CsvWriter csv(out, {.byte_order_mark = true, .crlf = true});
  csv.plain("student_no").plain("leaving").endRow();
  for (const store::OutgoingRow& row : parcel.value()->rows)
    csv.text(row.student_no).number(row.leaving ? 1 : 0).endRow();
  csv.flush();
  return download("message-" + visit.path[0] + ".csv", kCsvType, std::move(out).str());
}

http::Response apiOutgoingMessage(const Visit& visit) {
  const auto parcel = messageOf(visit);
  if (!parcel) return visit.refusal(parcel.refusal());
  if (!parcel.value()) return visit.error(404);
  Json message = jsonOf(parcel.value()->message);
  message["receiver"] = parcel.value()->message.receiver;
  message["database"] = parcel.value()->database;
  message["students"] = Json::array();
  for (const store::OutgoingRow& row : parcel.value()->rows)
    message["students"].push_back({{"student_no", row.student_no}, {"leaving", row.leaving}});
  return json(200, message);
}

}  // namespace lixiao::web::pages
