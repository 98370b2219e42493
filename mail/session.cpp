#include "mail/session.h"

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/DialogSocket.h>
#include <Poco/Net/MailMessage.h>
#include <Poco/Net/MailRecipient.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SMTPClientSession.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SSLManager.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Timestamp.h>

#include <functional>
#include <sstream>
#include <utility>

#include "mail/encoded_words.h"
#include "mail/watchdog.h"

namespace lixiao::mail {
namespace {

namespace net = Poco::Net;

/// A letter is a page of text: more time than this for one is no conversation.
constexpr int kAnswersALetter = 6;

Poco::Timespan spanOf(std::chrono::milliseconds time) {
  return Poco::Timespan(std::chrono::microseconds(time).count());
}

net::Context::Ptr contextFor(const Server& server) {
  static const bool started = [] {
    net::initializeSSL();
    return true;
  }();
  (void)started;
  net::Context::Ptr context = new net::Context(net::Context::CLIENT_USE, server.ca_file.string(),
                                               net::Context::VERIFY_STRICT, 9, true);
  net::SSLManager::instance().initializeClient({}, {}, context);
  return context;
}

/// Poco's session with its socket in reach.
class Conversation final : public net::SMTPClientSession {
 public:
  explicit Conversation(const net::StreamSocket& socket) : SMTPClientSession(socket) {}

  int ask(const std::string& command) {
    std::string answer;
    return sendCommand(command, answer);
  }
  int ask(const std::string& command, std::string& answer) { return sendCommand(command, answer); }
  void makeSafe(const std::string& host, const net::Context::Ptr& context) {
    const net::SecureStreamSocket safe = net::SecureStreamSocket::attach(socket(), host, context);
    socket() = safe;
  }
};

bool isFine(int code) {
  return code >= 200 && code < 300;
}

void compose(const Letter& letter, const std::string& from, std::ostream& out) {
  net::MailMessage message;
  message.setSender(from);
  message.addRecipient(net::MailRecipient(net::MailRecipient::PRIMARY_RECIPIENT, letter.to));
  message.setSubject(encodedWords(letter.subject));
  message.setDate(Poco::Timestamp());
  message.set("Message-ID", "<" + letter.id + from.substr(from.find('@')) + ">");
  message.set("Auto-Submitted", "auto-generated");
  message.set("Content-Language", letter.language == "en" ? "en" : "zh-CN");
  if (!letter.leave_url.empty()) message.set("List-Unsubscribe", "<" + letter.leave_url + ">");
  message.setContentType("text/plain; charset=UTF-8");
  message.setContent(letter.body, net::MailMessage::ENCODING_BASE64);
  message.write(out);
}

}  // namespace

class Session::Impl {
 public:
  Impl(const Server& server, std::stop_token stop) : server_(server), stop_(std::move(stop)) {}

  std::optional<Failure> open() {
    return guarded(Trouble::Unreachable, [&] {
      connect();
      return greet();
    });
  }

  std::optional<Failure> send(const Letter& letter) {
    watchdog_->allow(server_.answer_timeout * kAnswersALetter);
    return guarded(Trouble::Dropped, [&] { return hand(letter); });
  }

  void close() {
    guarded(Trouble::Dropped, [&]() -> std::optional<Failure> {
      conversation_->close();
      return std::nullopt;
    });
  }

 private:
  void connect() {
    const net::SocketAddress address(server_.host, server_.port);
    net::StreamSocket socket;
    socket.connect(address, spanOf(server_.connect_timeout));
    watchdog_ = std::make_unique<Watchdog>(socket.impl()->sockfd(), stop_);
    watchdog_->allow(server_.answer_timeout * kAnswersALetter);
    socket.setReceiveTimeout(spanOf(server_.answer_timeout));
    socket.setSendTimeout(spanOf(server_.answer_timeout));
    at_ = Trouble::Dropped;
    if (server_.security != Security::Tls) {
      conversation_ = std::make_unique<Conversation>(socket);
      return;
    }
    at_ = Trouble::NoTls;
    conversation_ = std::make_unique<Conversation>(
        net::SecureStreamSocket::attach(socket, server_.host, contextFor(server_)));
    at_ = Trouble::Dropped;
  }

