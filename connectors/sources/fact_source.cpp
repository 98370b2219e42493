#include "connectors/sources/fact_source.h"

#include <algorithm>

#include "connectors/sources/file_records.h"
#include "connectors/sources/json_source.h"
#include "connectors/sources/sip2_records.h"
#include "connectors/sources/sql_records.h"
#include "connectors/student_index.h"
#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

/// So many students are not all strangers: the source has lost its list.
constexpr std::size_t kNotAllStrangers = 20;

const Transport& transportOf(const SourcePlan& plan, const Settings& settings) {
  const Setting* named = settings.find("transport");
  const auto found = std::find_if(plan.transports.begin(), plan.transports.end(),
                                  [&](const Transport& one) { return named && one.name == named->text; });
  return found == plan.transports.end() ? plan.transports.front() : *found;
}

std::vector<FieldPlace> placesOf(const SourcePlan& plan, const Settings& settings) {
  return placedFields(plan.fields, settings, transportOf(plan, settings).name);
}

bool hasAmounts(const SourcePlan& plan) {
  return std::any_of(plan.fields.begin(), plan.fields.end(),
                     [](const Field& field) { return field.kind == Field::Kind::Amount; });
}

std::vector<std::string> wordsOf(const std::vector<Transport>& transports) {
  std::vector<std::string> words;
  words.reserve(transports.size());
  for (const Transport& transport : transports) words.push_back(transport.name);
  return words;
}

/// Whether who is missing in the source's list may count as clear: only a list that is known to be whole.
bool isWholeList(const std::string& transport, const Settings& settings) {
  const auto is = [&](const char* key, std::string_view text) {
    const Setting* setting = settings.find(key);
    return setting && setting->text == text;
  };
  if (transport == "sql") return true;
  if (transport == "file") return !is("row_count", "none");
  return transport == "http" && is("ask", "all") && settings.has("total_field") && !is("total_field", "none");
}

}  // namespace

const std::vector<Transport>& commonTransports() {
  static const std::vector<Transport> transports = {
      {"http", jsonSourceSchema, checkJsonSource, makeJsonSource},
      {"sql", sqlSchema, checkSql, makeSqlSource},
      {"file", fileSchema, checkFile, makeFileSource},
      {"sip2", sip2Schema, checkSip2, makeSip2Source},
  };
  return transports;
}

Schema sourceSchema(const SourcePlan& plan, const Settings& settings) {
  const Transport& transport = transportOf(plan, settings);
  Schema schema = {{"transport",
                    SettingType::Enum,
                    false,
                    plan.transports.front().name,
                    {"接入方式", "how the source is reached"},
                    wordsOf(plan.transports)},
                   {"absent",
                    SettingType::Enum,
                    false,
                    "unknown",
                    {"未列出者", "what a student is whom the source does not list"},
                    {"unknown", "clear"}}};
  if (hasAmounts(plan)) schema.push_back(amountUnitRow());
  for (SettingRow& row : transport.schema()) schema.push_back(std::move(row));
  for (SettingRow& row : fieldSchema(plan.fields)) schema.push_back(std::move(row));
  return schema;
}

std::vector<model::Diagnostic> checkSource(const SourcePlan& plan, const Settings& settings) {
  const Transport& transport = transportOf(plan, settings);
  auto findings = transport.check(settings);
  const Setting* absent = settings.find("absent");
  if (absent && absent->text == "clear" && !isWholeList(transport.name, settings)) {
    findings.push_back(badValue(*absent,
                                "who is not listed is clear only where the list is known to be whole",
                                "a file with row_count, an SQL view, or http with ask: all and total_field"));
  }
  if (placesOf(plan, settings).empty()) {
    model::Diagnostic nothing =
        badValue(Setting{"", settings.place(), settings.place(), ""}, "nothing is asked of the source",
                 "say where a field stands: " + plan.fields.front().name + "_field");
    findings.push_back(std::move(nothing));
  }
  return findings;
}

std::vector<std::string> sourceFacts(const SourcePlan& plan, const Settings& settings) {
  std::vector<std::string> facts;
  for (const FieldPlace& place : placesOf(plan, settings))
    facts.push_back(plan.facts + "." + place.field.name);
  return facts;
}

FactSource::FactSource(const SourcePlan& plan, const Settings& settings)
    : facts_(plan.facts),
      places_(placesOf(plan, settings)),
      reader_(settings),
      absent_is_clear_(settings.text("absent") == "clear"),
      source_(transportOf(plan, settings).make(settings, places_)) {}

model::Value FactSource::valueOf(const Record& record, std::size_t field) const {
  const FieldPlace& place = places_[field];
  try {
    return reader_.read(place.field, record.texts[field]);
  } catch (const FetchError& error) {
    throw FetchError(error.failure().kind, error.failure().text,
                     record.student_no + ": " + place.where + " = " + record.texts[field].value_or(""));
  }
}

model::Value FactSource::valueOf(std::span<const Placed> records, std::size_t field) const {
  if (records.empty()) return absent_is_clear_ ? FieldReader::clear(places_[field].field) : model::Value();
  model::Value value = valueOf(*records.front().record, field);
  for (const Placed& other : records.subspan(1))
    value = FieldReader::together(value, valueOf(*other.record, field));
  return value;
}

/// In the order of the students.
std::vector<FactSource::Placed> FactSource::placed(const Records& records,
                                                   const std::vector<StudentRef>& students) {
  StudentIndex index(students);
  std::vector<Placed> placed;
  placed.reserve(records.found.size());
  for (const Record& record : records.found)
    if (const auto student = index.find(record.student_no)) placed.push_back({*student, &record});
  const auto before = [](const Placed& a, const Placed& b) { return a.student < b.student; };
  if (!std::is_sorted(placed.begin(), placed.end(), before))
    std::stable_sort(placed.begin(), placed.end(), before);
  return placed;
}

void FactSource::read(const std::vector<StudentRef>& students, Patience& patience, Delivery& delivery) const {
  const Records records = source_->read(students, patience);
  if (records.found.empty() && students.size() >= kNotAllStrangers) {
    const std::string all = std::to_string(students.size()) + " students";
    if (!absent_is_clear_) malformed("the source knows none of " + all);
    if (records.others_only) malformed("the source lists none of " + all + ", nor any number like theirs");
  }
  std::vector<std::string> facts;
  for (const FieldPlace& place : places_) facts.push_back(facts_ + "." + place.field.name);
  delivery.facts.reserve(delivery.facts.size() + students.size() * facts.size());
  const std::vector<Placed> all = placed(records, students);
  auto next = all.begin();
  for (std::size_t student = 0; student < students.size(); ++student) {
    const auto begin = next;
    while (next != all.end() && next->student == student) ++next;
    const std::string& student_no = students[student].student_no;
    if (begin == next && !absent_is_clear_) delivery.unknown_students.push_back(student_no);
    for (std::size_t i = 0; i < places_.size(); ++i)
      delivery.facts.push_back({student_no, facts[i], valueOf({begin, next}, i)});
  }
  if (records.as_of && (delivery.as_of == model::Instant{} || *records.as_of < delivery.as_of))
    delivery.as_of = *records.as_of;
}

}  // namespace lixiao::connectors
