#pragma once

#include <chrono>
#include <stop_token>

#include "connectors/settings.h"

namespace lixiao::connectors {

/// How long a fetch may still take: as a whole, for the step at hand, and not at all once stop is requested.
/// Every wait on a source is cut into slices so that a stop is noticed. One thread.
class Patience {
 public:
  Patience(std::stop_token stop, std::chrono::milliseconds total);

  /// A connection or one answer may take `at_most`, and never longer than the whole.
  void beginStep(std::chrono::milliseconds at_most);
  /// How long to wait before asking again: at most 100 ms. Throws Poco::TimeoutException when nothing is
  /// left.
  std::chrono::milliseconds slice() const;
  bool exhausted() const;
  /// What is left of the whole.
  std::chrono::milliseconds left() const;
  const std::stop_token& stop() const { return stop_; }

 private:
  using Moment = std::chrono::steady_clock::time_point;

  std::stop_token stop_;
  Moment end_;
  Moment step_end_;
};

/// Rows that several connectors share: `connect_timeout`, `answer_timeout` of one answer, and `poll_timeout`,
/// how long one fetch may take as a whole.
SettingRow connectTimeoutRow();
SettingRow answerTimeoutRow(std::string otherwise);
SettingRow pollTimeoutRow();

}  // namespace lixiao::connectors
