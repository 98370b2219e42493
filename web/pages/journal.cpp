#include <sstream>

#include "engine/service/history.h"
#include "engine/store/journal_kind.h"
#include "engine/tabular/csv_writer.h"
#include "engine/tabular/xlsx_writer.h"
#include "web/dates.h"
#include "web/json.h"
#include "web/pages/pages.h"
#include "web/pages/search.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

using Kinds = std::vector<std::pair<std::string_view, std::string>>;

Kinds kindsOf(const Visit& visit) {
  namespace kind = store::kind;
  return {
      {kind::kRosterImported, visit.tr("roster imported")},
      {kind::kRosterDeclaredFinal, visit.tr("roster declared final")},
      {kind::kStudentAdded, visit.tr("student added")},
      {kind::kStudentChanged, visit.tr("student changed")},
      {kind::kStudentRemoved, visit.tr("student removed")},
      {kind::kFactChanged, visit.tr("data changed")},
      {kind::kFactsConfirmed, visit.tr("data confirmed")},
      {kind::kListSubmitted, visit.tr("list submitted")},
      {kind::kRegistrationMade, visit.tr("result registered")},
      {kind::kRegistrationRevoked, visit.tr("registration taken back")},
      {kind::kBatchApplied, visit.tr("batch registered")},
      {kind::kBatchUndone, visit.tr("batch undone")},
      {kind::kDeclarationMade, visit.tr("declared by the student")},
      {kind::kDeclarationConfirmed, visit.tr("declaration confirmed")},
      {kind::kDeclarationRejected, visit.tr("declaration sent back")},
      {kind::kDocumentCollected, visit.tr("certificate handed out")},
      {kind::kDocumentReturned, visit.tr("certificate taken back")},
      {kind::kAppointmentBooked, visit.tr("appointment booked")},
      {kind::kAppointmentMoved, visit.tr("appointment moved")},
      {kind::kAppointmentCancelled, visit.tr("appointment cancelled")},
      {kind::kAppointmentMissed, visit.tr("appointment missed")},
      {kind::kGuidePublished, visit.tr("guide published")},
      {kind::kGuideWithdrawn, visit.tr("guide withdrawn")},
      {kind::kPrintBatchMade, visit.tr("print batch made")},
      {kind::kSlipIssued, visit.tr("slip issued")},
      {kind::kRunStarted, visit.tr("real run started")},
      {kind::kEditionActivated, visit.tr("edition activated")},
      {kind::kMailChosen, visit.tr("messages by e-mail chosen")},
      {kind::kMailConfirmed, visit.tr("e-mail address confirmed")},
      {kind::kOutgoingWritten, visit.tr("message to a system written")},
      {kind::kOutgoingFailed, visit.tr("message to a system not acknowledged")},
      {kind::kOutgoingAcknowledged, visit.tr("message to a system acknowledged")},
      {kind::kConnectorPaused, visit.tr("connector paused")},
      {kind::kConnectorResumed, visit.tr("connector resumed")},
      {kind::kConnectorReleased, visit.tr("held poll released")},
      {kind::kConnectorDiscarded, visit.tr("held poll discarded")},
      {kind::kMailLeft, visit.tr("messages by e-mail ended")},
      {kind::kAccountCreated, visit.tr("account created")},
      {kind::kAccountChanged, visit.tr("account changed")},
      {kind::kAccountDisabled, visit.tr("account closed")},
      {kind::kAccountSignedIn, visit.tr("signed in")},
      {kind::kAccountRefused, visit.tr("sign-in refused")},
  };
}

/// The words for a kind; the kind itself when it is none of these.
std::string wordOf(const Kinds& kinds, std::string_view kind) {
  for (const auto& [each, word] : kinds)
    if (each == kind) return word;
  return std::string(kind);
}

List options(const Kinds& kinds, std::string_view chosen) {
  List list(Data::type::list);
  for (const auto& [kind, word] : kinds) {
    Data option;
    option.set("value", std::string(kind));
    option.set("title", word);
    option.set("chosen", Data(kind == chosen));
    list.push_back(option);
  }
  return list;
}

/// The page on which somebody sees the record.
std::string recordPath(const Visit& visit) {
  switch (visit.actor().role) {
    case service::Role::Student:
      return "/me/record";
    case service::Role::Staff:
      return "/work/record";
    default:
      return "/admin/journal";
  }
}

