#include "connectors/isolation/wire.h"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace lixiao::connectors {
namespace {

using nlohmann::json;

json toJson(const Setting& setting) {
  return {{"text", setting.text}, {"file", setting.place.file}};
}

Setting settingFrom(const json& written) {
  Setting setting;
  setting.text = written.at("text").get<std::string>();
  setting.place.file = setting.key_place.file = written.at("file").get<std::string>();
  return setting;
}

json toJson(const model::Value& value) {
  if (const bool* boolean = value.boolean()) return *boolean;
  if (const std::int64_t* number = value.number()) return *number;
  if (const std::string* text = value.text()) return *text;
  if (const model::Date* date = value.date()) return {{"date", model::formatDate(*date)}};
  return nullptr;
}

model::Value valueFrom(const json& written) {
  if (written.is_null()) return {};
  if (written.is_boolean()) return model::Value(written.get<bool>());
  if (written.is_number_integer()) return model::Value(written.get<std::int64_t>());
  if (written.is_string()) return model::Value(written.get<std::string>());
  const auto date = model::parseDate(written.at("date").get<std::string>());
  if (!date) throw std::runtime_error("a value that is none");
  return model::Value(*date);
}

std::string dumped(const json& written) {
  return written.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Turns what the JSON library says into the one promised kind of exception.
template <typename Read>
auto reading(const std::string& text, const Read& read) {
  try {
    return read(json::parse(text));
  } catch (const json::exception& wrong) {
    throw std::runtime_error(std::string("not what a connector's process says: ") + wrong.what());
  }
}

Failure failureFrom(const json& written) {
  Failure failure;
  const auto kind = failureKind(written.at("kind").get<std::string>());
  if (!kind) throw std::runtime_error("a failure of no kind");
  failure.kind = *kind;
  failure.text = written.at("text").get<std::string>();
  failure.answer = written.at("answer").get<std::string>();
  return failure;
}

}  // namespace

std::string toWire(const Question& question) {
  json plugins = json::array();
  for (const Setting& plugin : question.plugins) plugins.push_back(toJson(plugin));
  json settings = json::object();
  for (const auto& [key, setting] : question.settings.entries()) settings[key] = setting.text;
  json students = json::array();
  for (const StudentRef& student : question.students) students.push_back(student.student_no);
  return dumped({{"plugins", std::move(plugins)},
                 {"plugin_folder", question.plugin_folder.string()},
                 {"kind", question.kind},
                 {"file", question.settings.place().file},
                 {"settings", std::move(settings)},
                 {"students", std::move(students)}});
}

std::string toWire(const FetchResult& result) {
  if (const Failure* failure = result.failure())
    return dumped(
        {{"failure", {{"kind", word(failure->kind)}, {"text", failure->text}, {"answer", failure->answer}}}});
  const Delivery& delivery = *result.delivery();
  json facts = json::array();
  for (const StudentFact& fact : delivery.facts)
    facts.push_back(json::array({fact.student_no, fact.fact, toJson(fact.value)}));
  return dumped({{"as_of", delivery.as_of.time_since_epoch().count()},
                 {"facts", std::move(facts)},
                 {"unknown", delivery.unknown_students}});
}

Question questionFromWire(const std::string& text) {
  return reading(text, [](const json& written) {
    Question question;
    for (const json& plugin : written.at("plugins")) question.plugins.push_back(settingFrom(plugin));
    question.plugin_folder = written.at("plugin_folder").get<std::string>();
    question.kind = written.at("kind").get<std::string>();
    model::Place place;
    place.file = written.at("file").get<std::string>();
    question.settings = Settings(place);
    for (const auto& [key, value] : written.at("settings").items())
      question.settings.set(key, value.get<std::string>());
    for (const json& student : written.at("students"))
      question.students.push_back({student.get<std::string>()});
    return question;
  });
}

FetchResult resultFromWire(const std::string& text) {
  return reading(text, [](const json& written) -> FetchResult {
    if (written.contains("failure")) return failureFrom(written.at("failure"));
    Delivery delivery;
    delivery.as_of = model::Instant(model::Instant::duration(written.at("as_of").get<std::int64_t>()));
    delivery.facts.reserve(written.at("facts").size());
    for (const json& fact : written.at("facts"))
      delivery.facts.push_back(
          {fact.at(0).get<std::string>(), fact.at(1).get<std::string>(), valueFrom(fact.at(2))});
    delivery.unknown_students = written.at("unknown").get<std::vector<std::string>>();
    return delivery;
  });
}

}  // namespace lixiao::connectors
