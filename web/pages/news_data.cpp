#include "web/pages/news_data.h"

#include "engine/store/journal_kind.h"
#include "web/dates.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {
namespace {

using service::NewsLine;
using What = NewsLine::What;

/// Lines that are seen at once; the rest is folded away.
constexpr std::size_t kShown = 5;

std::string dayOrNone(const Visit& visit, const std::optional<model::Date>& date) {
  return date ? day(visit.language, *date) : visit.tr("no day");
}

std::string fromTo(const Visit& visit, const NewsLine& line) {
  const auto words = [&](const model::LocalizedText& before, const model::LocalizedText& after) {
    return visit.in(before) + " → " + visit.in(after);
  };
  const std::string days = dayOrNone(visit, line.day_before) + " → " + dayOrNone(visit, line.day_after);
  switch (line.what) {
    case What::Item:
      return words(model::title(line.item_before), model::title(line.item_after));
    case What::Task:
      return visit.tr("what you have to do is another thing now");
    case What::Due:
      return visit.tr("deadline:") + " " + days;
    case What::Opens:
      return visit.tr("opens:") + " " + days;
    case What::Document:
      return words(model::title(line.document_before), model::title(line.document_after));
    case What::CollectFrom:
      return visit.tr("may be collected from:") + " " + days;
  }
  return {};
}

std::string cause(const Visit& visit, const NewsLine& line) {
  namespace kind = store::kind;
  if (line.by_kind == kind::kRegistrationRevoked) return visit.tr("the office took its registration back");
  if (line.by_kind == kind::kDeclarationRejected) return visit.tr("your declaration was sent back");
  if (line.by_kind == kind::kDocumentReturned) return visit.tr("the office took the document back");
  return {};
}

std::string_view word(What what) {
  switch (what) {
    case What::Item:
    case What::Document:
      return "status";
    case What::Task:
      return "task";
    case What::Due:
      return "due";
    case What::Opens:
      return "opens";
    case What::CollectFrom:
      return "collect_from";
  }
  return "";
}

Data lineData(const Visit& visit, const NewsLine& line, const service::EditionView& edition) {
  Data data;
  data.set("title", visit.in(line.title));
  data.set("from_to", fromTo(visit, line));
  data.set("cause", textOrNothing(cause(visit, line)));
  data.set("at", line.at ? Data(moment(visit.language, edition.time_zone, *line.at)) : Data(false));
  data.set("link_url", (line.isOfDocument() ? "#document-" : "#item-") + line.subject);
  data.set("chip", line.isOfDocument() ? chip(visit, line.document_after) : chip(visit, line.item_after));
  const bool spared = line.isOfDocument() ? line.document_after == model::DocumentStatus::NotApplicable
                                          : line.item_after == model::ItemStatus::NotApplicable;
  data.set("linked", Data(!spared));
  return data;
}

}  // namespace

void setNews(const Visit& visit, Data& data, const service::StudentNews& news) {
  data.set("has_news", Data(!news.lines.empty()));
  if (news.lines.empty()) return;
  const service::EditionView edition = visit.queries().edition();
  List first(Data::type::list), rest(Data::type::list);
  for (const NewsLine& line : news.lines) {
    List& list = first.list_value().size() < kShown ? first : rest;
    list.push_back(lineData(visit, line, edition));
  }
  const std::size_t folded = news.lines.size() - first.list_value().size();
  data.set("news", first);
  data.set("more_news", rest);
  data.set("has_more_news", Data(folded > 0));
  data.set("more_words", visit.trn("{0} more change", "{0} more changes", folded));
  data.set("news_since", moment(visit.language, edition.time_zone, *news.since));
}

Json newsJson(const Visit& visit, const service::StudentNews& news) {
  Json lines = Json::array();
  for (const NewsLine& line : news.lines) {
    Json each = {{"what", word(line.what)},
                 {line.isOfDocument() ? "document" : "item", line.subject},
                 {"title", visit.in(line.title)},
                 {"text", fromTo(visit, line)},
                 {"at", line.at ? Json(model::formatInstant(*line.at)) : Json()},
                 {"by_kind", line.by_kind}};
    if (line.what == What::Item || line.what == What::Task) {
      each["before"] = model::word(line.item_before);
      each["after"] = model::word(line.item_after);
    } else if (line.what == What::Document) {
      each["before"] = model::word(line.document_before);
      each["after"] = model::word(line.document_after);
    } else {
      each["before"] = line.day_before ? Json(model::formatDate(*line.day_before)) : Json();
      each["after"] = line.day_after ? Json(model::formatDate(*line.day_after)) : Json();
    }
    lines.push_back(std::move(each));
  }
  return {{"since", news.since ? Json(model::formatInstant(*news.since)) : Json()}, {"changes", lines}};
}

}  // namespace lixiao::web::pages
