#include "engine/store/activation.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "engine/model/text.h"
#include "engine/store/meta.h"
#include "engine/store/row.h"

namespace lixiao::store {

namespace {
/// The row as its columns are; `files` is a JSON array of {path, text}.
struct ActivationRecord {
  std::int64_t id = 0;
  std::string edition;
  std::string digest;
  std::string files;
  model::Instant at{};
  std::string by;
};
}  // namespace

template <>
struct Columns<ActivationRecord> {
  static auto of(auto& row) { return std::tie(row.id, row.edition, row.digest, row.files, row.at, row.by); }
};

namespace {
constexpr auto kAdd =
    "INSERT INTO activation (id, edition, digest, files, at, activated_by) VALUES ($1, $2, $3, $4, $5, $6)";
constexpr auto kNewest =
    "SELECT id, edition, digest, files, at, activated_by FROM activation ORDER BY id DESC LIMIT 1";
constexpr auto kById = "SELECT id, edition, digest, files, at, activated_by FROM activation WHERE id = $1";
constexpr auto kByDigest =
    "SELECT id, edition, digest, files, at, activated_by FROM activation WHERE digest = $1 ORDER BY id DESC "
    "LIMIT 1";
constexpr auto kAll =
    "SELECT id, edition, digest, '[]' AS files, at, activated_by FROM activation ORDER BY id DESC";
constexpr auto kIds = "activation";

std::string filesText(const std::vector<EditionFile>& files) {
  auto array = nlohmann::json::array();
  for (const EditionFile& file : files) {
    if (!model::isUtf8(file.path) || !model::isUtf8(file.text))
      throw std::invalid_argument(file.path + " is not UTF-8");
    array.push_back({{"path", file.path}, {"text", file.text}});
  }
  return array.dump();
}

std::vector<EditionFile> filesOf(const std::string& text) {
  try {
    std::vector<EditionFile> files;
    for (const auto& file : nlohmann::json::parse(text)) files.push_back({file.at("path"), file.at("text")});
    return files;
  } catch (const nlohmann::json::exception&) {
    throw StoreError(StoreError::Kind::Damaged, "the files of an activated edition cannot be read");
  }
}

Activation activation(const ActivationRecord& row) {
  return {row.id, row.edition, row.digest, filesOf(row.files), row.at, row.by};
}

std::optional<Activation> one(const std::optional<ActivationRecord>& row) {
  if (!row) return std::nullopt;
  return activation(*row);
}
}  // namespace

std::int64_t addActivation(Transaction& transaction, const Activation& added) {
  std::string files = filesText(added.files);
  const std::int64_t id = nextNumbers(transaction, kIds);
  std::vector<ActivationRecord> rows = {
      {id, added.edition, added.digest, std::move(files), added.at, added.by}};
  executeAll(transaction.session(), kAdd, rows);
  return id;
}

std::optional<Activation> activeEdition(Reader& reader) {
  return one(selectOne<ActivationRecord>(reader.session(), kNewest));
}

std::optional<Activation> findActivation(Reader& reader, std::int64_t id) {
  return one(selectOne<ActivationRecord>(reader.session(), kById, id));
}

std::optional<Activation> activationByDigest(Reader& reader, const std::string& digest) {
  return one(selectOne<ActivationRecord>(reader.session(), kByDigest, digest));
}

std::vector<Activation> activations(Reader& reader) {
  std::vector<Activation> all;
  for (const ActivationRecord& row : select<ActivationRecord>(reader.session(), kAll))
    all.push_back(activation(row));
  return all;
}

}  // namespace lixiao::store
