#include "engine/service/password.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <sodium.h>

#include "engine/model/text.h"
#include "engine/service/texts.h"

namespace lixiao::service {
namespace {

constexpr std::size_t kShortest = 12, kLongest = 128;  // code points
constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemory = 19 * 1024 * 1024;
constexpr unsigned kAtOnce = 2, kQueue = 64;

/// The long ones among the most used, in small letters.
constexpr std::array<std::string_view, 40> kCommon = {
    "qwertyuiop12",   "qwertyuiop123",    "1qaz2wsx3edc",  "1q2w3e4r5t6y",   "1q2w3e4r5t6y7u",
    "qwertyuiopas",   "qwerty123456",     "qwerty1234567", "password1234",   "password12345",
    "password123456", "passwordpassword", "123456789abc",  "abc123456789",   "1234567890abc",
    "a1234567890",    "a12345678910",     "qq1234567890",  "woaini1314520",  "woaini5201314",
    "5201314woaini",  "woaini123456",     "iloveyou1234",  "iloveyou12345",  "iloveyouforever",
    "administrator",  "administrator1",   "admin1234567",  "admin123456789", "letmein12345",
    "welcome12345",   "welcome123456",    "changeme1234",  "changemeplease", "testtesttest1",
    "football1234",   "zxcvbnm12345",     "zxcvbnm123456", "asdfghjkl123",   "asdfghjkl1234"};

constexpr std::array<std::string_view, 8> kRows = {
    "01234567890123456789",       "98765432109876543210",       "abcdefghijklmnopqrstuvwxyz",
    "zyxwvutsrqponmlkjihgfedcba", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",       "qazwsxedcrfvtgbyhnujmikolp"};

std::string lowered(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

/// The same one to four characters over and over.
bool repeats(std::string_view text) {
  for (std::size_t period = 1; period <= 4; ++period) {
    bool all = text.size() > period;
    for (std::size_t i = period; i < text.size() && all; ++i) all = text[i] == text[i - period];
    if (all) return true;
  }
  return false;
}

bool isCommon(const std::string& lower) {
  if (std::find(kCommon.begin(), kCommon.end(), lower) != kCommon.end() || repeats(lower)) return true;
  return std::any_of(kRows.begin(), kRows.end(),
                     [&](std::string_view row) { return row.find(lower) != std::string_view::npos; });
}

std::string hashed(std::string_view password) {
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), kPasses, kMemory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::runtime_error("not enough memory to hash a password");
  hash.resize(hash.find('\0'));
  return hash;
}

}  // namespace

std::optional<model::Message> wrongPassword(std::string_view password, std::string_view login) {
  if (!model::isUtf8(password)) return model::Message{text::kTextUnreadable, {}};
  const std::size_t length = model::codePoints(password);
  if (length < kShortest || length > kLongest) return model::Message{text::kPasswordLength, {}};
  const std::string lower = lowered(password), own = lowered(login);
  const std::string_view twice = lower;
  if (lower == own || (own.size() > 3 && twice == own + own))
    return model::Message{text::kPasswordIsLogin, {}};
  if (isCommon(lower)) return model::Message{text::kPasswordCommon, {}};
  return std::nullopt;
}

/// A place among those who compute, while it lives.
class PasswordHasher::Turn {
 public:
  explicit Turn(PasswordHasher& hasher) : hasher_(hasher) {
    std::unique_lock lock(hasher_.mutex_);
    if (hasher_.running_ >= kAtOnce && hasher_.waiting_ >= kQueue) return;
    ++hasher_.waiting_;
    hasher_.freed_.wait(lock, [this] { return hasher_.running_ < kAtOnce; });
    --hasher_.waiting_;
    ++hasher_.running_;
    got_it_ = true;
  }
  ~Turn() {
    if (!got_it_) return;
    {
      const std::lock_guard lock(hasher_.mutex_);
      --hasher_.running_;
    }
    hasher_.freed_.notify_one();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  bool gotIt() const { return got_it_; }

 private:
  PasswordHasher& hasher_;
  bool got_it_ = false;
};

std::optional<std::string> PasswordHasher::hash(std::string_view password) {
  const Turn turn(*this);
  if (!turn.gotIt()) return std::nullopt;
  return hashed(password);
}

std::optional<bool> PasswordHasher::verify(const std::string& hash, std::string_view password) {
  static const std::string kNobodys = hashed("nobody has this password");
  const Turn turn(*this);
  if (!turn.gotIt()) return std::nullopt;
  const std::string& against = hash.empty() ? kNobodys : hash;
  const bool same = crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
  return same && !hash.empty();
}

}  // namespace lixiao::service
