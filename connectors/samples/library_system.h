#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "connectors/samples/faults.h"
#include "connectors/samples/http_front.h"
#include "connectors/transport/encoding.h"

namespace lixiao::samples {

/// A made-up library: answers SIP2 login, status and patron information; control by POST /return?student_no=X
/// (all books back, fines paid) and POST /lend?student_no=X. Thread-safe.
class LibrarySystem {
 public:
  /// Reads FOLDER/library.csv: student_no, name, loans, fines in yuan.
  LibrarySystem(const std::filesystem::path& folder, connectors::Encoding encoding, const Faults& faults);

  static std::vector<std::string> faultKinds();
  /// The answer to a line (without carriage return), ready to be sent.
  std::string answer(std::string_view line);
  Reply control(const Call& call);

 private:
  struct Patron {
    std::string name;
    int loans = 0;
    std::string fines;
  };

  std::string patronInformation(std::string_view question);

  const connectors::Encoding encoding_;
  const Faults& faults_;
  std::mutex mutex_;
  std::map<std::string, Patron> patrons_;
  bool asked_again_ = false;
};

}  // namespace lixiao::samples
