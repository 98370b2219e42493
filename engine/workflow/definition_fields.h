#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/workflow/definition.h"

namespace lixiao::workflow {

/// The values of a map by key, some of them perhaps from another map. Reads what has the right form and
/// passes over the rest.
class Fields {
 public:
  explicit Fields(const yaml::Node& map) { lay(map); }

  /// The keys of `map` take the place of those that are there.
  void lay(const yaml::Node& map);
  void drop(std::string_view key);
  /// The key as `other` has it, if it has.
  void take(const char* key, const Fields& other);

  const yaml::Node* node(std::string_view key) const;
  Word word(std::string_view key) const;
  model::LocalizedText title(std::string_view key) const;
  std::vector<Word> wordList(std::string_view key) const;
  /// A list, or one scalar for a list of one.
  std::vector<Word> someWords(std::string_view key) const;

 private:
  std::map<std::string, const yaml::Node*, std::less<>> values_;
};

Word wordOf(const yaml::Node& node);
/// A text for all languages, or one by language; `fallback` when nothing is written.
model::LocalizedText titleOf(const yaml::Node* node, const std::string& fallback = {});

/// Calls `read(key, value)` for each pair of the map at `key`, if it is one.
template <typename Read>
void eachPair(const yaml::Node* node, const Read& read) {
  if (node == nullptr || !node->isMap()) return;
  for (std::size_t i = 0; i < node->keys.size(); ++i) read(node->keys[i], node->values[i]);
}

/// Calls `read(entry)` for each entry of a list, if it is one.
template <typename Read>
void eachEntry(const yaml::Node* node, const Read& read) {
  if (node == nullptr || !node->isSequence()) return;
  for (const yaml::Node& entry : node->values) read(entry);
}

}  // namespace lixiao::workflow
