#include "connectors/settings.h"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "connectors/settings_values.h"

namespace lixiao::connectors {

const Setting* Settings::find(std::string_view key) const {
  auto found = entries_.find(key);
  return found == entries_.end() ? nullptr : &found->second;
}

Settings Settings::part(std::string_view prefix) const {
  Settings part(place_);
  for (const auto& [key, setting] : entries_)
    if (key.starts_with(prefix)) part.set(key.substr(prefix.size()), setting);
  return part;
}

const std::string& Settings::text(std::string_view key) const {
  const Setting* setting = find(key);
  if (!setting) throw std::logic_error("setting without value: " + std::string(key));
  return setting->text;
}

namespace {

template <typename T>
T checked(std::optional<T> value, std::string_view key) {
  if (!value) throw std::logic_error("setting was not checked: " + std::string(key));
  return *value;
}

}  // namespace

std::int64_t Settings::integer(std::string_view key) const {
  return checked(parseInteger(text(key)), key);
}

bool Settings::boolean(std::string_view key) const {
  return checked(parseBoolean(text(key)), key);
}

std::chrono::milliseconds Settings::duration(std::string_view key) const {
  return checked(parseDuration(text(key)), key);
}

std::filesystem::path Settings::path(std::string_view key) const {
  std::filesystem::path path = text(key);
  return path.is_absolute() ? path : std::filesystem::path(place_.file).parent_path() / path;
}

Settings withDefaults(Settings settings, const Schema& schema) {
  for (const SettingRow& row : schema) {
    if (!row.default_text.empty() && !settings.has(row.key)) settings.set(row.key, row.default_text);
  }
  return settings;
}

Schema secretSchema(const std::string& key, const model::LocalizedText& title) {
  return {{key + "_file", SettingType::Path, false, "", title},
          {key + "_env", SettingType::Text, false, "", title}};
}

std::optional<std::string> readSecret(const Settings& settings, const std::string& key) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  std::string secret;
  if (settings.has(key + "_file")) {
    std::ifstream file(settings.path(key + "_file"));
    std::getline(file, secret);
    if (secret.starts_with(kByteOrderMark)) secret.erase(0, kByteOrderMark.size());
    while (!secret.empty() && (secret.back() == '\r' || secret.back() == ' ')) secret.pop_back();
  } else if (settings.has(key + "_env")) {
    const char* variable = std::getenv(settings.text(key + "_env").c_str());
    if (variable) secret = variable;
  } else {
    return "";
  }
  if (secret.empty()) return std::nullopt;
  return secret;
}

}  // namespace lixiao::connectors
