#include "web/templates.h"

#include <regex>

#include "tests/catch.h"
#include "web/resources.h"

using namespace lixiao;
using web::Data;

namespace {

std::vector<std::pair<std::string, std::string>> sources() {
  std::vector<std::pair<std::string, std::string>> found;
  for (const web::Resource& each : web::resources())
    if (each.name.substr(0, 10) == "templates/") found.emplace_back(each.name, each.bytes);
  return found;
}

}  // namespace

TEST_CASE("Templates never leave a variable unescaped", "[web]") {
  REQUIRE(sources().size() > 20);
  for (const auto& [name, text] : sources()) {
    INFO(name);
    CHECK(text.find("{{{") == std::string::npos);
    CHECK(text.find("{{&") == std::string::npos);
    CHECK(text.find("{{=") == std::string::npos);
  }
}

TEST_CASE("Addresses in templates are ours or built by the program", "[web]") {
  const std::regex address(R"re((?:href|src|action|formaction|hx-[a-z-]+)="([^"]*\{\{[^"]*)")re");
  const std::regex built(
      R"(\{\{(?:frame\.)?[a-z_]+_url\}\}|/me/status\?seen=\{\{version\}\}|#i-\{\{(?:chip\.)?status\}\})");
  int seen = 0;
  for (const auto& [name, text] : sources())
    for (std::sregex_iterator at(text.begin(), text.end(), address), end; at != end; ++at, ++seen) {
      INFO(name << ": " << at->str());
      CHECK(std::regex_match(at->str(1), built));
    }
  CHECK(seen > 20);
}

TEST_CASE("Templates hold no script, style or event of their own and quote every attribute", "[web]") {
  const std::regex inlined(
      R"re(<script(?! src="\{\{(?:frame\.js_url|editor_js_url|statistics_js_url)\}\}" defer></script>)|<style|\sstyle=|\son[a-z]+=|\s[a-z-]+=\{\{)re");
  for (const auto& [name, text] : sources()) {
    INFO(name);
    CHECK_FALSE(std::regex_search(text, inlined));
  }
}

TEST_CASE("Every input has a label", "[web]") {
  const std::regex field(R"re(<(?:input|select|textarea)[^>]*>)re");
  for (const auto& [name, text] : sources())
    for (std::sregex_iterator at(text.begin(), text.end(), field), end; at != end; ++at) {
      const std::string tag = at->str();
      if (tag.find("type=\"hidden\"") != std::string::npos || tag.find(" hidden>") != std::string::npos)
        continue;
      const std::string before = text.substr(0, static_cast<std::size_t>(at->position()));
      INFO(name << ": " << tag);
      CHECK(before.rfind("<label") != std::string::npos);
      CHECK((before.rfind("</label>") == std::string::npos ||
             before.rfind("<label") > before.rfind("</label>")));
    }
}

TEST_CASE("Nasty names are shown as they are and do nothing", "[web]") {
  const web::Catalogue catalogue;
  const web::Templates templates(catalogue);
  for (const std::string nasty :
       {"<script>alert(1)</script>", "\" onmouseover=\"alert(1)", "' autofocus onfocus='x", "a&b", "{{name}}",
        "\u202E\u0645\u062D\u0645\u062F", "</textarea><b>"}) {
    Data data;
    data.set("status", "404");
    data.set("heading", nasty);
    data.set("reason", nasty);
    data.set("advice", nasty);
    data.set("request_id", nasty);
    const std::string html = templates.render("error", model::Language::English, data);
    INFO(html);
    if (nasty.find_first_of("<\"'") != std::string::npos) CHECK(html.find(nasty) == std::string::npos);
    CHECK(html.find("<script>") == std::string::npos);
    CHECK(html.find("<b>") == std::string::npos);
  }
}

TEST_CASE("A text is put into a template in the language asked for", "[web]") {
  const auto shout = [](std::string_view key) { return "[" + std::string(key) + "]"; };
  CHECK(web::translateTemplate("a {{#t}}b {{c}}{{/t}} d", shout) == "a [b {{c}}] d");
  CHECK_THROWS_AS(web::translateTemplate("a {{#t}}b", shout), std::logic_error);
}
