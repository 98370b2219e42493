#include "engine/store/sealing.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "engine/store/meta.h"

namespace lixiao::store {
namespace {
constexpr std::size_t kMasterBytes = crypto_kdf_KEYBYTES;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr char kContext[crypto_kdf_CONTEXTBYTES + 1] = "lixiaoid";
constexpr auto kFingerprintKey = "sealing_key";

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* raw(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
  throw StoreError(StoreError::Kind::WrongKey, "key file " + file.string() + ": " + why);
}

/// Writes a new key beside its place and links it there, so that a key file is always whole and never
/// replaced.
void createKey(const std::filesystem::path& file) {
  const std::string draft = file.string() + ".new-" + std::to_string(::getpid());
  const int handle = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (handle < 0) refuse(file, std::string("cannot be created: ") + std::strerror(errno));
  unsigned char master[kMasterBytes];
  randombytes_buf(master, sizeof master);
  char hex[2 * kMasterBytes + 1];
  sodium_bin2hex(hex, sizeof hex, master, sizeof master);
  hex[2 * kMasterBytes] = '\n';
  const bool written =
      ::write(handle, hex, sizeof hex) == static_cast<ssize_t>(sizeof hex) && ::fsync(handle) == 0;
  sodium_memzero(master, sizeof master);
  sodium_memzero(hex, sizeof hex);
  ::close(handle);
  const bool linked = written && (::link(draft.c_str(), file.c_str()) == 0 || errno == EEXIST);
  const std::string why = std::strerror(errno);
  ::unlink(draft.c_str());
  if (!linked) refuse(file, "cannot be written: " + why);
}

std::array<unsigned char, kMasterBytes> readKey(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0)
    refuse(file, std::string("cannot be read: ") + std::strerror(errno));
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    refuse(file, "other users may read it; take the right away with chmod 600");
  std::ifstream in(file, std::ios::binary);
  char hex[2 * kMasterBytes + 2] = {};
  in.read(hex, sizeof hex);
  const auto length = static_cast<std::size_t>(in.gcount());
  std::array<unsigned char, kMasterBytes> master{};
  std::size_t read = 0;
  const bool whole =
      length == 2 * kMasterBytes + 1 && hex[2 * kMasterBytes] == '\n' &&
      sodium_hex2bin(master.data(), master.size(), hex, 2 * kMasterBytes, nullptr, &read, nullptr) == 0 &&
      read == master.size();
  sodium_memzero(hex, sizeof hex);
  if (!whole) refuse(file, "is damaged: it should hold 64 hexadecimal digits and a line end");
  return master;
}
}  // namespace

SecretText::~SecretText() {
  sodium_memzero(text_.data(), text_.capacity());
}

SecretText::SecretText(SecretText&& other) noexcept : text_(std::move(other.text_)) {
  sodium_memzero(other.text_.data(), other.text_.capacity());  // a short text was copied
}

Sealer::Sealer(const std::filesystem::path& key_file) {
  if (sodium_init() < 0) throw StoreError(StoreError::Kind::Other, "libsodium cannot start");
  if (!std::filesystem::exists(key_file)) createKey(key_file);
  auto master = readKey(key_file);
  crypto_kdf_derive_from_key(seal_key_.data(), seal_key_.size(), 1, kContext, master.data());
  crypto_kdf_derive_from_key(lookup_key_.data(), lookup_key_.size(), 2, kContext, master.data());
  crypto_kdf_derive_from_key(name_key_.data(), name_key_.size(), 3, kContext, master.data());
  sodium_memzero(master.data(), master.size());
}

Sealer::~Sealer() {
  sodium_memzero(seal_key_.data(), seal_key_.size());
  sodium_memzero(lookup_key_.data(), lookup_key_.size());
  sodium_memzero(name_key_.data(), name_key_.size());
}

std::string Sealer::seal(std::string_view national_id, std::string_view student_no) const {
  std::string sealed(kNonceBytes + national_id.size() + kTagBytes, '\0');
  randombytes_buf(sealed.data(), kNonceBytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(sealed) + kNonceBytes, nullptr, raw(national_id),
                                             national_id.size(), raw(student_no), student_no.size(), nullptr,
                                             raw(sealed), seal_key_.data());
  return sealed;
}

SecretText Sealer::open(std::string_view sealed, std::string_view student_no) const {
  if (sealed.size() < kNonceBytes + kTagBytes)
    throw StoreError(StoreError::Kind::Damaged, "a sealed ID is cut short");
  std::string opened(sealed.size() - kNonceBytes - kTagBytes, '\0');
  const int refused = crypto_aead_xchacha20poly1305_ietf_decrypt(
      raw(opened), nullptr, nullptr, raw(sealed) + kNonceBytes, sealed.size() - kNonceBytes, raw(student_no),
      student_no.size(), raw(sealed), seal_key_.data());
  if (refused != 0)
    throw StoreError(StoreError::Kind::Damaged,
                     "a sealed ID does not open: changed, moved or sealed with another key");
  SecretText secret(opened);
  sodium_memzero(opened.data(), opened.size());
  return secret;
}

std::string Sealer::lookupKey(std::string_view id_type, std::string_view national_id) const {
  std::string message = std::string(id_type) + '\0' + std::string(national_id);
  std::string key(crypto_generichash_BYTES, '\0');
  crypto_generichash(raw(key), key.size(), raw(message), message.size(), lookup_key_.data(),
                     lookup_key_.size());
  sodium_memzero(message.data(), message.size());
  return key;
}

std::string Sealer::fingerprint() const {
  unsigned char digest[crypto_generichash_BYTES_MIN];
  crypto_generichash(digest, sizeof digest, nullptr, 0, name_key_.data(), name_key_.size());
  char hex[2 * sizeof digest + 1];
  sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
  return hex;
}

void bindKey(Database& database, const Sealer& sealer) {
  database.write([&](Transaction& transaction) {
    const auto present = getMeta(transaction, kFingerprintKey);
    if (!present) return setMeta(transaction, kFingerprintKey, sealer.fingerprint());
    if (*present != sealer.fingerprint())
      throw StoreError(StoreError::Kind::WrongKey, "the national IDs were sealed with another key file");
  });
}

}  // namespace lixiao::store
