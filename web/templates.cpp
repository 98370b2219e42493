#include "web/templates.h"

#include <stdexcept>

#include "web/resources.h"

namespace lixiao::web {

namespace {

constexpr std::string_view kFolder = "templates/";
constexpr std::string_view kSuffix = ".mustache";

std::string sourceOf(std::string_view name) {
  return std::string(resource(std::string(kFolder) + std::string(name) + std::string(kSuffix)).bytes);
}

/// Puts the partials of a template in their places. Templates of ours do not include one another in a circle;
/// the depth stops one that does.
std::string withPartials(std::string text, int depth) {
  constexpr std::string_view kOpen = "{{> ";
  if (depth > 8) throw std::logic_error("templates include one another in a circle");
  for (std::size_t at = text.find(kOpen); at != std::string::npos; at = text.find(kOpen, at)) {
    const std::size_t end = text.find("}}", at);
    const std::string name = text.substr(at + kOpen.size(), end - at - kOpen.size());
    text.replace(at, end + 2 - at, withPartials(sourceOf(name), depth + 1));
  }
  return text;
}

}  // namespace

Data textOrNothing(const std::string& text) {
  return text.empty() ? Data(false) : Data(text);
}

std::string translateTemplate(std::string_view text,
                              const std::function<std::string(std::string_view)>& translate) {
  constexpr std::string_view kOpen = "{{#t}}";
  constexpr std::string_view kClose = "{{/t}}";
  std::string result;
  while (true) {
    const std::size_t begin = text.find(kOpen);
    if (begin == std::string_view::npos) return result.append(text);
    const std::size_t end = text.find(kClose, begin);
    if (end == std::string_view::npos) throw std::logic_error("{{#t}} without {{/t}}");
    result.append(text.substr(0, begin));
    result.append(translate(text.substr(begin + kOpen.size(), end - begin - kOpen.size())));
    text.remove_prefix(end + kClose.size());
  }
}

Templates::Templates(const Catalogue& catalogue)
    : chinese_(parseAll(catalogue, model::Language::Chinese)),
      english_(parseAll(catalogue, model::Language::English)) {}

Templates::Parsed Templates::parseAll(const Catalogue& catalogue, model::Language language) const {
  Parsed parsed;
  for (const Resource& each : resources()) {
    if (each.name.substr(0, kFolder.size()) != kFolder) continue;
    const std::string name(
        each.name.substr(kFolder.size(), each.name.size() - kFolder.size() - kSuffix.size()));
    const std::string text =
        translateTemplate(withPartials(std::string(each.bytes), 0),
                          [&](std::string_view key) { return catalogue.text(language, key); });
    auto made = std::make_unique<kainjow::mustache::mustache>(text);
    if (!made->is_valid()) throw std::logic_error("template " + name + ": " + made->error_message());
    parsed.emplace(name, std::move(made));
  }
  return parsed;
}

std::string Templates::render(std::string_view name, model::Language language, const Data& data) const {
  const Parsed& parsed = language == model::Language::Chinese ? chinese_ : english_;
  const auto found = parsed.find(name);
  if (found == parsed.end()) throw std::logic_error("no template " + std::string(name));
  return found->second->render(data);
}

}  // namespace lixiao::web
