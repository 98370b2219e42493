#include "app/service_settings.h"

#include <algorithm>
#include <cctype>

#include "app/folder.h"
#include "connectors/outgoing/receiver.h"
#include "connectors/secret_words.h"
#include "engine/workflow/source_findings.h"
#include "engine/workflow/yaml_parse.h"
#include "mail/server.h"

namespace lixiao::app {
namespace {

using workflow::Findings;
using workflow::yaml::Node;

/// It stands in addresses and in lines of log.
bool isName(std::string_view text) {
  constexpr std::size_t kMostBytes = 64;
  const auto fits = [](unsigned char c) { return c >= 0x80 || std::isalnum(c) != 0 || c == '-' || c == '_'; };
  return !text.empty() && text.size() <= kMostBytes && std::all_of(text.begin(), text.end(), fits);
}

/// Walks the tree; each key has one function.
class Reader {
 public:
  Reader(ServiceSettings& settings, std::filesystem::path folder, Findings& findings)
      : settings_(settings), folder_(std::move(folder)), findings_(findings) {}

  void read(const Node& top) {
    const std::vector<std::pair<std::string, void (Reader::*)(const Node&)>> keys = {
        {"listen", &Reader::listen},
        {"public_url", &Reader::publicUrl},
        {"workflow", &Reader::workflow},
        {"trial", &Reader::trial},
        {"watch_workflow", &Reader::watchWorkflow},
        {"clock", &Reader::clock},
        {"organisation", &Reader::organisation},
        {"announcement", &Reader::announcement},
        {"help", &Reader::help},
        {"plugins", &Reader::plugins},
        {"connectors", &Reader::connectors},
        {"outgoing", &Reader::outgoing},
        {"mail", &Reader::mail},
        {"remind_after", &Reader::remindAfter}};
    std::vector<std::string> names;
    names.reserve(keys.size());
    for (const auto& [name, function] : keys) names.push_back(name);
    for (std::size_t i = 0; i < top.keys.size(); ++i) {
      const std::string& name = top.keys[i].text;
      const auto known =
          std::find_if(keys.begin(), keys.end(), [&](const auto& key) { return key.first == name; });
      if (known == keys.end())
        findings_.error(span(top.keys[i]), "unknown-key", "unknown key " + workflow::quoted(name),
                        workflow::didYouMean(name, names));
      else
        (this->*known->second)(top.values[i]);
    }
  }

 private:
  void listen(const Node& node) { settings_.listen = text(node); }
  void publicUrl(const Node& node) { settings_.public_url = text(node); }
  void workflow(const Node& node) { settings_.workflow = folder_ / text(node); }
  void trial(const Node& node) { settings_.trial = yesOrNo(node, "trial"); }
  void watchWorkflow(const Node& node) { settings_.watch_workflow = yesOrNo(node, "watch_workflow"); }
  bool yesOrNo(const Node& node, const std::string& key) {
    const bool yes = node.isScalar() && node.text == "true";
    if (!yes && !(node.isScalar() && node.text == "false"))
      findings_.error(span(node), "bad-value", key + " is true or false");
    return yes;
  }
  void organisation(const Node& node) { settings_.organisation = localized(node); }
  void announcement(const Node& node) { settings_.announcement = localized(node); }
  void help(const Node& node) { settings_.help = localized(node); }

  /// `{ show: MOMENT, at: MOMENT }`: what the clock is to show at a real moment.
  void clock(const Node& node) {
    if (!node.isMap()) return wrongKind(node, "a map with \"show\" and \"at\"");
    const auto show = moment(node, "show");
    const auto at = moment(node, "at");
    if (show && at) settings_.clock_ahead = *show - *at;
  }

  std::optional<model::Instant> moment(const Node& node, const char* key) {
    const Node* value = node.find(key);
    const auto instant =
        value != nullptr && value->isScalar() ? model::parseInstant(value->text) : std::nullopt;
    if (!instant)
      findings_.error(span(value != nullptr ? *value : node), "bad-value",
                      std::string(key) + " is to be a moment", "write 2015-06-24T09:00:00+08:00");
    return instant;
  }

  void plugins(const Node& node) {
    if (!node.isSequence()) return wrongKind(node, "a list of plugins");
    for (const Node& plugin : node.values) settings_.plugins.push_back(setting(plugin, plugin));
  }

  void connectors(const Node& node) { blocks(node, "a connector", settings_.connectors); }

  void outgoing(const Node& node) { blocks(node, "a receiver", settings_.outgoing); }

  /// A map from names to settings.
  void blocks(const Node& node, const std::string& what, std::vector<connectors::ConnectorBlock>& into) {
    if (!node.isMap()) return wrongKind(node, "a map from names to the settings of " + what);
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
      if (!isName(node.keys[i].text)) {
        findings_.error(span(node.keys[i]), "bad-name",
                        "the name of " + what + " is made of letters, digits, - and _, at most 64 bytes",
                        "such as finance or library_2");
        continue;
      }
      if (!node.values[i].isMap()) {
        wrongKind(node.values[i], "the settings of " + what);
        continue;
      }
      connectors::ConnectorBlock block{node.keys[i].text, connectors::Settings(placeOf(node.keys[i]))};
      const Node& keys = node.values[i];
      for (std::size_t k = 0; k < keys.keys.size(); ++k)
        block.settings.set(keys.keys[k].text, setting(keys.keys[k], keys.values[k]));
      into.push_back(std::move(block));
    }
  }