/// Nothing when a field is not what it should be.
std::optional<service::RecordSearch> readSearchOf(const Fields& query) {
  service::RecordSearch search;
  search.student_no = query["student_no"];
  search.person = query["actor"];
  search.item = query["item"];
  search.kind = query["kind"];
  search.text = query["text"];
  for (const auto& [name, day] : {std::pair{"from", &search.from}, std::pair{"to", &search.to}}) {
    if (query[name].empty()) continue;
    *day = model::parseDate(query[name]);
    if (!*day) return std::nullopt;
  }
  if (query["before"].empty()) return search;
  const auto before = number(query["before"]);
  if (!before || *before < 1) return std::nullopt;
  search.before_seq = *before;
  return search;
}

/// `from → to`; one of them where there is only one.
std::string way(const Visit& visit, const service::RecordChange& change) {
  const std::string &before = visit.in(change.before), &after = visit.in(change.after);
  if (before.empty()) return after;
  return before + " → " + (after.empty() ? visit.tr("nothing") : after);
}

/// The beginning of what is long: entries about many students. The whole is in the exported journal.
std::string beginning(const std::string& payload) {
  constexpr std::size_t kMost = 2000;
  if (payload.size() <= kMost) return payload;
  std::size_t end = kMost;
  while ((static_cast<unsigned char>(payload[end]) & 0xC0U) == 0x80) --end;
  return payload.substr(0, end) + " …";
}

Data lineData(const Visit& visit, const service::RecordLine& each, const Kinds& kinds,
              const service::EditionView& edition) {
  Data line;
  line.set("seq", std::to_string(each.seq));
  line.set("at", moment(visit.language, edition.time_zone, each.at));
  line.set("kind", wordOf(kinds, each.kind));
  line.set("person", textOrNothing(visit.who(each.person)));
  line.set("login", each.person == each.actor ? Data(false) : textOrNothing(each.actor));
  line.set("office", textOrNothing(visit.in(each.office)));
  line.set("student_no", textOrNothing(each.student_no));
  line.set("student_name", each.name);
  line.set("student_url",
           visit.actor().role == service::Role::Student ? Data(false) : Data(studentUrl(each.student_no)));
  line.set("item", textOrNothing(visit.in(each.subject)));
  List changes(Data::type::list);
  for (const service::RecordChange& change : each.changes) {
    Data row;
    row.set("what", textOrNothing(visit.in(change.what)));
    row.set("way", way(visit, change));
    changes.push_back(row);
  }
  line.set("changes", changes);
  line.set("reason", textOrNothing(each.reason));
  line.set("payload", each.payload == "{}" ? Data(false) : textOrNothing(beginning(each.payload)));
  line.set("hash", each.hash);
  line.set("previous", each.previous);
  return line;
}

std::string told(const Visit& visit, const service::RecordLine& line) {
  const std::string colon = visit.language == model::Language::Chinese ? "：" : ": ";
  std::string text;
  for (const service::RecordChange& change : line.changes) {
    const std::string& what = visit.in(change.what);
    const std::string now = way(visit, change);
    if (!text.empty()) text += "; ";
    text += what;
    if (!what.empty() && !now.empty()) text += colon;
    text += now;
  }
  return text;
}

/// The columns of an export.
std::vector<std::string> header(const Visit& visit) {
  return {visit.tr("Number"), visit.tr("Time"),   visit.tr("What happened"),    visit.tr("Who"),
          visit.tr("Login"),  visit.tr("Office"), visit.tr("Student number"),   visit.tr("Name"),
          visit.tr("Item"),   visit.tr("Change"), visit.tr("Reason or remark"), visit.tr("Hash")};
}
std::vector<std::string> cells(const Visit& visit, const service::RecordLine& line, const Kinds& kinds,
                               const service::EditionView& edition) {
  return {std::to_string(line.seq),
          edition.time_zone.format(line.at),
          wordOf(kinds, line.kind),
          line.person,
          line.actor,
          visit.in(line.office),
          line.student_no,
          line.name,
          visit.in(line.subject),
          told(visit, line),
          line.reason,
          line.hash};
}

http::Response file(const std::string& type, const std::string& name, std::string bytes) {
  http::Response response(200, type, std::move(bytes));
  return response.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
}

Json toJson(const Visit& visit, const service::RecordLine& line) {
  Json changes = Json::array();
  for (const service::RecordChange& change : line.changes)
    changes.push_back({{"what", visit.in(change.what)},
                       {"before", visit.in(change.before)},
                       {"after", visit.in(change.after)}});
  return {{"seq", line.seq},
          {"at", model::formatInstant(line.at)},
          {"kind", line.kind},
          {"actor", line.actor},
          {"person", line.person},
          {"office", visit.in(line.office)},
          {"student_no", line.student_no},
          {"name", line.name},
          {"item", line.item},
          {"subject", visit.in(line.subject)},
          {"changes", changes},
          {"reason", line.reason},
          {"previous", line.previous},
          {"hash", line.hash}};
}

}  // namespace

