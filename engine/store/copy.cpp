#include "engine/store/copy.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include "engine/store/journal_verify.h"
#include "engine/store/row.h"
#include "engine/store/schema.h"

namespace lixiao::store {
namespace {
constexpr std::size_t kChunk = 1 << 16;

void sync(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (!synced) throw StoreError(StoreError::Kind::Io, path.string() + ": cannot be written to disk");
}

std::string sha256(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  std::array<char, kChunk> chunk{};
  while (in.read(chunk.data(), chunk.size()), in.gcount() > 0)
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(chunk.data()),
                              static_cast<unsigned long long>(in.gcount()));
  if (!in.eof()) throw StoreError(StoreError::Kind::Io, path.string() + ": cannot be read");
  std::array<unsigned char, crypto_hash_sha256_BYTES> raw{};
  crypto_hash_sha256_final(&state, raw.data());
  std::array<char, 2 * crypto_hash_sha256_BYTES + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), raw.data(), raw.size());
  return {hex.data(), hex.size() - 1};
}
}  // namespace

JournalHead checkWhole(Database& database, const std::function<void(Reader&)>& also) {
  const std::string name = database.path().string();
  return database.read([&](Reader& reader) {
    const auto damage = select<Text>(reader.session(), "PRAGMA main.integrity_check(1)");
    if (damage.size() != 1 || damage.front().value != "ok")
      throw StoreError(StoreError::Kind::Damaged, name + ": is damaged");
    const ChainReport chain = verifyJournal(reader);
    if (chain.fault)
      throw StoreError(StoreError::Kind::Damaged, name + ": the journal is broken: " + chain.fault->text);
    if (also) also(reader);
    return chain.head;
  });
}

CopyFacts checkCopy(const std::filesystem::path& file, const std::function<void(Reader&)>& also) {
  Database copy(file, Database::ReadOnly{});
  const JournalHead head = checkWhole(copy, also);
  return {head, sha256(file)};
}

PartFile::PartFile(std::filesystem::path final) : final_(std::move(final)), part_(final_.string() + ".part") {
  if (std::filesystem::exists(final_))
    throw StoreError(StoreError::Kind::ReadOnly, final_.string() + " is there already");
  std::filesystem::remove(part_);
  const int file = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) throw StoreError(StoreError::Kind::ReadOnly, part_.string() + ": cannot be written");
  ::close(file);
}

PartFile::~PartFile() {
  std::error_code ignored;
  std::filesystem::remove(part_, ignored);
}

void PartFile::keep() {
  sync(part_);
  std::filesystem::permissions(part_, std::filesystem::perms::owner_read);
  std::filesystem::rename(part_, final_);
}

void syncFolder(const std::filesystem::path& folder) {
  sync(folder);
}

}  // namespace lixiao::store
