#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "app/service_settings.h"
#include "engine/service/mails.h"
#include "mail/session.h"

namespace lixiao::app {

/// Messages leave the house when the settings name a mail server.
void openMail(const ServiceSettings& settings, service::Mails& mails);

/// Writes messages and hands them to the mail server, each on a thread of its own, until destruction: a
/// server that is slow or gone holds up nothing else.
class Mailing {
 public:
  /// `settings.mail` must be there, and opened. `mails` outlives it.
  Mailing(const ServiceSettings& settings, service::Mails& mails);

 private:
  void write(const std::stop_token& stop);
  void send(const std::stop_token& stop);
  bool sendSome(const std::stop_token& stop);
  void pause(const std::stop_token& stop, std::chrono::milliseconds time);

  service::Mails& mails_;
  const mail::Server server_;
  std::mutex mutex_;  // for waiting only
  std::condition_variable_any stopped_;
  std::jthread writer_, sender_;  // last: stop first
};

}  // namespace lixiao::app
