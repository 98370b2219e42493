#pragma once

#include <string>
#include <vector>

#include "connectors/connector.h"
#include "connectors/transport/amount.h"
#include "connectors/transport/http.h"

namespace lixiao::connectors {

/// The finance system's interface: POST `{"students": ["5130719001", …]}` is answered by
/// `{"unit": "yuan", "currency": "CNY",
///   "students": [{"student_no": "5130719001", "tuition_due": "300.00", "dorm_due": "0.00"}, …],
///   "unknown": ["…"]}`.
/// Amounts are texts or numbers in the unit named; null means the source cannot say. Every student asked
/// stands in `students` or `unknown`, once.
class ArrearsClient {
 public:
  struct Field {
    const char* field;  ///< `tuition_due`
    const char* fact;   ///< `finance.tuition_due`
  };

  /// `url`, `amount_unit`, `token_file`, `token_env`, `page_size`, `requests_per_second`, `connect_timeout`,
  /// `answer_timeout`.
  static Schema schema();
  explicit ArrearsClient(Settings settings);

  /// Adds the fields of all students and who is unknown. Throws FetchError or Poco's network exceptions.
  void fetch(const std::vector<StudentRef>& students, const std::vector<Field>& fields, Patience& patience,
             Delivery& delivery) const;

 private:
  Settings settings_;
  HttpSource source_;
  AmountUnit unit_;
  std::size_t page_size_;
};

}  // namespace lixiao::connectors
