#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "engine/store/database.h"

namespace lixiao::store {

/// A text that is wiped from memory when it goes.
class SecretText {
 public:
  explicit SecretText(std::string text) : text_(std::move(text)) {}
  ~SecretText();
  SecretText(SecretText&& other) noexcept;
  SecretText& operator=(SecretText&&) = delete;
  std::string_view view() const { return text_; }

 private:
  std::string text_;
};

/// Seals national IDs under a key kept in a file outside the database. Thread-safe after construction.
class Sealer {
 public:
  /// Reads the key file; creates it (readable by its owner only) when there is none. Throws StoreError when
  /// it is damaged or readable by others.
  explicit Sealer(const std::filesystem::path& key_file);
  ~Sealer();
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;

  /// XChaCha20-Poly1305 with a random nonce, bound to the student's number: it opens for no other.
  std::string seal(std::string_view national_id, std::string_view student_no) const;
  /// Throws StoreError when it was sealed with another key, for another student, or was changed.
  SecretText open(std::string_view sealed, std::string_view student_no) const;
  /// Keyed BLAKE2b of type and number: equal IDs give equal keys, and the key tells nothing without the file.
  std::string lookupKey(std::string_view id_type, std::string_view national_id) const;
  /// Names the key without giving it away.
  std::string fingerprint() const;

 private:
  static constexpr std::size_t kKeyBytes = 32;
  using Key = std::array<unsigned char, kKeyBytes>;
  Key seal_key_{};
  Key lookup_key_{};
  Key name_key_{};
};

/// Ties the database to its key on first use. Throws StoreError (WrongKey) when it was sealed with another.
void bindKey(Database& database, const Sealer& sealer);

}  // namespace lixiao::store
