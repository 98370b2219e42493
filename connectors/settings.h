#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/model/text.h"

namespace lixiao::connectors {

/// One scalar as it stands in the settings file.
struct Setting {
  std::string text;
  model::Place key_place;
  model::Place place;       ///< of the value
  std::string source_line;  ///< "" when there is none
};

/// The settings of one connector: keys with scalar texts and their places. The reading functions expect a key
/// that passed `checkSettings` and stands there (`withDefaults`); anything else is a programmer's error and
/// throws std::logic_error.
class Settings {
 public:
  /// `place`: where the block begins; missing keys are reported there, relative paths start at its file's
  /// folder.
  explicit Settings(model::Place place = {}) : place_(std::move(place)) {}

  void set(std::string key, Setting setting) {
    entries_.insert_or_assign(std::move(key), std::move(setting));
  }
  /// A value without a place: defaults, tests.
  void set(std::string key, std::string text) {
    set(std::move(key), Setting{std::move(text), place_, place_, ""});
  }
  void erase(const std::string& key) { entries_.erase(key); }
  /// The entries whose keys begin with `prefix`, without it: the settings of one of several sources.
  Settings part(std::string_view prefix) const;

  const model::Place& place() const { return place_; }
  const std::map<std::string, Setting, std::less<>>& entries() const { return entries_; }
  const Setting* find(std::string_view key) const;
  bool has(std::string_view key) const { return find(key) != nullptr; }

  const std::string& text(std::string_view key) const;
  std::int64_t integer(std::string_view key) const;
  bool boolean(std::string_view key) const;
  std::chrono::milliseconds duration(std::string_view key) const;
  std::filesystem::path path(std::string_view key) const;

 private:
  model::Place place_;
  std::map<std::string, Setting, std::less<>> entries_;
};

enum class SettingType { Text, Url, Host, Port, Path, Integer, Duration, Boolean, Enum };

/// One row of a schema.
struct SettingRow {
  std::string key;
  SettingType type = SettingType::Text;
  bool required = false;
  std::string default_text;  ///< "": none
  model::LocalizedText title;
  std::vector<std::string> words{};  ///< of an Enum
  std::int64_t at_least = 0;         ///< Integer; Duration in milliseconds
  std::int64_t at_most = std::numeric_limits<std::int64_t>::max();
};
using Schema = std::vector<SettingRow>;

/// All findings, sorted by place: `unknown-key`, `missing-key`, `bad-value`. A line that may hold a secret is
/// not quoted.
std::vector<model::Diagnostic> checkSettings(const Settings& settings, const Schema& schema);
/// The settings with the defaults of the keys that were not given.
Settings withDefaults(Settings settings, const Schema& schema);

/// A finding at a value, for checks beyond the schema.
model::Diagnostic badValue(const Setting& setting, std::string message, std::string hint = "");

/// `90s`, `15min`, `24h`, `30d`, `250ms`; a whole number and its unit.
std::optional<std::chrono::milliseconds> parseDuration(std::string_view text);

/// The parts of an `http://host[:port][/path][?query]` address, or of one with https.
struct Url {
  bool secure = false;  ///< https
  std::string host;
  std::uint16_t port = 80;
  std::string path_and_query = "/";
};
/// Empty when it is neither an http nor an https address, or has a user, a password or a fragment.
std::optional<Url> parseUrl(std::string_view text);

/// The two rows of a secret `key`: `key_file` (a file whose first line is the secret) and `key_env` (the name
/// of an environment variable). A secret never stands in the settings themselves.
Schema secretSchema(const std::string& key, const model::LocalizedText& title);
/// Reads the secret afresh, so that it can be changed without a restart; without a byte order mark. "" when
/// neither key is given; empty optional when the file or variable is missing or empty.
std::optional<std::string> readSecret(const Settings& settings, const std::string& key);

}  // namespace lixiao::connectors
