#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/workflow/load.h"
#include "engine/workflow/source_findings.h"
#include "engine/workflow/yaml_node.h"

namespace lixiao::workflow {

/// An edition may be the change of a change; more generations than these nobody can follow.
inline constexpr std::size_t kMostGenerations = 5;

/// The folder of a file with its slash, "" for a bare name.
std::string folderOf(const std::string& path);
/// The file that `../2015/edition.yaml` in `path` means; nothing when it is no such relative path.
std::optional<std::string> extendedPath(const std::string& path, const std::string& written);
/// The path without detours, for comparing.
std::string plainPath(const std::string& path);
/// What an edition.yaml says it extends, as the path of that file; nothing when it says nothing that is one.
/// For whoever gathers files: what is wrong with the text is not told.
std::optional<std::string> extendedBy(const SourceFile& edition);

/// The tree of an edition that changes another one: maps are merged key by key, anything else stands in the
/// place of what the base has, and `~` takes the base's key away. Each node keeps its own file and place.
yaml::Node merged(const yaml::Node& base, const yaml::Node& change, Findings& findings);

/// The same for whole editions: each says its own year and what it extends, and what it says itself comes
/// first.
yaml::Node mergedEdition(const yaml::Node& base, const yaml::Node& change, Findings& findings);

/// An edition.yaml among the files; `root` is nullptr when it is no YAML.
struct EditionFile {
  std::string path;
  const yaml::Node* root = nullptr;
};
/// The chain of editions: the year's own first, then the one it extends, and so on.
struct Chain {
  std::vector<const EditionFile*> generations;
  bool whole = true;  ///< false: some of it is missing or wrong, and was told
};
/// The year's own edition is the one that no other one extends. Tells what is wrong with the chain, and
/// editions that do not belong to it.
Chain chainOf(const std::vector<EditionFile>& editions, Findings& findings);

}  // namespace lixiao::workflow
