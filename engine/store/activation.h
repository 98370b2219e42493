#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/store/database.h"

namespace lixiao::store {

/// A YAML file of an edition, byte for byte.
struct EditionFile {
  std::string path;
  std::string text;

  bool operator==(const EditionFile&) const = default;
};

/// An edition put to work; the newest is the active one.
struct Activation {
  std::int64_t id = 0;  ///< given by addActivation
  std::string edition;
  std::string digest;
  std::vector<EditionFile> files;
  model::Instant at{};
  std::string by;

  bool operator==(const Activation&) const = default;
};

/// Returns its id. Bytes that are not UTF-8 in a file: std::invalid_argument, nothing written.
std::int64_t addActivation(Transaction& transaction, const Activation& activation);
/// Empty before the first.
std::optional<Activation> activeEdition(Reader& reader);
/// Newest first, without their files.
std::vector<Activation> activations(Reader& reader);
/// Empty when there is none of this id.
std::optional<Activation> findActivation(Reader& reader, std::int64_t id);
/// The newest with this digest: what a frozen decision was made with.
std::optional<Activation> activationByDigest(Reader& reader, const std::string& digest);

}  // namespace lixiao::store
