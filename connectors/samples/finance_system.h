#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>

#include "connectors/samples/faults.h"
#include "connectors/samples/http_front.h"

namespace lixiao::samples {

/// A made-up finance system: POST /arrears as the finance connector asks it; control by POST
/// /pay?student_no=X (pays everything) and POST /owe?student_no=X&amount=300.00[&what=dorm_due]. Thread-safe.
class FinanceSystem {
 public:
  /// Reads FOLDER/finance.csv: student_no, tuition_due, dorm_due in yuan.
  FinanceSystem(const std::filesystem::path& folder, const Faults& faults);

  static std::vector<std::string> faultKinds();
  Reply answer(const Call& call);

 private:
  struct Account {
    std::string tuition_due;
    std::string dorm_due;
  };

  Reply arrears(const std::string& body);
  Reply pay(const Call& call);
  Reply owe(const Call& call);

  const Faults& faults_;
  std::mutex mutex_;
  std::map<std::string, Account> accounts_;
};

}  // namespace lixiao::samples
