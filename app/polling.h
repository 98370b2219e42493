#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/house.h"
#include "app/rechecks.h"
#include "app/service_settings.h"
#include "app/whole_rounds.h"
#include "connectors/runner.h"
#include "web/connectors.h"

namespace lixiao::app {

/// The connectors at work on a house: polls them, hands what they deliver to the commands. Thread-safe.
class Polling final : public web::Connectors {
 public:
  /// Loads plugins from `plugin_folder` and sets the connectors up; `diagnostics` tells what is wrong with
  /// the settings, and connectors with an error are left out.
  Polling(const ServiceSettings& settings, const std::filesystem::path& plugin_folder, House& house,
          const model::Clock& clock, std::vector<model::Diagnostic>& diagnostics);
  ~Polling() override;

  void start();
  void stop();
  /// Everything of before is forgotten, every source is asked at once: for a journal that started anew.
  void beginAnew();

  std::vector<web::ConnectorView> view() const override;
  std::vector<web::PollView> polls(const std::string& source) const override;
  bool pause(const std::string& source, bool paused) override;
  bool pollNow(const std::string& source) override;
  bool release(const std::string& source, model::Instant began) override;
  bool discard(const std::string& source, model::Instant began, const std::function<void()>& record) override;
  std::optional<web::TriedConnector> tryOut(const std::string& source,
                                            const std::string& student_no) override;
  bool recheck(const std::string& student_no) override;
  std::vector<web::Recheck> rechecked(const std::string& student_no) const override;

 private:
  std::shared_ptr<const board::ActiveEdition> activeEdition() const;
  connectors::Asked studentsThatMatter(const std::string& source);
  std::vector<model::Value> known(const connectors::Delivery& delivery) const;
  void deliver(const std::string& source, const connectors::Delivery& delivery, std::int64_t epoch);
  /// Takes what a source said when it was asked about one student at once.
  void settle(const std::string& student_no, const std::string& source, const connectors::FetchResult& result,
              std::int64_t epoch);
  /// Why the source is not believed about one student just now. A poll that was held says that it may be
  /// wrong about each of them, until a whole poll has been applied.
  std::optional<web::Recheck::State> whyNotBelieved(const std::string& source) const;
  /// Whether those who have everything are to be asked about too, this time.
  bool beginRound(const std::string& source);

  House& house_;
  const model::Clock& clock_;
  connectors::Registry registry_;
  std::map<std::string, std::vector<std::string>> facts_;  ///< by source
  std::map<std::string, connectors::Schedule> schedules_;  ///< by source
  std::map<std::string, bool> paused_;                     ///< by source: as the settings say
  Rechecks rechecks_;
  WholeRounds rounds_;
  std::unique_ptr<connectors::Runner> runner_;  ///< last: its threads use all of this
};

}  // namespace lixiao::app
