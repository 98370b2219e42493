#include "connectors/mask.h"

#include <algorithm>

#include "connectors/mask_escapes.h"
#include "connectors/mask_numbers.h"
#include "connectors/mask_signs.h"
#include "engine/model/text.h"

namespace lixiao::connectors {
namespace {

constexpr std::string_view kMask = "***";

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
    const bool fresh = at_ == hidden_up_to_;
    if (const std::size_t length = idNumberAt(text_, at_, fresh)) return hide(length);
    if (const std::size_t length = webTokenAt(text_, at_)) return hide(length);
    if (const std::size_t length = schemeAt(text_, at_)) {
      std::string shown = take(length);
      return shown + hide(valueAt(text_, at_));
    }
    if (const std::size_t length = secretKeyAt(text_, at_)) {
      std::string shown = take(length);
      return schemeAt(text_, at_) > 0 ? shown : shown + hide(valueAt(text_, at_));
    }
    return take(sign());
  }

  std::string hide(std::size_t length) {
    at_ += length;
    hidden_up_to_ = at_;
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
    for (const std::string& secret : secrets_) longest = std::max(longest, spelledAt(text_, at_, secret));
    return longest;
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
  std::size_t hidden_up_to_ = 0;
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
