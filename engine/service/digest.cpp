#include "engine/service/digest.h"

#include <algorithm>

#include <sodium.h>

namespace lixiao::service {
namespace {

/// The length of the folder, with its slash, that all paths share.
std::size_t sharedFolder(const std::vector<workflow::SourceFile>& files) {
  std::string_view shared = files.front().path;
  for (const workflow::SourceFile& file : files) {
    const auto differs = std::mismatch(shared.begin(), shared.end(), file.path.begin(), file.path.end());
    shared = shared.substr(0, static_cast<std::size_t>(differs.first - shared.begin()));
  }
  const std::size_t slash = shared.rfind('/');
  return slash == std::string_view::npos ? 0 : slash + 1;
}

/// Length, then bytes: no two sets of files give the same text.
void append(std::string& all, std::string_view text) {
  all += std::to_string(text.size());
  all += ':';
  all += text;
}

}  // namespace

std::vector<workflow::SourceFile> insideFolder(std::vector<workflow::SourceFile> files) {
  if (files.empty()) return files;
  const std::size_t shared = sharedFolder(files);
  for (workflow::SourceFile& file : files) file.path.erase(0, shared);
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

std::string editionDigest(const std::vector<workflow::SourceFile>& files) {
  std::string all;
  for (const workflow::SourceFile& file : insideFolder(files)) {
    append(all, file.path);
    append(all, file.text);
  }
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(all.data()), all.size());
  char hex[2 * sizeof hash + 1];
  sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
  return hex;
}

}  // namespace lixiao::service
