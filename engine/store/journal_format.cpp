#include "engine/store/journal_format.h"

#include <sodium.h>

#include <array>
#include <stdexcept>

namespace lixiao::store {

const std::string kJournalStart(2 * crypto_hash_sha256_BYTES, '0');

namespace {
constexpr std::string_view kMagic = "lixiao journal 1";
constexpr std::size_t kNumberBytes = 8;

void addNumber(std::string& bytes, std::uint64_t number) {
  for (std::size_t i = kNumberBytes; i-- > 0;)
    bytes.push_back(static_cast<char>((number >> (8 * i)) & 0xFFU));
}

void addText(std::string& bytes, const std::string& text) {
  bytes.push_back('\x01');
  addNumber(bytes, text.size());
  bytes += text;
}

void addText(std::string& bytes, const std::optional<std::string>& text) {
  if (text)
    addText(bytes, *text);
  else
    bytes.push_back('\x00');
}

void addHash(std::string& bytes, const std::string& hex) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> raw{};
  std::size_t length = 0;
  const bool read =
      sodium_hex2bin(raw.data(), raw.size(), hex.data(), hex.size(), nullptr, &length, nullptr) == 0;
  if (!read || length != raw.size() || hex.size() != 2 * raw.size() ||
      hex.find_first_of("ABCDEF") != std::string::npos)
    throw std::invalid_argument("not a hash of the journal");
  bytes.append(reinterpret_cast<const char*>(raw.data()), raw.size());
}
}  // namespace

std::string journalBytes(std::int64_t seq, const JournalEntry& entry, const std::string& previous) {
  std::string bytes(kMagic);
  addNumber(bytes, static_cast<std::uint64_t>(seq));
  addNumber(bytes, static_cast<std::uint64_t>(entry.at.time_since_epoch().count()));
  addText(bytes, entry.actor);
  addText(bytes, entry.kind);
  addText(bytes, entry.student_no);
  addText(bytes, entry.item);
  addText(bytes, entry.payload);
  addHash(bytes, previous);
  return bytes;
}

std::string journalHash(std::int64_t seq, const JournalEntry& entry, const std::string& previous) {
  const std::string bytes = journalBytes(seq, entry, previous);
  std::array<unsigned char, crypto_hash_sha256_BYTES> raw{};
  crypto_hash_sha256(raw.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  std::array<char, 2 * crypto_hash_sha256_BYTES + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), raw.data(), raw.size());
  return {hex.data(), hex.size() - 1};
}

}  // namespace lixiao::store
