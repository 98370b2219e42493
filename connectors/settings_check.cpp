#include <algorithm>

#include "connectors/secret_words.h"
#include "connectors/settings.h"
#include "connectors/settings_values.h"

namespace lixiao::connectors {
namespace {

model::Diagnostic finding(std::string code, const model::Place& place, std::string_view text,
                          std::string message, std::string hint) {
  model::Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.place = place;
  diagnostic.length = std::max(1, static_cast<int>(model::codePoints(text)));
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  return diagnostic;
}

std::string didYouMean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string nearest = model::nearestWord(word, candidates);
  return nearest.empty() ? "" : "did you mean \"" + nearest + "\"?";
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// `password` is meant to be `password_file`, however far apart the two are.
std::string keyHint(const std::string& key, const std::vector<std::string>& keys) {
  const auto file_key = std::find(keys.begin(), keys.end(), key + "_file");
  if (file_key != keys.end()) return "write the name of a file that holds it: \"" + *file_key + "\"";
  return didYouMean(key, keys);
}

std::string bounds(const SettingRow& row, const char* unit) {
  std::string text = "at least " + std::to_string(row.at_least) + unit;
  if (row.at_most < std::numeric_limits<std::int64_t>::max()) {
    text += " and at most " + std::to_string(row.at_most) + unit;
  }
  return text;
}

bool within(const SettingRow& row, std::int64_t number) {
  return number >= row.at_least && number <= row.at_most;
}

struct Wrong {
  std::string message;
  std::string hint;
};

std::optional<Wrong> wrongNumber(const SettingRow& row, const std::string& text) {
  if (row.type == SettingType::Duration) {
    const auto duration = parseDuration(text);
    if (!duration)
      return Wrong{"\"" + text + "\" is not a duration", "a number and its unit: 30s, 15min, 24h"};
    if (!within(row, duration->count())) return Wrong{row.key + " is out of bounds", bounds(row, "ms")};
    return std::nullopt;
  }
  const auto number = parseInteger(text);
  if (!number) return Wrong{"\"" + text + "\" is not a whole number", ""};
  if (row.type == SettingType::Port && (*number < 1 || *number > 65535)) {
    return Wrong{"\"" + text + "\" is not a port", "1 to 65535"};
  }
  if (!within(row, *number)) return Wrong{row.key + " is out of bounds", bounds(row, "")};
  return std::nullopt;
}

std::optional<Wrong> wrongWord(const SettingRow& row, const std::string& text) {
  if (std::find(row.words.begin(), row.words.end(), text) != row.words.end()) return std::nullopt;
  std::string hint = didYouMean(text, row.words);
  if (hint.empty()) hint = "one of " + joined(row.words);
  return Wrong{"\"" + text + "\" is not a value of " + row.key, hint};
}

constexpr const char* kWhereSecretsStand = "secrets come from files or the environment: …_file, …_env";

/// A value that is no value of a secret but holds one: it is refused and not repeated.
bool speaksASecret(const SettingRow& row, const std::string& text) {
  const bool user = text.find('@') != std::string::npos;
  if (row.type == SettingType::Host) return user;
  return row.type == SettingType::Url && (addressHoldsASecret(text) || (user && !parseUrl(text)));
}

std::optional<Wrong> wrongValue(const SettingRow& row, const std::string& text) {
  const auto unless = [&](bool good, const char* what, const char* hint) -> std::optional<Wrong> {
    if (good) return std::nullopt;
    return Wrong{"\"" + text + "\" is not " + what, hint};
  };
  if (speaksASecret(row, text)) return Wrong{row.key + " holds what may be a secret", kWhereSecretsStand};
  if (text.empty()) return Wrong{row.key + " has no value", ""};
  switch (row.type) {
    case SettingType::Text:
      return unless(model::isUtf8(text) && text.find('\n') == std::string::npos, "one line of text", "");
    case SettingType::Url:
      return unless(parseUrl(text).has_value(), "an address this connector can ask",
                    "http://host:port/path or https://…, without user, password or fragment");
    case SettingType::Host:
      return unless(isHost(text), "a host", "a name or an address, without port");
    case SettingType::Path:
      return unless(model::isUtf8(text) && text.find('\0') == std::string::npos, "a path", "");
    case SettingType::Boolean:
      return unless(parseBoolean(text).has_value(), "a boolean", "true or false");
    case SettingType::Enum:
      return wrongWord(row, text);
    case SettingType::Port:
    case SettingType::Integer:
    case SettingType::Duration:
      return wrongNumber(row, text);
  }
  return std::nullopt;
}

void checkGiven(const Settings& settings, const Schema& schema, const std::vector<std::string>& keys,
                std::vector<model::Diagnostic>& findings) {
  for (const auto& [key, setting] : settings.entries()) {
    const auto row = std::find_if(schema.begin(), schema.end(),
                                  [&wanted = key](const SettingRow& r) { return r.key == wanted; });
    if (row == schema.end()) {
      auto found = finding("unknown-key", setting.key_place, key, "there is no key \"" + key + "\" here",
                           keyHint(key, keys));
      if (!maySpeakASecret(key) && !mayHoldASecret(setting.source_line))
        found.source_line = setting.source_line;
      findings.push_back(std::move(found));
      continue;
    }
    if (auto wrong = wrongValue(*row, setting.text)) {
      if (maySpeakASecret(key)) wrong->message = key + " has a wrong value";
      findings.push_back(badValue(setting, std::move(wrong->message), std::move(wrong->hint)));
    }
  }
}

}  // namespace

model::Diagnostic badValue(const Setting& setting, std::string message, std::string hint) {
  auto found = finding("bad-value", setting.place, setting.text, std::move(message), std::move(hint));
  if (!mayHoldASecret(setting.source_line)) found.source_line = setting.source_line;
  return found;
}

std::vector<model::Diagnostic> checkSettings(const Settings& settings, const Schema& schema) {
  std::vector<std::string> keys;
  for (const SettingRow& row : schema) keys.push_back(row.key);
  std::vector<model::Diagnostic> findings;
  checkGiven(settings, schema, keys, findings);
  for (const SettingRow& row : schema) {
    if (!row.required || settings.has(row.key)) continue;
    const std::string hint = row.type == SettingType::Enum ? "one of " + joined(row.words) : row.title.en;
    findings.push_back(
        finding("missing-key", settings.place(), "", "the key \"" + row.key + "\" is missing", hint));
  }
  model::sortByPlace(findings);
  return findings;
}

}  // namespace lixiao::connectors
