#pragma once

#include "engine/service/mails.h"
#include "engine/service/news.h"

namespace lixiao::service {

/// What people are told without asking. Thread-safe.
struct Messages {
  explicit Messages(const Engine& engine) : news(engine), mails(engine) {}

  News news;
  Mails mails;
};

}  // namespace lixiao::service
