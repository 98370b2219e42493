#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "mail/server.h"

namespace lixiao::mail {

/// One mail to one receiver: plain text.
struct Letter {
  std::string to;
  std::string subject, body;
  std::string id;         ///< unique; a letter that is sent again has the same
  std::string language;   ///< `zh` or `en`
  std::string leave_url;  ///< "" for none
};

enum class Trouble : std::uint8_t {
  Unreachable,
  Timeout,
  Dropped,   ///< the connection ended in the middle
  NoTls,     ///< no safe connection, or an untrusted certificate
  NotReady,  ///< the server turns everybody away
  SignIn,
  Sender,
  Receiver,
  Refused,  ///< the letter itself
};
struct Failure {
  Trouble trouble{};
  int code = 0;  ///< the server's answer, 0 when there was none

  /// The letter will never be taken. Everything else may be mended, at the server or in the settings.
  bool forGood() const {
    return code >= 500 && (trouble == Trouble::Receiver || trouble == Trouble::Refused);
  }
  /// The next letter may fare better.
  bool isOfLetter() const { return trouble == Trouble::Receiver || trouble == Trouble::Refused; }
};

/// A conversation with the server in which any number of letters is handed over. One thread.
class Session {
 public:
  /// `server` must outlive the session.
  Session(const Server& server, std::stop_token stop);
  ~Session();

  /// Connects, makes it safe and signs in. Empty: done.
  std::optional<Failure> open();
  /// Empty: the server took it. After a failure that is not of the letter the session is of no use.
  std::optional<Failure> send(const Letter& letter);
  /// Takes leave.
  void close();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::mail
