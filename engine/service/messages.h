#pragma once

#include "engine/service/mails.h"
#include "engine/service/news.h"
#include "engine/service/reminders.h"

namespace lixiao::service {

/// What people are told without asking. Thread-safe.
struct Messages {
  explicit Messages(const Engine& engine) : news(engine), reminders(engine), mails(engine, reminders) {}

  News news;
  Reminders reminders;
  Mails mails;
};

}  // namespace lixiao::service
