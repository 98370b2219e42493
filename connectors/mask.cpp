#include "connectors/mask.h"

#include <Poco/String.h>

#include "engine/model/text.h"

namespace lixiao::connectors {
namespace {

constexpr std::size_t kLongDigits = 15;
constexpr std::string_view kMask = "***";

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isBlank(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= ' ' || byte == 0x7F;
}
bool isWordSign(char c) {
  return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Goes through a text piece by piece.
class Masker {
 public:
  Masker(std::string_view text, const std::vector<std::string>& secrets)
      : text_(text), secrets_(secrets), readable_(model::isUtf8(text)) {}

  std::string upTo(std::size_t most_bytes) {
    std::string shown;
    while (at_ < text_.size()) {
      const std::string piece = next();
      if (shown.size() + piece.size() > most_bytes) break;
      shown += piece;
    }
    return shown;
  }

 private:
  std::string next() {
    if (const std::size_t length = secret()) return hide(length);
    if (const std::size_t length = idNumber()) return hide(length);
    if (const std::size_t length = scheme()) {
      std::string shown = take(length);
      return shown + hide(credentials());
    }
    return take(sign());
  }

  std::string hide(std::size_t length) {
    at_ += length;
    run_begins_ = at_;
    return length == 0 ? "" : std::string(kMask);
  }
  std::string take(std::size_t length) {
    std::string shown;
    for (const char c : text_.substr(at_, length)) {
      const bool foreign = !readable_ && static_cast<unsigned char>(c) >= 0x80;
      shown += isBlank(c) ? ' ' : foreign ? '?' : c;
    }
    at_ += length;
    return shown;
  }

  /// How long the longest secret is that begins here.
  std::size_t secret() const {
    std::size_t longest = 0;
    for (const std::string& secret : secrets_)
      if (secret.size() > longest && text_.substr(at_).starts_with(secret)) longest = secret.size();
    return longest;
  }
  /// Looked for where a run of digits begins.
  std::size_t idNumber() const {
    if (at_ != run_begins_ && isDigit(text_[at_ - 1])) return 0;
    std::size_t end = at_;
    while (end < text_.size() && isDigit(text_[end])) ++end;
    if (end - at_ < kLongDigits) return 0;
    if (end < text_.size() && (text_[end] == 'X' || text_[end] == 'x')) ++end;
    return end - at_;
  }
  /// How long a word is that credentials follow, with the blanks behind it.
  std::size_t scheme() const {
    if (at_ > 0 && isWordSign(text_[at_ - 1])) return 0;
    for (const std::string_view word : {"bearer", "basic"}) {
      std::size_t end = at_ + word.size();
      if (end >= text_.size() || !isBlank(text_[end])) continue;
      if (Poco::icompare(std::string(text_.substr(at_, word.size())), std::string(word)) != 0) continue;
      while (end < text_.size() && isBlank(text_[end])) ++end;
      return end - at_;
    }
    return 0;
  }
  /// How long those are that begin here.
  std::size_t credentials() const {
    std::size_t end = at_;
    while (end < text_.size() && !isBlank(text_[end]) && text_[end] != '"') ++end;
    return end - at_;
  }
  /// How many bytes one character has.
  std::size_t sign() const {
    std::size_t end = at_ + 1;
    while (readable_ && end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0U) == 0x80) ++end;
    return end - at_;
  }

  const std::string_view text_;
  const std::vector<std::string>& secrets_;
  const bool readable_;
  std::size_t at_ = 0;
  std::size_t run_begins_ = 0;  ///< behind what was masked last
};

}  // namespace

std::string masked(std::string_view text, const std::vector<std::string>& secrets, std::size_t most_bytes) {
  return Masker(text, secrets).upTo(most_bytes);
}

std::string maskError(std::string_view text) {
  constexpr std::size_t kMostBytes = 600;
  return masked(text, {}, kMostBytes);
}

Failure masked(const Failure& failure, const std::vector<std::string>& secrets) {
  return {failure.kind, masked(failure.text, secrets, kMostOfAnswer),
          masked(failure.answer, secrets, kMostOfAnswer)};
}

}  // namespace lixiao::connectors
