#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/clock.h"
#include "engine/model/diagnostic.h"
#include "engine/service/accounts.h"
#include "engine/service/appointments.h"
#include "engine/service/batch_jobs.h"
#include "engine/service/batches.h"
#include "engine/service/certificates.h"
#include "engine/service/commands.h"
#include "engine/service/guides.h"
#include "engine/service/histories.h"
#include "engine/service/lists.h"
#include "engine/service/outgoing.h"
#include "engine/service/people.h"
#include "engine/service/planning.h"
#include "engine/service/printing.h"
#include "engine/service/queries.h"
#include "engine/service/rosters.h"
#include "engine/service/slips.h"
#include "engine/service/trial.h"
#include "engine/service/unmatched.h"
#include "engine/workflow/workflow.h"
#include "web/connectors.h"
#include "web/http/limits.h"

namespace lixiao::service {
class History;
struct Messages;
class Statistics;
}  // namespace lixiao::service

namespace lixiao::web {

/// An edition that was to be activated and was refused.
struct FailedActivation {
  model::Instant at{};
  std::vector<model::Diagnostic> diagnostics;
};

/// What the pages work with. All of it is thread-safe and outlives the site.
struct Services {
  service::Commands& commands;
  service::Queries& queries;
  service::Planning& planning;
  service::Rosters& rosters;
  service::Lists& lists;
  service::Unmatched& unmatched;
  service::Guides& guides;
  service::Messages& messages;
  service::Statistics& statistics;
  service::History& history;
  service::Batches& batches;
  service::BatchJobs& batch_jobs;
  service::Certificates& certificates;
  service::Printing& printing;
  service::Histories& histories;
  service::Appointments& appointments;
  service::Accounts& accounts;
  service::People& people;
  service::Slips& slips;
  service::Trial& trial;
  service::SourceActs& source_acts;
  service::Outgoing& outgoing;
  Connectors& connectors;
  const model::Clock& clock;
  std::function<std::optional<FailedActivation>()> failed_activation;
  /// The active workflow, nullptr before the first.
  std::function<std::shared_ptr<const workflow::Workflow>()> workflow;
  std::function<bool()> ready;  ///< whether the board stands
};

struct Settings {
  std::string address = "127.0.0.1:8080";
  std::string public_url;             ///< as people type it, `https://lixiao.example.edu.cn`; "" on a desk
  model::LocalizedText organisation;  ///< above the title
  model::LocalizedText announcement;  ///< on the front page; blank lines part paragraphs
  model::LocalizedText help;          ///< whom to ask: place, phone, hours
  http::Limits limits;
};

}  // namespace lixiao::web
