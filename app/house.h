#pragma once

#include <filesystem>

#include "engine/board/board.h"
#include "engine/board/editions.h"
#include "engine/model/clock.h"
#include "engine/service/accounts.h"
#include "engine/service/appointments.h"
#include "engine/service/batch_jobs.h"
#include "engine/service/batches.h"
#include "engine/service/certificates.h"
#include "engine/service/commands.h"
#include "engine/service/guides.h"
#include "engine/service/histories.h"
#include "engine/service/history.h"
#include "engine/service/lists.h"
#include "engine/service/messages.h"
#include "engine/service/outgoing.h"
#include "engine/service/people.h"
#include "engine/service/planning.h"
#include "engine/service/printing.h"
#include "engine/service/queries.h"
#include "engine/service/rosters.h"
#include "engine/service/slips.h"
#include "engine/service/source_acts.h"
#include "engine/service/statistics.h"
#include "engine/service/trial.h"
#include "engine/service/unmatched.h"
#include "engine/store/database.h"
#include "engine/store/sealing.h"

namespace lixiao::app {

/// The engine over one data folder: `lixiao.db` and, beside it, `secret.key`.
class House {
 public:
  /// Opens or creates the folder. A new one begins in a trial when its settings file says so, or as `trial`
  /// says. `clock` must outlive the house.
  House(const std::filesystem::path& data, const model::Clock& clock);
  House(const std::filesystem::path& data, const model::Clock& clock, bool trial);

  store::Database database;
  store::Sealer sealer;
  board::Editions editions;
  board::Board board;  ///< not started
  const service::Engine engine;
  service::Commands commands;
  service::Queries queries;
  service::Planning planning;
  service::Rosters rosters;
  service::Lists lists;
  service::Unmatched unmatched;
  service::Guides guides;
  service::Messages messages;
  service::Statistics statistics;
  service::History history;
  service::Batches batches;
  service::Certificates certificates;
  service::Printing printing;
  service::Histories histories;
  service::Appointments appointments;
  service::Accounts accounts;
  service::People people;
  service::Slips slips;
  service::Trial trial;
  service::SourceActs source_acts;
  service::Outgoing outgoing;
};

}  // namespace lixiao::app
