#include "connectors/transport/patience.h"

#include <Poco/Exception.h>

#include <algorithm>

namespace lixiao::connectors {
namespace {

constexpr std::chrono::milliseconds kLongestSlice{100};

}  // namespace

Patience::Patience(std::stop_token stop, std::chrono::milliseconds total)
    : stop_(std::move(stop)), end_(std::chrono::steady_clock::now() + total), step_end_(end_) {}

void Patience::beginStep(std::chrono::milliseconds at_most) {
  step_end_ = std::min(end_, std::chrono::steady_clock::now() + at_most);
}

std::chrono::milliseconds Patience::slice() const {
  if (stop_.stop_requested()) throw Poco::TimeoutException("stopped by the service");
  const Moment now = std::chrono::steady_clock::now();
  if (now >= end_) throw Poco::TimeoutException("not finished within the time for one poll");
  if (now >= step_end_) throw Poco::TimeoutException("no complete answer in time");
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(step_end_ - now);
  return std::min(left, kLongestSlice);
}

bool Patience::exhausted() const {
  return stop_.stop_requested() || std::chrono::steady_clock::now() >= step_end_;
}

std::chrono::milliseconds Patience::left() const {
  return std::max(std::chrono::milliseconds(0), std::chrono::duration_cast<std::chrono::milliseconds>(
                                                    end_ - std::chrono::steady_clock::now()));
}

SettingRow connectTimeoutRow() {
  return {"connect_timeout",
          SettingType::Duration,
          false,
          "5s",
          {"连接时限", "time for a connection"},
          {},
          10,
          60'000};
}

SettingRow answerTimeoutRow(std::string otherwise) {
  return {"answer_timeout",
          SettingType::Duration,
          false,
          std::move(otherwise),
          {"回答时限", "time for one answer"},
          {},
          10,
          600'000};
}

SettingRow pollTimeoutRow() {
  return {"poll_timeout", SettingType::Duration, false, "5min", {"单次轮询时限", "time for one poll"}, {}, 10,
          3'600'000};
}

}  // namespace lixiao::connectors
