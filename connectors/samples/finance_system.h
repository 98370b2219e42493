#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>

#include "connectors/samples/faults.h"
#include "connectors/samples/guard.h"
#include "connectors/samples/http_front.h"

namespace lixiao::samples {

/// A made-up finance system: POST /arrears as the finance connector asks it; GET /arrears/of?card=X, what one
/// student owes; GET /arrears/list?page=N (or offset=N, or first=0 where pages begin at 0), all accounts in
/// pages of three; control by POST /pay?student_no=X (pays everything) and POST
/// /owe?student_no=X&amount=300.00[&what=dorm_due]. Thread-safe.
class FinanceSystem {
 public:
  /// Reads FOLDER/finance.csv: student_no, tuition_due, dorm_due in yuan, and whatever else there is. `guard`
  /// says who may ask.
  FinanceSystem(const std::filesystem::path& folder, const Faults& faults, Guard guard = {});

  static std::vector<std::string> faultKinds();
  Reply answer(const Call& call);

 private:
  using Account = std::map<std::string, std::string>;  ///< amounts by column

  Reply data(const Call& call);
  Reply ofOne(const Call& call);
  Reply list(const Call& call);
  Reply arrears(const std::string& body);
  Reply pay(const Call& call);
  Reply owe(const Call& call);

  const Faults& faults_;
  Guard guard_;
  std::mutex mutex_;
  std::map<std::string, Account> accounts_;
};

}  // namespace lixiao::samples
