#include "engine/store/journal_lines.h"

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace lixiao::store {
namespace {

using nlohmann::json;

constexpr std::size_t kToSeconds = 19;  // of `2015-06-24T04:00:00.000Z`

/// To the millisecond: the hash is made of it.
std::string momentOf(model::Instant at) {
  const auto second = std::chrono::floor<std::chrono::seconds>(at);
  std::array<char, 8> fraction{};
  std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>((at - second).count()));
  return model::formatInstant(second).substr(0, kToSeconds) + fraction.data();
}

model::Instant parseMoment(const std::string& text) {
  const auto second = model::parseInstant(text.substr(0, kToSeconds) + "Z");
  const bool shaped = text.size() == kToSeconds + 5 && text[kToSeconds] == '.' && text.back() == 'Z';
  if (!second || !shaped) throw std::invalid_argument("no entry of a journal: at " + text);
  int milliseconds = 0;
  for (const char digit : text.substr(kToSeconds + 1, 3)) {
    if (digit < '0' || digit > '9') throw std::invalid_argument("no entry of a journal: at " + text);
    milliseconds = milliseconds * 10 + (digit - '0');
  }
  return *second + std::chrono::milliseconds(milliseconds);
}

std::optional<std::string> textOrNone(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return std::nullopt;
  return found->get<std::string>();
}

}  // namespace

std::string toLine(const JournalRecord& record) {
  const JournalEntry& entry = record.entry;
  nlohmann::ordered_json fields = {
      {"seq", record.seq}, {"at", momentOf(entry.at)}, {"actor", entry.actor}, {"kind", entry.kind}};
  if (entry.student_no) fields["student_no"] = *entry.student_no;
  if (entry.item) fields["item"] = *entry.item;
  fields["payload"] = entry.payload;
  fields["previous"] = record.previous;
  fields["hash"] = record.hash;
  return fields.dump();
}

JournalRecord parseLine(const std::string& line) {
  try {
    const json object = json::parse(line);
    JournalRecord record;
    record.seq = object.at("seq").get<std::int64_t>();
    record.entry.at = parseMoment(object.at("at").get<std::string>());
    record.entry.actor = object.at("actor").get<std::string>();
    record.entry.kind = object.at("kind").get<std::string>();
    record.entry.student_no = textOrNone(object, "student_no");
    record.entry.item = textOrNone(object, "item");
    record.entry.payload = object.at("payload").get<std::string>();
    record.previous = object.at("previous").get<std::string>();
    record.hash = object.at("hash").get<std::string>();
    return record;
  } catch (const json::exception& fault) {
    throw std::invalid_argument(std::string("no entry of a journal: ") + fault.what());
  }
}

}  // namespace lixiao::store
