#include "app/telling.h"

#include <spdlog/spdlog.h>

#include "connectors/mask.h"

namespace lixiao::app {
namespace {

constexpr std::chrono::milliseconds kLookEvery{500};
constexpr std::chrono::seconds kWriteEvery{1};
constexpr std::chrono::milliseconds kLongestWait = std::chrono::minutes(1);

connectors::Parcel parcelOf(const service::OutgoingParcel& due) {
  connectors::Parcel parcel;
  parcel.database = due.database;
  parcel.message = due.message.id;
  parcel.rows.reserve(due.rows.size());
  for (const store::OutgoingRow& row : due.rows) parcel.rows.push_back({row.student_no, row.leaving});
  return parcel;
}

}  // namespace

std::vector<service::OutgoingReceiver> outgoingReceivers(const ServiceSettings& settings) {
  std::vector<service::OutgoingReceiver> receivers;
  for (const connectors::ConnectorBlock& block : settings.outgoing) {
    const connectors::Settings complete = connectors::completeReceiver(block.settings);
    receivers.push_back({block.name, complete.text("kind"),
                         complete.has("exempt") ? complete.text("exempt") : "", complete.duration("retry"),
                         complete.duration("retry_max")});
  }
  return receivers;
}

Telling::Telling(const ServiceSettings& settings, service::Outgoing& outgoing) : outgoing_(outgoing) {
  if (settings.outgoing.empty()) return;
  for (const connectors::ConnectorBlock& block : settings.outgoing)
    receivers_.push_back(connectors::makeReceiver(block.settings));
  threads_.emplace_back([this](const std::stop_token& stop) { write(stop); });
  for (std::size_t i = 0; i < receivers_.size(); ++i) {
    threads_.emplace_back([this, name = settings.outgoing[i].name, &receiver = *receivers_[i]](
                              const std::stop_token& stop) { tell(name, receiver, stop); });
  }
}

void Telling::pause(const std::stop_token& stop, std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  stopped_.wait_for(lock, stop, time, [] { return false; });
}

void Telling::write(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      outgoing_.write();
    } catch (const std::exception& fault) {
      spdlog::error("messages to other systems were not written: {}", fault.what());
    }
    pause(stop, kWriteEvery);
  }
}

void Telling::tell(const std::string& name, connectors::Receiver& receiver, const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      if (tellNext(name, receiver, stop)) continue;
    } catch (const std::exception& fault) {
      spdlog::error("receiver {}: {}", name, fault.what());
    }
    pause(stop, kLookEvery);
  }
}

void Telling::record(const service::OutgoingParcel& told, const std::string& answer,
                     const std::stop_token& stop) {
  const store::OutgoingMessage& message = told.message;
  for (auto wait = kLookEvery; !stop.stop_requested(); wait = std::min(2 * wait, kLongestWait)) {
    try {
      outgoing_.acknowledged(message, answer);
      return spdlog::info("receiver {}: message {} of {} students acknowledged", message.receiver, message.id,
                          told.rows.size());
    } catch (const std::exception& fault) {
      spdlog::error("receiver {}: message {} is acknowledged, but this was not stored: {}", message.receiver,
                    message.id, fault.what());
    }
    pause(stop, wait);
  }
}

bool Telling::tellNext(const std::string& name, connectors::Receiver& receiver, const std::stop_token& stop) {
  const auto due = outgoing_.due(name);
  if (!due) return false;
  const connectors::Handover handover = receiver.hand(parcelOf(*due), stop);
  if (!handover.failure) {
    record(*due, connectors::maskError(handover.answer), stop);
    return true;
  }
  if (stop.stop_requested()) return false;
  const connectors::Failure& failure = *handover.failure;
  outgoing_.failed(due->message, {std::string(word(failure.kind)), connectors::maskError(failure.text),
                                  connectors::maskError(failure.answer)});
  spdlog::warn("receiver {}: message {}: {}", name, due->message.id, connectors::maskError(failure.text));
  return false;
}

}  // namespace lixiao::app
