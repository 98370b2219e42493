#include "engine/service/standing.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace lixiao::service {
namespace {

using model::DocumentStatus;
using model::ItemStatus;
using nlohmann::json;

constexpr std::array kItemStatuses = {ItemStatus::NotApplicable, ItemStatus::Waiting,
                                      ItemStatus::ActionRequired, ItemStatus::Deferred, ItemStatus::Cleared};
constexpr std::array kDocumentStatuses = {DocumentStatus::NotApplicable, DocumentStatus::Withheld,
                                          DocumentStatus::Released, DocumentStatus::Collected};

template <class Statuses>
std::optional<typename Statuses::value_type> parseStatus(const Statuses& all, const std::string& text) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](auto each) { return model::word(each) == text; });
  if (found == all.end()) return std::nullopt;
  return *found;
}

void setDay(json& object, const char* key, const std::optional<model::Date>& day) {
  if (day) object[key] = model::formatDate(*day);
}

std::optional<model::Date> dayOf(const json& object, const char* key) {
  return object.contains(key) ? model::parseDate(object.at(key).get<std::string>()) : std::nullopt;
}

/// The sentence without the student's values: an amount that changes is not another task.
std::string taskOf(const ItemView& item) {
  if (item.status != ItemStatus::ActionRequired) return {};
  std::string task = item.reason.text;
  for (const model::Message& part : item.reason.parts)
    task += "|" + part.title.en + part.title.zh + part.text;
  return task;
}

void addNews(const Standing::OfItem* before, const ItemView& now, std::vector<NewsLine>& news) {
  NewsLine line{NewsLine::What::Item, now.id, now.title};
  line.item_before = before == nullptr ? ItemStatus::NotApplicable : before->status;
  line.item_after = now.status;
  if (line.item_before != line.item_after) {
    news.push_back(std::move(line));
    return;
  }
  if (before == nullptr || now.status == ItemStatus::NotApplicable) return;
  if (before->task != taskOf(now)) {
    line.what = NewsLine::What::Task;
    news.push_back(line);
  }
  if (now.status == ItemStatus::Cleared) return;
  const auto moved = [&](NewsLine::What what, const auto& from, const auto& to) {
    if (from == to) return;
    line.what = what;
    line.day_before = from;
    line.day_after = to;
    news.push_back(line);
  };
  moved(NewsLine::What::Due, before->due, now.due);
  if (now.status == ItemStatus::Waiting) moved(NewsLine::What::Opens, before->opens, now.opens);
}

void addNews(const Standing::OfDocument* before, const DocumentView& now, std::vector<NewsLine>& news) {
  NewsLine line{NewsLine::What::Document, now.id, now.title};
  line.document_before = before == nullptr ? DocumentStatus::NotApplicable : before->status;
  line.document_after = now.status;
  // That a document of a new edition is kept back is told by what is in its way.
  const bool dull = before == nullptr && now.status == DocumentStatus::Withheld;
  if (line.document_before != line.document_after && !dull) {
    news.push_back(std::move(line));
    return;
  }
  const bool open = now.status == DocumentStatus::Withheld || now.status == DocumentStatus::Released;
  if (before == nullptr || !open || before->from == now.collect_from) return;
  line.what = NewsLine::What::CollectFrom;
  line.day_before = before->from;
  line.day_after = now.collect_from;
  news.push_back(std::move(line));
}

/// What the student must do stands first, then what may be collected.
int rank(const NewsLine& line) {
  if (line.what == NewsLine::What::Task) return 0;
  if (line.what == NewsLine::What::Item && line.item_after == ItemStatus::ActionRequired) return 0;
  if (line.what == NewsLine::What::Document) return 1;
  return line.what == NewsLine::What::Item ? 3 : 2;
}

template <class Held>
const Held* heldOf(const std::map<std::string, Held>& all, const std::string& id) {
  const auto found = all.find(id);
  return found == all.end() ? nullptr : &found->second;
}

}  // namespace

Standing standingOf(const StudentView& student) {
  Standing standing;
  for (const auto* items : {&student.items, &student.not_applicable})
    for (const ItemView& item : *items)
      standing.items[item.id] = {item.status, taskOf(item), item.opens, item.due};
  for (const DocumentView& document : student.documents)
    standing.documents[document.id] = {document.status, document.collect_from};
  return standing;
}

std::string stored(const Standing& standing) {
  json items = json::object();
  for (const auto& [id, item] : standing.items) {
    json held = {{"status", model::word(item.status)}};
    if (!item.task.empty()) held["task"] = item.task;
    setDay(held, "opens", item.opens);
    setDay(held, "due", item.due);
    items[id] = std::move(held);
  }
  json documents = json::object();
  for (const auto& [id, document] : standing.documents) {
    json held = {{"status", model::word(document.status)}};
    setDay(held, "from", document.from);
    documents[id] = std::move(held);
  }
  return json{{"items", std::move(items)}, {"documents", std::move(documents)}}.dump();
}

std::optional<Standing> standingFrom(const std::string& stored) try {
  const json whole = json::parse(stored);
  Standing standing;
  for (const auto& [id, held] : whole.at("items").items()) {
    const auto status = parseStatus(kItemStatuses, held.at("status").get<std::string>());
    if (!status) return std::nullopt;
    standing.items[id] = {*status, held.value("task", ""), dayOf(held, "opens"), dayOf(held, "due")};
  }
  for (const auto& [id, held] : whole.at("documents").items()) {
    const auto status = parseStatus(kDocumentStatuses, held.at("status").get<std::string>());
    if (!status) return std::nullopt;
    standing.documents[id] = {*status, dayOf(held, "from")};
  }
  return standing;
} catch (const json::exception&) {
  return std::nullopt;
}

std::vector<NewsLine> newsSince(const Standing& before, const StudentView& now) {
  std::vector<NewsLine> news;
  for (const auto* items : {&now.items, &now.not_applicable})
    for (const ItemView& item : *items) addNews(heldOf(before.items, item.id), item, news);
  for (const DocumentView& document : now.documents)
    addNews(heldOf(before.documents, document.id), document, news);
  std::stable_sort(news.begin(), news.end(),
                   [](const NewsLine& a, const NewsLine& b) { return rank(a) < rank(b); });
  return news;
}

}  // namespace lixiao::service
