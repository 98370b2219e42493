#include "engine/workflow/layers.h"

#include <algorithm>
#include <filesystem>

#include "engine/workflow/yaml_parse.h"

namespace lixiao::workflow {
namespace {

using yaml::Node;

constexpr std::string_view kEdition = "edition.yaml";

/// `~`, written out: a key without any value is a slip.
bool removes(const Node& node) {
  if (!node.isNull() || node.source == nullptr) return false;
  const std::string_view text =
      std::string_view(node.source->text()).substr(std::min(node.begin, node.source->text().size()));
  const std::string_view word = text.substr(0, text.find_first_of(" \t\r\n,}]#"));
  return word == "~" || word == "null";
}

std::vector<std::string> keysOf(const Node& map) {
  std::vector<std::string> keys;
  keys.reserve(map.keys.size());
  for (const Node& key : map.keys) keys.push_back(key.text);
  return keys;
}

void remove(Node& map, const Node& key, Findings& findings) {
  const auto known =
      std::find_if(map.keys.begin(), map.keys.end(), [&](const Node& k) { return k.text == key.text; });
  if (known == map.keys.end())
    return findings.error(yaml::span(key), "nothing-to-remove",
                          workflow::quoted(key.text) + " is not in the edition that this one extends",
                          didYouMean(key.text, keysOf(map)));
  map.values.erase(map.values.begin() + (known - map.keys.begin()));
  map.keys.erase(known);
}

void lay(Node& map, const Node& key, const Node& value, Findings& findings) {
  if (removes(value)) return remove(map, key, findings);
  const auto known =
      std::find_if(map.keys.begin(), map.keys.end(), [&](const Node& k) { return k.text == key.text; });
  if (known == map.keys.end()) {
    map.keys.push_back(key);
    map.values.push_back(value);
    return;
  }
  Node& old = map.values[static_cast<std::size_t>(known - map.keys.begin())];
  *known = key;
  old = old.isMap() && value.isMap() ? merged(old, value, findings) : value;
}

/// What each edition says for itself alone.
Node withoutOwnKeys(Node edition) {
  for (const std::string_view key : {"edition", "extends"}) {
    const auto own =
        std::find_if(edition.keys.begin(), edition.keys.end(), [&](const Node& k) { return k.text == key; });
    if (own == edition.keys.end()) continue;
    edition.values.erase(edition.values.begin() + (own - edition.keys.begin()));
    edition.keys.erase(own);
  }
  return edition;
}

const Node* extendsOf(const EditionFile& edition) {
  const Node* written = edition.root == nullptr ? nullptr : edition.root->find("extends");
  return written != nullptr && written->isScalar() ? written : nullptr;
}

const EditionFile* fileAt(const std::vector<EditionFile>& editions, const std::string& path) {
  const auto found = std::find_if(editions.begin(), editions.end(),
                                  [&](const EditionFile& e) { return plainPath(e.path) == path; });
  return found == editions.end() ? nullptr : &*found;
}

const EditionFile* baseOf(const EditionFile& edition, const std::vector<EditionFile>& editions) {
  const Node* written = extendsOf(edition);
  const auto path = written == nullptr ? std::nullopt : extendedPath(edition.path, written->text);
  return path ? fileAt(editions, *path) : nullptr;
}

/// The one that no other one extends; of several one that is the change of another. In a circle the first.
const EditionFile& ownOf(const std::vector<EditionFile>& editions) {
  const EditionFile* own = nullptr;
  for (const EditionFile& edition : editions) {
    const bool extended = std::any_of(editions.begin(), editions.end(), [&](const EditionFile& other) {
      return &other != &edition && baseOf(other, editions) == &edition;
    });
    if (!extended && (own == nullptr || (extendsOf(*own) == nullptr && extendsOf(edition) != nullptr)))
      own = &edition;
  }
  return own == nullptr ? editions.front() : *own;
}

/// The next of the chain, nullptr at its end; tells why there is none where one is named.
const EditionFile* next(const EditionFile& edition, const std::vector<EditionFile>& editions, Chain& chain,
                        Findings& findings) {
  const Node* written = extendsOf(edition);
  if (written == nullptr) return nullptr;
  const auto refuse = [&](const char* code, const std::string& message, const std::string& hint = {}) {
    findings.error(yaml::span(*written), code, message, hint);
    chain.whole = false;
    return nullptr;
  };
  const auto path = extendedPath(edition.path, written->text);
  if (!path)
    return refuse("bad-path", workflow::quoted(written->text) + " is not the edition.yaml of another year",
                  "write it like ../2015/edition.yaml");
  const EditionFile* base = fileAt(editions, *path);
  if (base == nullptr) return refuse("missing-file", "there is no file " + workflow::quoted(*path));
  if (std::find(chain.generations.begin(), chain.generations.end(), base) != chain.generations.end())
    return refuse("circle", "this edition extends itself, by way of others or at once");
  if (chain.generations.size() == kMostGenerations)
    return refuse("too-many", "more than 5 editions that extend one another");
  return base;
}

}  // namespace

std::string folderOf(const std::string& path) {
  const std::size_t slash = path.find_last_of("/\\");
  return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

std::string plainPath(const std::string& path) {
  return std::filesystem::path(path).lexically_normal().generic_string();
}

std::optional<std::string> extendedPath(const std::string& path, const std::string& written) {
  const std::filesystem::path target(written);
  if (target.is_absolute() || target.filename() != kEdition) return std::nullopt;
  return plainPath(folderOf(path) + written);
}

std::optional<std::string> extendedBy(const SourceFile& edition) {
  Findings ignored;
  const Source source(edition.path, edition.text);
  const auto root = yaml::parse(source, ignored);
  if (!root) return std::nullopt;
  const Node* written = extendsOf({edition.path, &*root});
  return written == nullptr ? std::nullopt : extendedPath(edition.path, written->text);
}

Node merged(const Node& base, const Node& change, Findings& findings) {
  Node result = base;
  for (std::size_t i = 0; i < change.keys.size(); ++i)
    lay(result, change.keys[i], change.values[i], findings);
  return result;
}

Node mergedEdition(const Node& base, const Node& change, Findings& findings) {
  Node result;
  result.kind = Node::Kind::Map;
  result.source = change.source;
  result.begin = change.begin;
  const Node all = merged(withoutOwnKeys(base), change, findings);
  for (const bool own : {true, false})
    for (std::size_t i = 0; i < all.keys.size(); ++i)
      if ((all.keys[i].source == change.source) == own) {
        result.keys.push_back(all.keys[i]);
        result.values.push_back(all.values[i]);
      }
  return result;
}

Chain chainOf(const std::vector<EditionFile>& editions, Findings& findings) {
  Chain chain;
  for (const EditionFile* at = &ownOf(editions); at != nullptr; at = next(*at, editions, chain, findings)) {
    chain.generations.push_back(at);
    chain.whole = chain.whole && at->root != nullptr;
  }
  for (const EditionFile& edition : editions)
    if (std::find(chain.generations.begin(), chain.generations.end(), &edition) == chain.generations.end() &&
        chain.whole)
      findings.fileError(edition.path, "unknown-file", "there is a second edition.yaml");
  return chain;
}

}  // namespace lixiao::workflow
