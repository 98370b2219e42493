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

  /// Notes that these sources are asked; false when the student was asked about less than a minute ago.
  bool begin(const std::string& student_no, const std::vector<std::string>& sources);
  /// `trouble`: the kind of failure, "" for an answer.
  void settle(const std::string& student_no, const std::string& source, const std::string& trouble);
  std::vector<web::Recheck> of(const std::string& student_no) const;
  void forget();

 private:
  void forgetOld();

  const model::Clock& clock_;
  mutable std::mutex mutex_;
  std::map<std::string, std::vector<web::Recheck>> by_student_;
};

}  // namespace lixiao::app
