#include "connectors/elf_check.h"

#include <elf.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <optional>

namespace lixiao::connectors {
namespace {

template <typename Header>
bool readAt(std::ifstream& file, std::uint64_t offset, Header& header) {
  file.seekg(static_cast<std::streamoff>(offset));
  file.read(reinterpret_cast<char*>(&header), sizeof(header));
  return file.good();
}

/// Where the last of the file's segments and tables ends; empty when its headers are not all there.
std::optional<std::uint64_t> endOf(std::ifstream& file, const Elf64_Ehdr& header) {
  std::uint64_t end = header.e_shoff + std::uint64_t{header.e_shnum} * header.e_shentsize;
  for (std::uint64_t i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment;
    if (!readAt(file, header.e_phoff + i * header.e_phentsize, segment)) return std::nullopt;
    if (segment.p_type == PT_LOAD) end = std::max(end, segment.p_offset + segment.p_filesz);
  }
  return end;
}

}  // namespace

std::string whyCutOff(const std::filesystem::path& library) {
  std::ifstream file(library, std::ios::binary);
  Elf64_Ehdr header;
  if (!file || !readAt(file, 0, header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
      header.e_ident[EI_CLASS] != ELFCLASS64)
    return "";
  const std::uint64_t size = std::filesystem::file_size(library);
  const auto end = endOf(file, header);
  if (end && *end <= size) return "";
  return "the file is cut off: it has " + std::to_string(size) + " bytes" +
         (end ? " of " + std::to_string(*end) : "") + "; copy it again";
}

}  // namespace lixiao::connectors
