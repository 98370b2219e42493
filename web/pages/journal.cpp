#include "engine/store/journal_kind.h"
#include "web/dates.h"
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
      {kind::kDocumentCollected, visit.tr("certificate handed out")},
      {kind::kDocumentReturned, visit.tr("certificate taken back")},
      {kind::kPrintBatchMade, visit.tr("print batch made")},
      {kind::kEditionActivated, visit.tr("edition activated")},
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

}  // namespace

http::Response journal(const Visit& visit) {
  const std::optional<service::JournalSearch> search = readJournalSearch(visit.query);
  if (!search) return visit.error(400);
  const auto found = visit.queries().journal(visit.actor(), *search);
  if (!found) return visit.refusal(found.refusal());
  const service::EditionView edition = visit.queries().edition();
  const Kinds kinds = kindsOf(visit);
  List lines(Data::type::list);
  for (const service::JournalLine& each : found.value()) {
    Data line;
    line.set("seq", std::to_string(each.seq));
    line.set("at", moment(visit.language, edition.time_zone, each.at));
    line.set("actor", each.actor);
    line.set("kind", wordOf(kinds, each.kind));
    line.set("student_no", textOrNothing(each.student_no));
    line.set("student_url", studentUrl(each.student_no));
    line.set("item", textOrNothing(each.item));
    line.set("payload", textOrNothing(each.payload));
    line.set("hash", each.hash.substr(0, 12));
    lines.push_back(line);
  }
  Data data;
  data.set("lines", lines);
  data.set("has_lines", Data(!found->empty()));
  data.set("kinds", options(kinds, search->kind));
  for (const char* name : {"student_no", "actor", "item"})
    data.set(std::string("search_") + name, visit.query[name]);
  const bool more = found->size() == search->limit && found->back().seq > 1;
  data.set("older_url", more ? Data("/admin/journal?" + searchQuery(visit.query) +
                                    "before=" + std::to_string(found->back().seq))
                             : Data(false));
  data.set("newest_url",
           search->before_seq == 0 ? Data(false) : Data("/admin/journal?" + searchQuery(visit.query)));
  return visit.page("journal", visit.tr("Journal"), std::move(data));
}

}  // namespace lixiao::web::pages
