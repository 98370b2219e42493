#include "connectors/setup.h"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "connectors/mask.h"

namespace lixiao::connectors {
namespace {

/// The block without the keys of the runner: what the factory is to see.
Settings ownPart(Settings settings, const Schema& runner) {
  for (const SettingRow& row : runner) settings.erase(row.key);
  return settings;
}

Settings runnerPart(const Settings& settings, const Schema& runner) {
  Settings part(settings.place());
  for (const SettingRow& row : runner) {
    if (const Setting* setting = settings.find(row.key)) part.set(row.key, *setting);
  }
  return part;
}

/// The same every time it is called; `own` is complete.
std::unique_ptr<Connector> connector(const ConnectorFactory& factory, const Settings& common,
                                     const Settings& own, const Schema& schema, std::size_t facts,
                                     const Isolate& isolate) {
  auto made = common.boolean("isolated")
                  ? isolate(factory.name(), own, facts, common.duration("isolated_timeout"))
                  : factory.create(own);
  if (!made) throw std::runtime_error("it made no connector");
  return withoutSecrets(std::move(made), own, schema);
}

Schedule schedule(const Settings& settings) {
  return {settings.duration("every"), settings.duration("retry"), settings.duration("retry_max")};
}

model::Diagnostic duplicateFact(const std::string& fact, const ConnectorBlock& block,
                                const std::string& first) {
  const Setting* kind = block.settings.find("kind");
  model::Diagnostic found =
      badValue(*kind, "the fact " + fact + " is delivered by \"" + first + "\" already", "");
  found.code = "duplicate-fact";
  return found;
}

void append(std::vector<model::Diagnostic>& all, std::vector<model::Diagnostic> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// Those that are not there yet: a kind may check its schema itself.
void appendNew(std::vector<model::Diagnostic>& all, const std::vector<model::Diagnostic>& more) {
  const auto known = [&](const model::Diagnostic& found) {
    return std::any_of(all.begin(), all.end(), [&](const model::Diagnostic& each) {
      return each.place == found.place && each.code == found.code && each.message == found.message;
    });
  };
  for (const model::Diagnostic& found : more)
    if (!known(found)) all.push_back(found);
}

/// Calls into a kind. Whatever it throws is a finding at the block.
template <typename Call>
auto guarded(const Settings& block, std::vector<model::Diagnostic>& findings, const Call& call)
    -> decltype(call()) {
  model::Diagnostic failed;
  failed.code = "plugin-failed";
  failed.place = block.place();
  try {
    return call();
  } catch (const std::exception& error) {
    failed.message = "the kind of this connector failed: " + maskError(error.what());
  } catch (...) {
    failed.message = "the kind of this connector failed with something that is no exception";
  }
  findings.push_back(std::move(failed));
  return {};
}

/// The findings about a kind's own settings, and the facts it has by them.
std::vector<std::string> checkOwn(const ConnectorFactory& factory, const Settings& own, const Schema& schema,
                                  std::vector<model::Diagnostic>& findings) {
  append(findings, checkSettings(own, schema));
  appendNew(findings, guarded(own, findings, [&] { return factory.check(own); }));
  return guarded(own, findings, [&] { return factory.facts(withDefaults(own, schema)); });
}

/// The findings of one block; when there are no errors among them its source is added.
std::vector<model::Diagnostic> setUpBlock(const Registry& registry, const Schema& runner,
                                          const ConnectorBlock& block,
                                          std::map<std::string, std::string>& deliverer,
                                          const Isolate& isolate, std::vector<Source>& sources) {
  const Settings common = runnerPart(block.settings, runner);
  const Settings own = ownPart(block.settings, runner);
  auto findings = checkSettings(common, runner);
  const Setting* kind = common.find("kind");
  const ConnectorFactory* factory = kind ? registry.find(kind->text) : nullptr;
  if (!factory) return findings;
  const std::size_t before = findings.size();
  const Schema schema = guarded(own, findings, [&] { return factory->schema(own); });
  if (findings.size() > before) return findings;
  const std::vector<std::string> facts = checkOwn(*factory, own, schema, findings);
  for (const std::string& fact : facts) {
    auto [first, added] = deliverer.emplace(fact, block.name);
    if (!added) findings.push_back(duplicateFact(fact, block, first->second));
  }
  if (model::hasErrors(findings)) return findings;
  Settings complete = withDefaults(common, runner);
  if (!common.has("isolated") && registry.isForeign(factory->name())) complete.set("isolated", "true");
  const FallLimit fall{static_cast<unsigned>(complete.integer("hold_fall")),
                       static_cast<std::size_t>(complete.integer("hold_least"))};
  const auto make = [&] {
    return connector(*factory, complete, withDefaults(own, schema), schema, facts.size(), isolate);
  };
  auto polls = guarded(own, findings, make);
  auto aside = polls ? guarded(own, findings, make) : nullptr;
  if (!aside) return findings;
  sources.push_back({block.name,
                     factory->name(),
                     facts,
                     schedule(complete),
                     fall,
                     complete.boolean("paused"),
                     false,
                     {},
                     std::move(polls),
                     std::move(aside)});
  return findings;
}

}  // namespace

Schema runnerSchema(const Registry& registry) {
  return {
      {"kind", SettingType::Enum, true, "", {"连接器种类", "kind of connector"}, registry.names()},
      {"every",
       SettingType::Duration,
       false,
       "10min",
       {"轮询间隔", "how often the source is asked"},
       {},
       200},
      {"retry",
       SettingType::Duration,
       false,
       "5s",
       {"首次重试等待", "wait after the first failure"},
       {},
       100},
      {"retry_max",
       SettingType::Duration,
       false,
       "5min",
       {"最长重试等待", "longest wait after failures"},
       {},
       100},
      {"paused", SettingType::Boolean, false, "false", {"暂停", "not polled until resumed"}},
      {"hold_fall",
       SettingType::Integer,
       false,
       "50",
       {"骤降暂存（%）", "a poll is held when a count falls by so many percent; 0: never"},
       {},
       0,
       100},
      {"hold_least",
       SettingType::Integer,
       false,
       "20",
       {"骤降起算人数", "counts of fewer students may fall, but not to nobody from 5 on"},
       {},
       1},
      {"isolated", SettingType::Boolean, false, "false", {"独立进程", "each poll in a process of its own"}},
      {"isolated_timeout",
       SettingType::Duration,
       false,
       "15min",
       {"独立进程时限", "how long that process may take"},
       {},
       1000},
  };
}

Setup setUp(const Registry& registry, const std::vector<ConnectorBlock>& blocks, const Isolate& isolate) {
  const Schema runner = runnerSchema(registry);
  Setup setup;
  std::map<std::string, std::string> deliverer;
  for (const ConnectorBlock& block : blocks) {
    append(setup.diagnostics, setUpBlock(registry, runner, block, deliverer, isolate, setup.sources));
  }
  model::sortByPlace(setup.diagnostics);
  return setup;
}

}  // namespace lixiao::connectors
