#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "engine/store/database.h"
#include "engine/store/journal.h"

namespace lixiao::store {

/// What a copy of the database that was put aside holds.
struct CopyFacts {
  JournalHead head;
  std::string sha256;  ///< of the file
};

/// Opens the file for reading, checks that it is whole, of this program's schema and that its journal's chain
/// is, and calls `also` with it. Throws StoreError (Damaged) when it is not.
CopyFacts checkCopy(const std::filesystem::path& file, const std::function<void(Reader&)>& also = {});
/// The same check of an open database, without the file's hash.
JournalHead checkWhole(Database& database, const std::function<void(Reader&)>& also = {});

/// A file under another name until it is whole, empty and its owner's alone at first: removed unless it was
/// kept.
class PartFile {
 public:
  /// Throws StoreError (ReadOnly) when `final` is there. A part of before is removed.
  explicit PartFile(std::filesystem::path final);
  ~PartFile();
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;

  const std::filesystem::path& path() const { return part_; }
  /// Synced to disk, for reading by its owner only, under its final name. Throws StoreError.
  void keep();

 private:
  const std::filesystem::path final_;
  const std::filesystem::path part_;
};

/// Waits until the names in the folder are on disk.
void syncFolder(const std::filesystem::path& folder);

}  // namespace lixiao::store
