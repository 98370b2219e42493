#include "engine/store/meta.h"

#include <sodium.h>

#include <array>

#include "engine/store/row.h"

namespace lixiao::store {
namespace {
constexpr auto kGet = "SELECT value FROM meta WHERE key = $1";
constexpr auto kSet =
    "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
constexpr auto kDatabaseId = "database_id";
constexpr auto kReserve =
    "INSERT INTO counter (name, value) VALUES ($1, $2) "
    "ON CONFLICT (name) DO UPDATE SET value = counter.value + excluded.value RETURNING value";
}  // namespace

std::optional<std::string> getMeta(Reader& reader, const std::string& key) {
  const auto found = selectOne<Text>(reader.session(), kGet, key);
  if (!found) return std::nullopt;
  return found->value;
}

void setMeta(Transaction& transaction, const std::string& key, const std::string& value) {
  execute(transaction.session(), kSet, key, value);
}

std::string databaseId(Reader& reader) {
  return getMeta(reader, kDatabaseId).value();
}

void renewDatabaseId(Transaction& transaction) {
  std::array<unsigned char, 4> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, 2 * bytes.size() + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  setMeta(transaction, kDatabaseId, hex.data());
}

std::int64_t nextNumbers(Transaction& transaction, const std::string& counter, std::int64_t count) {
  return select<Number>(transaction.session(), kReserve, counter, count).at(0).value - count + 1;
}

}  // namespace lixiao::store
