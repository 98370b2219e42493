#include "app/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <stdexcept>

namespace lixiao::app {

FolderLock::FolderLock(const std::filesystem::path& data)
    : file_(::open((data / "serving").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
  if (file_ < 0) throw std::runtime_error(data.string() + ": cannot be written");
  if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
  ::close(file_);
  throw std::runtime_error(data.string() + ": a service runs on this folder");
}

FolderLock::~FolderLock() {
  ::close(file_);
}

}  // namespace lixiao::app
