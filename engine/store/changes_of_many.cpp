#include "engine/store/changes_of_many.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "engine/store/journal_kind.h"

namespace lixiao::store {
namespace {

using nlohmann::json;
using Changes = std::vector<WordedChange>;

/// Up to so many students have an entry each.
constexpr std::size_t kFew = 200;
/// The most students of one entry: 20 to 30 KB of payload.
constexpr std::size_t kTogether = 500;

json orNull(const std::optional<std::string>& word) {
  return word ? json(*word) : json();
}
json orNull(const std::optional<model::Instant>& moment) {
  return moment ? json(model::formatInstant(*moment)) : json();
}

json payloadOf(const json& before, const json& after, const json& since) {
  return {{"old", before}, {"new", after}, {"since", since}};
}

/// One moment where all that are known are of the same, as in a first delivery.
json momentsOf(Changes::const_iterator begin, Changes::const_iterator end) {
  const auto known =
      std::find_if(begin, end, [](const WordedChange& each) { return each.since.has_value(); });
  if (known == end) return nullptr;
  if (std::all_of(known, end,
                  [&](const WordedChange& each) { return !each.since || each.since == known->since; }))
    return orNull(known->since);
  json moments = json::array();
  for (auto each = begin; each != end; ++each) moments.push_back(orNull(each->since));
  return moments;
}

std::string payloadOfMany(Changes::const_iterator begin, Changes::const_iterator end) {
  json students = json::array(), before = json::array(), after = json::array();
  for (auto each = begin; each != end; ++each) {
    students.push_back(each->student_no);
    before.push_back(orNull(each->before));
    after.push_back(orNull(each->after));
  }
  json payload = payloadOf(before, after, momentsOf(begin, end));
  payload["students"] = std::move(students);
  return payload.dump();
}

/// What an entry about many holds of the one at a place.
json payloadAt(const json& payload, std::size_t place) {
  const json& after = payload.at("new").at(place);
  const json& since = payload.at("since");
  const bool dated = !after.is_null() && !since.is_null();
  return payloadOf(payload.at("old").at(place), after,
                   !dated             ? json()
                   : since.is_array() ? since.at(place)
                                      : since);
}

}  // namespace

void addChanges(std::vector<JournalEntry>& entries, model::Instant at, const std::string& actor,
                const std::string& fact, const Changes& changes) {
  const std::string kind(kind::kFactChanged);
  if (changes.size() <= kFew) {
    for (const WordedChange& each : changes) {
      const json payload = payloadOf(orNull(each.before), orNull(each.after), orNull(each.since));
      entries.push_back({at, actor, kind, each.student_no, fact, payload.dump()});
    }
    return;
  }
  for (std::size_t from = 0; from < changes.size(); from += kTogether) {
    const auto begin = changes.begin() + static_cast<std::ptrdiff_t>(from);
    const auto end = begin + static_cast<std::ptrdiff_t>(std::min(kTogether, changes.size() - from));
    entries.push_back({at, actor, kind, std::nullopt, fact, payloadOfMany(begin, end),
                       NumberSpan{begin->student_no, std::prev(end)->student_no}});
  }
}

std::optional<JournalEntry> changeOf(const std::string& student_no, const JournalEntry& entry) {
  if (entry.kind != kind::kFactChanged || entry.student_no) return std::nullopt;
  const json payload = json::parse(entry.payload);
  const json& students = payload.at("students");
  const auto found = std::find(students.begin(), students.end(), student_no);
  if (found == students.end()) return std::nullopt;
  JournalEntry own = entry;
  own.student_no = student_no;
  own.payload = payloadAt(payload, static_cast<std::size_t>(found - students.begin())).dump();
  return own;
}

}  // namespace lixiao::store
