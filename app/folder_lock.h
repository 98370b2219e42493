#pragma once

#include <filesystem>

namespace lixiao::app {

/// While it lives, a data folder is this process's: a service holds it, and who replaces the database needs
/// it. Other commands work beside a service and do not ask for it. Ends with the process, however that ends.
class FolderLock {
 public:
  /// Throws std::runtime_error when another process holds the folder.
  explicit FolderLock(const std::filesystem::path& data);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int file_;
};

}  // namespace lixiao::app