  std::optional<Failure> greet() {
    conversation_->setTimeout(spanOf(server_.answer_timeout));
    conversation_->open();
    std::string offers;
    if (auto failed = hello(offers)) return failed;
    if (server_.security == Security::StartTls) {
      const int code = conversation_->ask("STARTTLS");
      if (!isFine(code)) return Failure{Trouble::NoTls, code};
      at_ = Trouble::NoTls;
      conversation_->makeSafe(server_.host, contextFor(server_));
      at_ = Trouble::Dropped;
      if (auto failed = hello(offers)) return failed;
    }
    return server_.user.empty() ? std::nullopt : signIn(offers);
  }

  std::optional<Failure> hello(std::string& offers) {
    const std::string name = server_.from.substr(server_.from.find('@') + 1);
    int code = conversation_->ask("EHLO " + name, offers);
    if (code >= 500) code = conversation_->ask("HELO " + name, offers);
    if (!isFine(code)) return Failure{Trouble::NotReady, code};
    return std::nullopt;
  }

  std::optional<Failure> signIn(const std::string& offers) {
    const auto password = connectors::readSecret(server_.settings, "password");
    if (!password) return Failure{Trouble::SignIn, 0};
    const bool plain = offers.find("PLAIN") != std::string::npos;
    const auto method = plain ? net::SMTPClientSession::AUTH_PLAIN : net::SMTPClientSession::AUTH_LOGIN;
    const std::string name = server_.from.substr(server_.from.find('@') + 1);
    try {
      conversation_->login(name, method, server_.user, *password);
    } catch (const net::SMTPException& refused) {
      return Failure{Trouble::SignIn, refused.code()};
    }
    return std::nullopt;
  }

  std::optional<Failure> hand(const Letter& letter) {
    int code = conversation_->ask("MAIL FROM:<" + server_.from + ">");
    if (!isFine(code)) return Failure{Trouble::Sender, code};
    code = conversation_->ask("RCPT TO:<" + letter.to + ">");
    if (!isFine(code)) return reset(Failure{code == 421 ? Trouble::NotReady : Trouble::Receiver, code});
    code = conversation_->ask("DATA");
    if (code != 354) return reset(Failure{code == 421 ? Trouble::NotReady : Trouble::Refused, code});
    std::stringstream text;
    compose(letter, server_.from, text);
    try {
      conversation_->sendMessage(text);
    } catch (const net::SMTPException& refused) {
      if (refused.code() == 0) throw;
      return Failure{refused.code() == 421 ? Trouble::NotReady : Trouble::Refused, refused.code()};
    }
    return std::nullopt;
  }

  /// The next letter begins anew.
  Failure reset(Failure failure) {
    if (failure.isOfLetter() && !isFine(conversation_->ask("RSET"))) failure.trouble = Trouble::NotReady;
    return failure;
  }

  /// Whatever goes wrong between the two becomes a failure; nothing of what was said is kept.
  std::optional<Failure> guarded(Trouble at, const std::function<std::optional<Failure>()>& work) {
    at_ = at;
    const auto broken = [&](Trouble trouble) {
      return Failure{watchdog_ && watchdog_->bit() ? Trouble::Timeout : trouble, 0};
    };
    try {
      return work();
    } catch (const net::SMTPException& refused) {
      return refused.code() == 0 ? broken(Trouble::Dropped) : Failure{Trouble::NotReady, refused.code()};
    } catch (const Poco::TimeoutException&) {
      return Failure{Trouble::Timeout, 0};
    } catch (const net::SSLException&) {
      return broken(Trouble::NoTls);
    } catch (const Poco::Exception&) {
      return broken(at_);
    }
  }

  const Server& server_;
  const std::stop_token stop_;
  Trouble at_ = Trouble::Unreachable;  ///< what a broken connection means now
  std::unique_ptr<Watchdog> watchdog_;
  std::unique_ptr<Conversation> conversation_;  // gone before the watchdog
};

Session::Session(const Server& server, std::stop_token stop)
    : impl_(std::make_unique<Impl>(server, std::move(stop))) {}
Session::~Session() = default;

std::optional<Failure> Session::open() {
  return impl_->open();
}

std::optional<Failure> Session::send(const Letter& letter) {
  return impl_->send(letter);
}

void Session::close() {
  impl_->close();
}

}  // namespace lixiao::mail
