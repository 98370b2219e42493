#include "app/house.h"

#include "app/service_settings.h"
#include "engine/store/fresh_start.h"
#include "engine/store/phase.h"

namespace lixiao::app {
namespace {

/// The folder holds names and sealed numbers: nobody else may look in.
std::filesystem::path prepared(const std::filesystem::path& data) {
  if (std::filesystem::create_directories(data))
    std::filesystem::permissions(data, std::filesystem::perms::owner_all);
  return data;
}

}  // namespace

House::House(const std::filesystem::path& data, const model::Clock& clock)
    : House(data, clock, settingsOf(data).settings.trial) {}

House::House(const std::filesystem::path& data, const model::Clock& clock, bool trial_wanted)
    : database(prepared(data) / "lixiao.db"),
      sealer(data / "secret.key"),
      board(database, clock, editions),
      engine{database, editions, board, sealer, clock},
      commands(engine),
      queries(engine),
      planning(engine),
      rosters(engine),
      lists(engine),
      unmatched(engine),
      guides(engine),
      messages(engine),
      statistics(engine),
      history(engine),
      batches(engine),
      certificates(engine),
      printing(engine),
      histories(engine),
      appointments(engine),
      accounts(engine),
      people(engine),
      slips(engine),
      trial(engine),
      source_acts(engine),
      outgoing(engine) {
  store::beginPhase(database, trial_wanted ? store::Phase::Trial : store::Phase::Run);
  store::bindKey(database, sealer);
  store::finishClearing(database);
}

}  // namespace lixiao::app
