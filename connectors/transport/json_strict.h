#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace lixiao::connectors {

/// Parses a whole JSON text. Throws FetchError (malformed) when it is not JSON or not UTF-8, when a key
/// stands twice in one object, or when it nests deeper than 16.
nlohmann::json parseStrictJson(const std::string& text);

/// The member, which must be there: otherwise FetchError (malformed).
const nlohmann::json& member(const nlohmann::json& object, const char* key);
/// The same, and a string.
const std::string& textMember(const nlohmann::json& object, const char* key);
/// The same, and an array.
const nlohmann::json& arrayMember(const nlohmann::json& object, const char* key);

}  // namespace lixiao::connectors
