#include "engine/service/slip_code.h"

#include <sodium.h>

#include <array>
#include <string_view>

#include "engine/service/slips.h"

namespace lixiao::service {
namespace {

constexpr std::string_view kDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // base 32 after Crockford
constexpr std::size_t kBytes = 16, kLength = 26, kGroup = 5;
constexpr unsigned kBits = 5;

char digitFor(char typed) {
  if (typed >= 'a' && typed <= 'z') typed = static_cast<char>(typed - 'a' + 'A');
  if (typed == 'O') return '0';
  if (typed == 'I' || typed == 'L') return '1';
  return typed;
}

}  // namespace

std::string randomCode() {
  std::array<unsigned char, kBytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::string code;
  unsigned held = 0, bits = 0;
  for (const unsigned char byte : bytes) {
    held = (held << 8U) | byte;
    for (bits += 8; bits >= kBits; bits -= kBits) code += kDigits[(held >> (bits - kBits)) & 31U];
    held &= (1U << bits) - 1U;
  }
  return code + kDigits[(held << (kBits - bits)) & 31U];
}

std::string groupedCode(const std::string& code) {
  std::string grouped;
  for (std::size_t at = 0; at < code.size();) {
    const std::size_t left = code.size() - at;
    const std::size_t taken = left <= kGroup + 1 ? left : kGroup;
    grouped += (grouped.empty() ? "" : "-") + code.substr(at, taken);
    at += taken;
  }
  return grouped;
}

std::string readCode(const std::string& typed) {
  std::string code;
  for (const char c : typed) {
    if (c == ' ' || c == '-' || c == '\t') continue;
    const char digit = digitFor(c);
    if (kDigits.find(digit) == std::string_view::npos || code.size() == kLength) return {};
    code += digit;
  }
  return code.size() == kLength ? code : std::string();
}

}  // namespace lixiao::service
