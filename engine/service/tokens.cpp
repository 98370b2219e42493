#include "engine/service/tokens.h"

#include <array>

#include <sodium.h>

namespace lixiao::service {
namespace {

std::string hex(const std::array<unsigned char, 32>& bytes) {
  std::array<char, 65> text;
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  return text.data();
}

}  // namespace

std::string randomToken() {
  std::array<unsigned char, 32> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  return hex(bytes);
}

std::string tokenHash(std::string_view token) {
  static_assert(crypto_hash_sha256_BYTES == 32);
  std::array<unsigned char, 32> hash;
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(token.data()), token.size());
  return hex(hash);
}

}  // namespace lixiao::service
