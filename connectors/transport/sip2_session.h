#pragma once

#include <Poco/Net/StreamSocket.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "connectors/settings.h"
#include "connectors/transport/patience.h"
#include "connectors/transport/sip2_message.h"

namespace lixiao::connectors {

struct Sip2Source {
  std::string host;
  std::uint16_t port = 0;
  Encoding encoding = Encoding::Utf8;
  bool error_detection = true;
  std::string institution;        ///< AO
  std::string user;               ///< CN; "": no login
  std::string password;           ///< CO
  std::string location;           ///< CP
  std::string terminal_password;  ///< AC; sent also when empty, for some servers ask for it
  std::chrono::milliseconds connect_timeout{};
  std::chrono::milliseconds answer_timeout{};
};

/// The connection was there and is gone: worth one more try.
struct ConnectionLost {};

/// What the server says of one patron.
struct Sip2Patron {
  bool known = false;   ///< BL is Y
  Sip2Message message;  ///< 64

  /// Whether the word names something a patron has: `holds`, `overdue`, `charged`, `fine_items`, `recalls`,
  /// `unavailable_holds`, or a field such as `BV`.
  static bool has(std::string_view word);
  /// The digits of that count or the text of that field; empty when the server does not say. Throws
  /// FetchError (malformed).
  std::optional<std::string> text(std::string_view word) const;
};

/// Whether a patron may borrow; Unknown: BL is N.
enum class Sip2Card { Unknown, Blocked, Enabled };

/// A connection to a SIP2 server, logged in. Throws FetchError, Poco's network exceptions and ConnectionLost.
class Sip2Session {
 public:
  /// Connects and logs in. `patience` must outlive the session.
  Sip2Session(const Sip2Source& source, Patience& patience);

  Sip2Patron patron(const std::string& student_no);
  /// Blocks a patron's card (01), enables it (25). What the server says of the card afterwards.
  Sip2Card block(const std::string& student_no, const std::string& why);
  Sip2Card enable(const std::string& student_no);

 private:
  Sip2Card cardIn(const std::string& question, std::string_view answer_code, const std::string& student_no);
  Sip2Message ask(const std::string& question, std::string_view answer_code, std::size_t fixed_length);
  std::string receiveLine();
  void send(const std::string& message);
  void logIn();

  const Sip2Source& source_;
  Patience& patience_;
  Poco::Net::StreamSocket socket_;
  std::string received_;  ///< bytes after the last line
  unsigned sequence_ = 0;
};

}  // namespace lixiao::connectors