http::Response journal(const Visit& visit) {
  const std::optional<service::RecordSearch> search = readSearchOf(visit.query);
  if (!search) return visit.error(400);
  const auto found = visit.sources().history.search(visit.actor(), *search);
  if (!found) return visit.refusal(found.refusal());
  const service::EditionView edition = visit.queries().edition();
  const Kinds kinds = kindsOf(visit);
  const std::string path = recordPath(visit);
  List lines(Data::type::list);
  for (const service::RecordLine& each : found->lines) lines.push_back(lineData(visit, each, kinds, edition));
  Data data;
  data.set("search_url", path);
  data.set("lines", lines);
  data.set("has_lines", Data(!found->lines.empty()));
  data.set("kinds", options(kinds, search->kind));
  const bool own = visit.actor().role == service::Role::Student;
  data.set("offices", Data(!own));
  data.set("whole", Data(path == "/admin/journal"));
  data.set("csv_url", path + ".csv?" + searchQuery(visit.query));
  data.set("xlsx_url", path + ".xlsx?" + searchQuery(visit.query));
  for (const char* name : {"student_no", "actor", "item", "from", "to", "text"})
    data.set(std::string("search_") + name, visit.query[name]);
  const std::string base = path + "?" + searchQuery(visit.query);
  data.set("older_url", found->next_before > 0 ? Data(base + "before=" + std::to_string(found->next_before))
                                               : Data(false));
  data.set("newest_url", search->before_seq == 0 ? Data(false) : Data(base));
  return visit.page("journal", own ? visit.tr("What happened so far") : visit.tr("Record"), std::move(data));
}

http::Response recordCsv(const Visit& visit) {
  const std::optional<service::RecordSearch> search = readSearchOf(visit.query);
  if (!search) return visit.error(400);
  const auto lines = visit.sources().history.all(visit.actor(), *search);
  if (!lines) return visit.refusal(lines.refusal());
  const service::EditionView edition = visit.queries().edition();
  const Kinds kinds = kindsOf(visit);
  std::ostringstream out;
  tabular::CsvWriter writer(out, {.byte_order_mark = true, .crlf = true});
  for (const std::string& title : header(visit)) writer.text(title);
  writer.endRow();
  for (const service::RecordLine& line : lines.value()) {
    for (const std::string& cell : cells(visit, line, kinds, edition)) writer.text(cell);
    writer.endRow();
  }
  writer.flush();
  return file("text/csv; charset=utf-8", "record.csv", out.str());
}

http::Response recordXlsx(const Visit& visit) {
  const std::optional<service::RecordSearch> search = readSearchOf(visit.query);
  if (!search) return visit.error(400);
  const auto lines = visit.sources().history.all(visit.actor(), *search);
  if (!lines) return visit.refusal(lines.refusal());
  const service::EditionView edition = visit.queries().edition();
  const Kinds kinds = kindsOf(visit);
  tabular::XlsxWriter writer(visit.sources().clock.now());
  writer.sheet(visit.tr("Record"));
  writer.header(header(visit));
  for (const service::RecordLine& line : lines.value()) {
    for (const std::string& cell : cells(visit, line, kinds, edition)) writer.text(cell);
    writer.endRow();
  }
  return file("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "record.xlsx",
              writer.finish());
}

http::Response journalLines(const Visit& visit) {
  std::string text;
  const auto done = visit.sources().history.journalLines(
      visit.actor(), [&](const std::string& line) { text += line + "\n"; });
  if (!done) return visit.refusal(done.refusal());
  return file("application/x-ndjson; charset=utf-8", "journal.jsonl", std::move(text));
}

http::Response apiRecord(const Visit& visit) {
  const std::optional<service::RecordSearch> search = readSearchOf(visit.query);
  if (!search) return visit.error(400);
  const auto found = visit.sources().history.search(visit.actor(), *search);
  if (!found) return visit.refusal(found.refusal());
  Json lines = Json::array();
  for (const service::RecordLine& line : found->lines) lines.push_back(toJson(visit, line));
  return json(200, {{"entries", lines},
                    {"next_before", found->next_before == 0 ? Json() : Json(found->next_before)}});
}

}  // namespace lixiao::web::pages