  void mail(const Node& node) {
    if (!node.isMap()) return wrongKind(node, "the settings of the mail server");
    settings_.mail.emplace(placeOf(node));
    for (std::size_t k = 0; k < node.keys.size(); ++k)
      settings_.mail->set(node.keys[k].text, setting(node.keys[k], node.values[k]));
  }

  void remindAfter(const Node& node) {
    const auto time = node.isScalar() ? connectors::parseDuration(node.text) : std::nullopt;
    if (!time || time->count() <= 0)
      findings_.error(span(node), "bad-value", "remind_after is a duration", "write 3d or 36h");
    else
      settings_.remind_after = *time;
  }

  connectors::Setting setting(const Node& key, const Node& value) {
    return {text(value), placeOf(key), placeOf(value), std::string(value.source->lineAt(value.begin))};
  }

  std::string text(const Node& node) {
    if (node.isScalar()) return node.text;
    wrongKind(node, "a text");
    return {};
  }

  model::LocalizedText localized(const Node& node) {
    if (!node.isMap()) return model::LocalizedText(text(node));
    model::LocalizedText result;
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
      if (node.keys[i].text == "zh")
        result.zh = text(node.values[i]);
      else if (node.keys[i].text == "en")
        result.en = text(node.values[i]);
      else
        findings_.error(span(node.keys[i]), "unknown-key", "a text has the languages \"zh\" and \"en\"");
    }
    return result;
  }

  void wrongKind(const Node& node, const std::string& wanted) {
    findings_.error(span(node), "wrong-type",
                    "expected " + wanted + ", found " + std::string(describe(node)));
  }

  static model::Place placeOf(const Node& node) { return node.source->place(node.begin); }

  ServiceSettings& settings_;
  std::filesystem::path folder_;
  Findings& findings_;
};

void forgetLines(connectors::Settings& settings) {
  auto entries = settings.entries();
  for (auto& [key, setting] : entries) {
    setting.source_line.clear();
    settings.set(key, setting);
  }
}

/// No finding quotes the file, neither one of now nor one of later.
void forgetLines(LoadedSettings& loaded) {
  for (model::Diagnostic& found : loaded.diagnostics) {
    found.source_line.clear();
    for (auto& related : found.related) related.source_line.clear();
  }
  for (connectors::Setting& plugin : loaded.settings.plugins) plugin.source_line.clear();
  for (auto* blocks : {&loaded.settings.connectors, &loaded.settings.outgoing})
    for (connectors::ConnectorBlock& block : *blocks) forgetLines(block.settings);
  if (loaded.settings.mail) forgetLines(*loaded.settings.mail);
}

/// Links in messages need an address; the rest the mail room knows.
void checkMail(LoadedSettings& loaded) {
  if (!loaded.settings.mail) return;
  std::vector<model::Diagnostic> found = mail::check(*loaded.settings.mail);
  if (loaded.settings.public_url.empty()) {
    model::Diagnostic missing;
    missing.code = "missing-key";
    missing.place = loaded.settings.mail->place();
    missing.message = "links in messages need \"public_url\"";
    found.push_back(std::move(missing));
  }
  loaded.diagnostics.insert(loaded.diagnostics.end(), found.begin(), found.end());
}

void checkOutgoing(LoadedSettings& loaded) {
  for (const connectors::ConnectorBlock& block : loaded.settings.outgoing) {
    const auto found = connectors::checkReceiver(block.settings);
    loaded.diagnostics.insert(loaded.diagnostics.end(), found.begin(), found.end());
  }
}

}  // namespace

LoadedSettings loadSettings(const std::filesystem::path& file) {
  LoadedSettings loaded;
  Findings findings;
  const workflow::Source source(file.string(), readFile(file));
  if (const auto top = workflow::yaml::parse(source, findings))
    Reader(loaded.settings, file.parent_path(), findings).read(*top);
  loaded.diagnostics = findings.take();
  // Where there may be a secret nothing is quoted: a line may go on in the next.
  if (connectors::mayHoldASecret(source.text())) forgetLines(loaded);
  checkMail(loaded);
  checkOutgoing(loaded);
  return loaded;
}

LoadedSettings settingsOf(const std::filesystem::path& data) {
  const std::filesystem::path file = data / "lixiao.yaml";
  return std::filesystem::exists(file) ? loadSettings(file) : LoadedSettings{};
}

std::unique_ptr<model::Clock> clockOf(const ServiceSettings& settings) {
  if (settings.clock_ahead.count() == 0) return std::make_unique<model::SystemClock>();
  return std::make_unique<model::OffsetClock>(settings.clock_ahead);
}

}  // namespace lixiao::app
