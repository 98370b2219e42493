#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "connectors/samples/faults.h"
#include "connectors/samples/http_front.h"
#include "connectors/transport/encoding.h"

namespace lixiao::samples {

/// A made-up library: answers SIP2 login, status and patron information; control by POST /return?student_no=X
/// (all books back, fines paid) and POST /lend?student_no=X. Blocks and enables patrons by SIP2 and by POST
/// /api/v1/leavers; GET /blocked lists who is blocked. Thread-safe.
class LibrarySystem {
 public:
  /// Reads FOLDER/library.csv: student_no, name, loans, fines in yuan.
  LibrarySystem(const std::filesystem::path& folder, connectors::Encoding encoding, const Faults& faults);

  static std::vector<std::string> faultKinds();
  /// The answer to a line (without carriage return), ready to be sent.
  std::string answer(std::string_view line);
  Reply control(const Call& call);

  /// Takes in `{"message": N, "students": [{"student_no", "leaving"}]}`, as its hook is given it.
  Reply leavers(const Call& call);

  struct Found {
    std::size_t id = 0;  ///< the library's own number
    std::string name;
    int loans = 0;
    std::string fines;
  };
  /// By card number, and by the library's own number.
  std::optional<Found> lookUp(const std::string& student_no);
  std::optional<Found> lookUp(std::size_t id);

 private:
  struct Patron {
    std::string name;
    int loans = 0;
    std::string fines;
    bool blocked = false;
  };

  Found found(std::size_t id, const Patron& patron) const;
  std::string patronInformation(std::string_view question);
  std::string patronStatus(std::string_view question, bool block);
  Reply blocked();

  const connectors::Encoding encoding_;
  const Faults& faults_;
  std::mutex mutex_;
  std::map<std::string, Patron> patrons_;
  bool asked_again_ = false;
};

}  // namespace lixiao::samples
