#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/service_settings.h"
#include "connectors/outgoing/receiver.h"
#include "engine/service/outgoing.h"

namespace lixiao::app {

/// The receivers that the settings name, as the service sees them.
std::vector<service::OutgoingReceiver> outgoingReceivers(const ServiceSettings& settings);

/// Tells the systems of departments who leaves, each from a thread of its own, until destruction: one that is
/// slow or gone holds up no other.
class Telling {
 public:
  /// The settings must have passed their checks; `outgoing` outlives it.
  Telling(const ServiceSettings& settings, service::Outgoing& outgoing);

 private:
  void write(const std::stop_token& stop);
  void tell(const std::string& name, connectors::Receiver& receiver, const std::stop_token& stop);
  /// The receiver has it: until this is on record, nothing else is sent.
  void record(const service::OutgoingParcel& told, const std::string& answer, const std::stop_token& stop);
  bool tellNext(const std::string& name, connectors::Receiver& receiver, const std::stop_token& stop);
  void pause(const std::stop_token& stop, std::chrono::milliseconds time);

  service::Outgoing& outgoing_;
  std::vector<std::unique_ptr<connectors::Receiver>> receivers_;
  std::mutex mutex_;  // for waiting only
  std::condition_variable_any stopped_;
  std::vector<std::jthread> threads_;  // last: stop first
};

}  // namespace lixiao::app
