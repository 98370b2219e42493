#include "engine/service/stored_message.h"

#include <nlohmann/json.hpp>

namespace lixiao::service {

namespace {

using nlohmann::json;

json written(const model::LocalizedText& text) {
  return {{"zh", text.zh}, {"en", text.en}};
}

model::LocalizedText textFrom(const json& written) {
  return {written.value("zh", ""), written.value("en", "")};
}

json written(const model::Message& message) {
  json made = {{"text", message.text}};
  for (const model::LocalizedText& each : message.arguments) made["arguments"].push_back(written(each));
  for (const model::Message& each : message.parts) made["parts"].push_back(written(each));
  if (!message.title.empty()) made["title"] = written(message.title);
  return made;
}

model::Message read(const json& written) {
  model::Message message{written.value("text", ""), {}};
  for (const json& each : written.value("arguments", json::array()))
    message.arguments.push_back(textFrom(each));
  for (const json& each : written.value("parts", json::array())) message.parts.push_back(read(each));
  message.title = textFrom(written.value("title", json::object()));
  return message;
}

}  // namespace

std::string stored(const model::Message& message) {
  return message.empty() ? std::string() : written(message).dump();
}

model::Message messageFrom(const std::string& stored) {
  const json parsed = json::parse(stored, nullptr, false);
  return parsed.is_object() ? read(parsed) : model::Message{};
}

}  // namespace lixiao::service
