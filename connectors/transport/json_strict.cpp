#include "connectors/transport/json_strict.h"

#include <set>
#include <vector>

#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

constexpr int kMaxDepth = 16;

}  // namespace

nlohmann::json parseStrictJson(const std::string& text) {
  using Event = nlohmann::json::parse_event_t;
  std::vector<std::set<std::string>> open_objects;
  const auto watch = [&](int depth, Event event, nlohmann::json& parsed) {
    if (depth > kMaxDepth) malformed("JSON that nests too deep");
    if (event == Event::object_start) open_objects.emplace_back();
    if (event == Event::object_end) open_objects.pop_back();
    if (event == Event::key && !open_objects.back().insert(parsed.get<std::string>()).second) {
      malformed("JSON with a key twice in one object");
    }
    return true;
  };
  try {
    return nlohmann::json::parse(text, watch);
  } catch (const nlohmann::json::exception&) {
    malformed("an answer that is not complete JSON");
  }
}

const nlohmann::json& member(const nlohmann::json& object, const char* key) {
  if (!object.is_object() || !object.contains(key))
    malformed(std::string("an answer without \"") + key + "\"");
  return object.at(key);
}

const std::string& textMember(const nlohmann::json& object, const char* key) {
  const nlohmann::json& value = member(object, key);
  if (!value.is_string()) malformed(std::string("\"") + key + "\" is not a text");
  return value.get_ref<const std::string&>();
}

const nlohmann::json& arrayMember(const nlohmann::json& object, const char* key) {
  const nlohmann::json& value = member(object, key);
  if (!value.is_array()) malformed(std::string("\"") + key + "\" is not a list");
  return value;
}

}  // namespace lixiao::connectors
