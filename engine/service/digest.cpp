#include "engine/service/digest.h"

#include <algorithm>

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

/// Length, then bytes: no two sets of files give the same text.
void append(std::string& all, std::string_view text) {
  all += std::to_string(text.size());
  all += ':';
  all += text;
}

}  // namespace

std::string editionDigest(const std::vector<workflow::SourceFile>& files) {
  const std::string folder = folderOf(files);
  std::vector<std::pair<std::string_view, std::string_view>> sorted;
  for (const workflow::SourceFile& file : files) {
    std::string_view path = file.path;
    if (path.starts_with(folder)) path.remove_prefix(folder.size());
    sorted.emplace_back(path, file.text);
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
