#pragma once

#include <kainjow/mustache.hpp>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "web/catalogue.h"

namespace lixiao::web {

using Data = kainjow::mustache::data;
using List = Data;

/// Text for a template, or false when it is empty, so that {{#remark}} … {{/remark}} shows nothing and does
/// not find the remark of something around it.
Data textOrNothing(const std::string& text);

/// The pages' templates, parsed once per language: partials `{{> name}}` and translations
/// `{{#t}}English{{/t}}` are put in beforehand. Every variable is HTML-escaped. Thread-safe after
/// construction.
class Templates {
 public:
  /// Throws std::logic_error when a template of ours does not parse.
  explicit Templates(const Catalogue& catalogue);

  std::string render(std::string_view name, model::Language language, const Data& data) const;

 private:
  using Parsed = std::map<std::string, std::unique_ptr<kainjow::mustache::mustache>, std::less<>>;
  Parsed parseAll(const Catalogue& catalogue, model::Language language) const;

  Parsed chinese_, english_;
};

/// `text` with each `{{#t}}key{{/t}}` replaced by what `translate` gives for the key.
std::string translateTemplate(std::string_view text,
                              const std::function<std::string(std::string_view)>& translate);

}  // namespace lixiao::web
