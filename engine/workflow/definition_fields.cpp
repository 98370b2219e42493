#include "engine/workflow/definition_fields.h"

namespace lixiao::workflow {

Word wordOf(const yaml::Node& node) {
  if (!node.isScalar() || node.text.find_first_not_of(" \t\r\n") == std::string::npos) return {};
  std::string text = node.text;
  if (node.style == yaml::Node::Style::Block) text.erase(text.find_last_not_of('\n') + 1);
  return {std::move(text), &node};
}

model::LocalizedText titleOf(const yaml::Node* node, const std::string& fallback) {
  model::LocalizedText title;
  if (node != nullptr && node->isMap()) {
    if (const yaml::Node* zh = node->find("zh")) title.zh = wordOf(*zh).text;
    if (const yaml::Node* en = node->find("en")) title.en = wordOf(*en).text;
  } else if (node != nullptr) {
    title.zh = wordOf(*node).text;
  }
  return title.empty() ? model::LocalizedText(fallback) : title;
}

void Fields::lay(const yaml::Node& map) {
  eachPair(&map, [&](const yaml::Node& key, const yaml::Node& value) { values_[key.text] = &value; });
}

void Fields::drop(std::string_view key) {
  const auto found = values_.find(key);
  if (found != values_.end()) values_.erase(found);
}

void Fields::take(const char* key, const Fields& other) {
  if (const yaml::Node* found = other.node(key)) values_[key] = found;
}

const yaml::Node* Fields::node(std::string_view key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? nullptr : found->second;
}

Word Fields::word(std::string_view key) const {
  const yaml::Node* found = node(key);
  return found == nullptr ? Word{} : wordOf(*found);
}

model::LocalizedText Fields::title(std::string_view key) const {
  return titleOf(node(key));
}

std::vector<Word> Fields::wordList(std::string_view key) const {
  std::vector<Word> words;
  eachEntry(node(key), [&](const yaml::Node& entry) {
    if (Word word = wordOf(entry); word.given()) words.push_back(std::move(word));
  });
  return words;
}

std::vector<Word> Fields::someWords(std::string_view key) const {
  const Word one = word(key);
  return one.given() ? std::vector<Word>{one} : wordList(key);
}

}  // namespace lixiao::workflow
