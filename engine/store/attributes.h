#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lixiao::store {

/// The roster's columns beside number, name and national ID: name → word, sorted by name, each name once.
class Attributes {
 public:
  using Entry = std::pair<std::string, std::string>;

  Attributes() = default;
  Attributes(std::initializer_list<Entry> entries) {
    for (const Entry& entry : entries) set(entry.first, entry.second);
  }

  void set(std::string_view name, std::string word);
  void erase(std::string_view name);
  /// nullptr when there is none.
  const std::string* find(std::string_view name) const;

  std::vector<Entry>::const_iterator begin() const { return entries_.begin(); }
  std::vector<Entry>::const_iterator end() const { return entries_.end(); }
  std::size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }
  bool operator==(const Attributes&) const = default;

  /// A JSON object without blanks, names in order: equal attributes give equal text.
  std::string json() const;
  /// Throws std::invalid_argument when the text is not an object of texts.
  static Attributes parse(std::string_view json);

 private:
  std::vector<Entry> entries_;
};

}  // namespace lixiao::store
