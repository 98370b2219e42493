#pragma once

#include <Poco/Data/Session.h>

#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "connectors/samples/faults.h"
#include "connectors/samples/http_front.h"

namespace lixiao::samples {

/// A made-up housing office: owns a SQLite file whose view `room_check_out` is for others to read; control by
/// POST /check-out?student_no=X and POST /check-in?student_no=X. Thread-safe.
class HousingSystem {
 public:
  /// Fills `database` anew from FOLDER/housing.csv: student_no, checked_out (0 or 1); other columns are
  /// ignored.
  HousingSystem(const std::filesystem::path& folder, const std::filesystem::path& database,
                const Faults& faults);
  ~HousingSystem();

  static std::vector<std::string> faultKinds();
  Reply control(const Call& call);
  /// Puts the view (or the lock) in the state the fault asks for.
  void applyFault();

 private:
  void execute(const std::string& sql);
  void replaceView(const std::string& select);

  const Faults& faults_;
  std::mutex mutex_;
  Poco::Data::Session session_;
  bool locked_ = false;
};

}  // namespace lixiao::samples
