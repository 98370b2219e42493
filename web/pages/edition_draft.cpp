#include "web/pages/edition_draft.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "engine/model/text.h"

namespace lixiao::web::pages {
namespace {

using nlohmann::json;

constexpr std::size_t kMostFiles = 200;
constexpr std::size_t kLongestName = 200;

bool isSegment(std::string_view segment) {
  return !segment.empty() && segment != "." && segment != ".." && segment.front() != ' ' &&
         segment.back() != ' ';
}

const std::string* textAt(const json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() ? nullptr : found->get_ptr<const std::string*>();
}

}  // namespace

workflow::SourceFile* Draft::find(std::string_view path) {
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const auto& file) { return file.path == path; });
  return found == files.end() ? nullptr : &*found;
}

bool isFileName(std::string_view path) {
  const auto forbidden = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\' || c == ':';
  };
  if (path.size() > kLongestName || !path.ends_with(".yaml") || path == ".yaml" || !model::isUtf8(path) ||
      std::any_of(path.begin(), path.end(), forbidden))
    return false;
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/')) {
    if (!isSegment(path.substr(0, slash))) return false;
    path.remove_prefix(slash + 1);
  }
  return isSegment(path);
}

std::optional<Draft> readDraft(std::string_view text) {
  const json draft = json::parse(text, nullptr, false);
  if (!draft.is_object()) return std::nullopt;
  const std::string* base = textAt(draft, "base");
  const auto files = draft.find("files");
  if (base == nullptr || files == draft.end() || !files->is_array() || files->size() > kMostFiles)
    return std::nullopt;
  Draft result{*base, {}};
  for (const json& file : *files) {
    if (!file.is_object()) return std::nullopt;
    const std::string* path = textAt(file, "path");
    const std::string* content = textAt(file, "text");
    if (path == nullptr || content == nullptr || !isFileName(*path) || result.find(*path) != nullptr)
      return std::nullopt;
    result.files.push_back({*path, *content});
  }
  return result;
}

std::string writeDraft(const Draft& draft) {
  json files = json::array();
  for (const workflow::SourceFile& file : draft.files)
    files.push_back({{"path", file.path}, {"text", file.text}});
  return json{{"base", draft.base}, {"files", std::move(files)}}.dump(-1, ' ', false,
                                                                      json::error_handler_t::replace);
}

}  // namespace lixiao::web::pages
