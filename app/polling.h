#pragma once

#include <memory>
#include <vector>

#include "app/house.h"
#include "app/service_settings.h"
#include "connectors/runner.h"
#include "web/services.h"

namespace lixiao::app {

/// The connectors at work on a house: polls them, hands what they deliver to the commands.
class Polling {
 public:
  /// Loads plugins from `plugin_folder` and sets the connectors up; `diagnostics` tells what is wrong with
  /// the settings, and connectors with an error are left out.
  Polling(const ServiceSettings& settings, const std::filesystem::path& plugin_folder, House& house,
          const model::Clock& clock, std::vector<model::Diagnostic>& diagnostics);
  ~Polling();

  void start();
  void stop();
  /// Everything of before is forgotten, every source is asked at once: for a journal that started anew.
  void beginAnew();
  /// For the admin's page.
  std::vector<web::ConnectorView> view() const;

 private:
  std::vector<connectors::StudentRef> studentsThatMatter() const;
  void deliver(const std::string& source, const connectors::Delivery& delivery);

  House& house_;
  const model::Clock& clock_;
  connectors::Registry registry_;
  std::map<std::string, std::vector<std::string>> facts_;  ///< by source
  std::map<std::string, connectors::Schedule> schedules_;  ///< by source
  std::unique_ptr<connectors::Runner> runner_;
};

}  // namespace lixiao::app
