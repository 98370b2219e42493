#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "connectors/connector.h"

namespace lixiao::connectors {

/// What the system of a department is told: who leaves, and who does not any more.
struct Parcel {
  std::string database;      ///< whose message it is
  std::int64_t message = 0;  ///< the same at each attempt; another database begins anew
  struct Row {
    std::string student_no;
    bool leaving = true;
  };
  std::vector<Row> rows;
};

/// What came of an attempt.
struct Handover {
  std::optional<Failure> failure;  ///< empty: acknowledged
  std::string answer;              ///< what acknowledged it
};

/// The system of a department. A message may reach it twice. Used by one thread at a time.
class Receiver {
 public:
  virtual ~Receiver() = default;
  /// Returns within a second after `stop` is requested, with any failure.
  virtual Handover hand(const Parcel& parcel, const std::stop_token& stop) = 0;
};

/// The keys every receiver has: `kind`, `exempt`, `retry`, `retry_max`.
Schema receiverSchema();
/// Findings about the settings of a receiver, all of its keys.
std::vector<model::Diagnostic> checkReceiver(const Settings& settings);
/// `settings` must have passed the check.
std::unique_ptr<Receiver> makeReceiver(const Settings& settings);
/// The settings with the defaults of its kind.
Settings completeReceiver(const Settings& settings);

/// Each kind: its own rows, and its maker for complete settings.
Schema hookSchema();
std::unique_ptr<Receiver> makeHookReceiver(const Settings& settings);
Schema fileReceiverSchema();
std::unique_ptr<Receiver> makeFileReceiver(const Settings& settings);
Schema sip2ReceiverSchema();
std::unique_ptr<Receiver> makeSip2Receiver(const Settings& settings);

}  // namespace lixiao::connectors
