#include "web/catalogue.h"

#include <boost/locale/gnu_gettext.hpp>
#include <boost/locale/message.hpp>
#include <vector>

#include "web/resources.h"

namespace lixiao::web {

namespace {

std::locale loadChinese() {
  boost::locale::gnu_gettext::messages_info info;
  info.language = "zh";
  info.country = "CN";
  info.encoding = "UTF-8";
  info.domains.emplace_back("lixiao");
  info.paths.emplace_back("embedded");
  info.callback = [](const std::string&, const std::string&) {
    const std::string_view bytes = resource("zh_CN.mo").bytes;
    return std::vector<char>(bytes.begin(), bytes.end());
  };
  return {std::locale::classic(), boost::locale::gnu_gettext::create_messages_facet<char>(info)};
}

}  // namespace

Catalogue::Catalogue() : chinese_(loadChinese()) {}

std::string Catalogue::text(model::Language language, std::string_view key) const {
  if (key.empty()) return {};
  std::string wanted(key);
  return language == model::Language::English ? wanted : boost::locale::gettext(wanted.c_str(), chinese_);
}

std::string Catalogue::plural(model::Language language, std::string_view one, std::string_view many,
                              std::size_t count) const {
  const std::string single(one);
  const std::string several(many);
  const std::string chosen =
      language == model::Language::English
          ? (count == 1 ? single : several)
          : boost::locale::ngettext(single.c_str(), several.c_str(), static_cast<int>(count), chinese_);
  return model::format({several, {model::LocalizedText(std::to_string(count))}}, language,
                       [&](std::string_view) -> const std::string& { return chosen; });
}

std::string Catalogue::text(model::Language language, const model::Message& message) const {
  return model::format(message, language, [&](std::string_view key) { return text(language, key); });
}

}  // namespace lixiao::web
