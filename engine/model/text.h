#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lixiao::model {

enum class Language { Chinese, English };

/// A text an admin wrote once for all languages or once per language. A language that was not given falls
/// back to the other one, so `in` is empty only when nothing was written.
struct LocalizedText {
  std::string zh;
  std::string en;

  LocalizedText() = default;
  explicit LocalizedText(std::string for_all) : zh(std::move(for_all)) {}
  LocalizedText(std::string chinese, std::string english) : zh(std::move(chinese)), en(std::move(english)) {}

  const std::string& in(Language language) const {
    const std::string& wanted = language == Language::Chinese ? zh : en;
    return wanted.empty() ? (language == Language::Chinese ? en : zh) : wanted;
  }
  bool empty() const { return zh.empty() && en.empty(); }
  bool operator==(const LocalizedText&) const = default;
};

/// The candidate nearest to `word` by edit distance, or "" when none is near enough to be meant.
/// Distance counts UTF-8 code points; at most a third of the longer word (and at least one) may differ.
std::string nearestWord(std::string_view word, const std::vector<std::string>& candidates);

/// Whether `text` is well-formed UTF-8 (no overlong forms, no surrogates).
bool isUtf8(std::string_view text);

/// The number of code points of well-formed UTF-8.
std::size_t codePoints(std::string_view text);

}  // namespace lixiao::model
