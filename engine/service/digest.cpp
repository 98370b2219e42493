#include "engine/service/digest.h"

#include <algorithm>
#include <filesystem>

#include <sodium.h>

namespace lixiao::service {
namespace {

/// The folder of edition.yaml, with its slash; "" when there is none.
std::string folderOf(const std::vector<workflow::SourceFile>& files) {
  constexpr std::string_view kName = "edition.yaml";
  for (const workflow::SourceFile& file : files)
    if (file.path.size() > kName.size() && file.path.ends_with(kName) &&
        file.path[file.path.size() - kName.size() - 1] == '/')
      return file.path.substr(0, file.path.size() - kName.size());
  return {};
}

/// The path as seen from the folder: `undergraduate.yaml`, `../2015/edition.yaml`. The digest does not depend
/// on where the folders lie.
std::string within(const std::string& folder, const std::string& path) {
  if (folder.empty() || path.starts_with(folder)) return path.substr(folder.size());
  return std::filesystem::path(path).lexically_relative(folder).generic_string();
}

/// Length, then bytes: no two sets of files give the same text.
void append(std::string& all, std::string_view text) {
  all += std::to_string(text.size());
  all += ':';
  all += text;
}

}  // namespace

std::string editionDigest(const std::vector<workflow::SourceFile>& files) {
  const std::string folder = folderOf(files);
  std::vector<std::pair<std::string, std::string_view>> sorted;
  for (const workflow::SourceFile& file : files) {
    sorted.emplace_back(within(folder, file.path), file.text);
  }
  std::sort(sorted.begin(), sorted.end());
  std::string all;
  for (const auto& [path, text] : sorted) {
    append(all, path);
    append(all, text);
  }
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(all.data()), all.size());
  char hex[2 * sizeof hash + 1];
  sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
  return hex;
}

}  // namespace lixiao::service
