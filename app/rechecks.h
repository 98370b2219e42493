#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "engine/model/clock.h"
#include "web/connectors.h"

namespace lixiao::app {

/// Who had the sources asked again, and what came of it. Thread-safe.
class Rechecks {
 public:
  explicit Rechecks(const model::Clock& clock) : clock_(clock) {}

  /// Notes that these sources are asked, or why not; false when that was done less than web::kRecheckEvery
  /// ago.
  bool begin(const std::string& student_no, const std::map<std::string, web::Recheck::State>& sources);
  /// `trouble`: the kind of failure.
  void settle(const std::string& student_no, const std::string& source, web::Recheck::State state,
              const std::string& trouble = {});
  std::vector<web::Recheck> of(const std::string& student_no) const;
  void forget();

 private:
  void forgetOld();

  const model::Clock& clock_;
  mutable std::mutex mutex_;
  std::map<std::string, std::vector<web::Recheck>> by_student_;
};

}  // namespace lixiao::app
