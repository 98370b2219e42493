#include "connectors/transport/sip2_session.h"

#include <Poco/DateTimeFormatter.h>
#include <Poco/LocalDateTime.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SocketAddress.h>

#include <algorithm>
#include <array>

#include "connectors/settings_values.h"
#include "connectors/transport/fetch_error.h"
#include "connectors/transport/guarded_socket.h"

namespace lixiao::connectors {
namespace {

constexpr std::size_t kMaxLineBytes = 64 * 1024;
constexpr int kMaxResends = 2;
constexpr std::size_t kStatusFlags = 14;
constexpr std::size_t kCountsAt = kStatusFlags + 3 + 18;  // behind status, language and date
constexpr std::size_t kCountDigits = 4;
/// The counts in their order.
constexpr std::array<std::string_view, 6> kCounts{"holds",      "overdue", "charged",
                                                  "fine_items", "recalls", "unavailable_holds"};
constexpr std::size_t kPatronFixed = kCountsAt + kCounts.size() * kCountDigits;

std::string now() {
  return Poco::DateTimeFormatter::format(Poco::LocalDateTime(), "%Y%m%d    %H%M%S");
}

/// A field; a value that would end it early is refused.
std::string field(const char* id, const std::string& value) {
  const bool plain =
      std::none_of(value.begin(), value.end(), [](unsigned char c) { return c < 0x20 || c == '|'; });
  if (!plain)
    throw FetchError(FailureKind::Config, std::string("a value for ") + id + " that SIP2 cannot carry");
  return id + value + "|";
}

std::optional<std::string> count(std::string_view digits) {
  if (digits == "    ") return std::nullopt;
  const auto number = parseInteger(digits);
  if (!number || *number < 0) malformed("a count that is not four digits");
  return std::to_string(*number);
}

void checkFlags(std::string_view flags) {
  const bool good =
      std::all_of(flags.begin(), flags.end(), [](char c) { return c == ' ' || c == 'Y' || c == 'N'; });
  if (!good) malformed("a patron status that is not 14 flags");
}

/// The answer must be about this patron; where there is none such (BL is N), it need not name anybody.
void checkPatron(const Sip2Message& answer, const std::string& student_no) {
  checkFlags(std::string_view(answer.fixed).substr(0, kStatusFlags));
  const std::string about = answer.only("AA").value_or("");
  const bool nobody = about.empty() && answer.only("BL") == "N";
  if (about != student_no && !nobody) malformed("an answer about another patron");
}

}  // namespace

Sip2Session::Sip2Session(const Sip2Source& source, Patience& patience)
    : source_(source), patience_(patience), socket_(guardedSocket(patience)) {
  patience_.beginStep(source_.connect_timeout);
  socket_.connect(Poco::Net::SocketAddress(source_.host, source_.port));
  if (!source_.user.empty()) logIn();
}

void Sip2Session::logIn() {
  const std::string question =
      "9300" + field("CN", source_.user) + field("CO", source_.password) + field("CP", source_.location);
  const Sip2Message answer = ask(question, "94", 1);
  if (answer.fixed != "1") throw FetchError(FailureKind::Refused, "the login was refused");
}

Sip2Patron Sip2Session::patron(const std::string& student_no) {
  const std::string question = "63019" + now() + "  Y       " + field("AO", source_.institution) +
                               field("AA", student_no) + field("AC", source_.terminal_password) +
                               field("AD", "") + field("BP", "1") + field("BQ", "1");
  Sip2Patron patron{false, ask(question, "64", kPatronFixed)};
  const Sip2Message& answer = patron.message;
  readAnswer(answer.line, [&] {
    checkPatron(answer, student_no);
    const auto valid = answer.only("BL");
    if (valid != "Y" && valid != "N") malformed("an answer that does not say whether the patron is valid");
    patron.known = valid == "Y";
  });
  return patron;
}

Sip2Card Sip2Session::block(const std::string& student_no, const std::string& why) {
  const std::string question = "01N" + now() + field("AO", source_.institution) + field("AL", why) +
                               field("AA", student_no) + field("AC", source_.terminal_password);
  return cardIn(question, "24", student_no);
}

Sip2Card Sip2Session::enable(const std::string& student_no) {
  const std::string question = "25" + now() + field("AO", source_.institution) + field("AA", student_no) +
                               field("AC", source_.terminal_password) + field("AD", "");
  return cardIn(question, "26", student_no);
}

/// The first flag of the status denies charging.
Sip2Card Sip2Session::cardIn(const std::string& question, std::string_view answer_code,
                             const std::string& student_no) {
  const Sip2Message answer = ask(question, answer_code, kCountsAt);
  bool known = true;
  readAnswer(answer.line, [&] {
    checkPatron(answer, student_no);
    known = answer.only("BL") != "N";
  });
  if (!known) return Sip2Card::Unknown;  // also where such a patron may borrow nothing
  return answer.fixed.front() == 'Y' ? Sip2Card::Blocked : Sip2Card::Enabled;
}

bool Sip2Patron::has(std::string_view word) {
  const bool field = word.size() == 2 && std::all_of(word.begin(), word.end(), [](char c) {
                       return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                     });
  return field || std::find(kCounts.begin(), kCounts.end(), word) != kCounts.end();
}

std::optional<std::string> Sip2Patron::text(std::string_view word) const {
  const auto* const counted = std::find(kCounts.begin(), kCounts.end(), word);
  if (counted == kCounts.end()) return message.only(word);
  const auto at = kCountsAt + static_cast<std::size_t>(counted - kCounts.begin()) * kCountDigits;
  return count(std::string_view(message.fixed).substr(at, kCountDigits));
}

Sip2Message Sip2Session::ask(const std::string& question, std::string_view answer_code,
                             std::size_t fixed_length) {
  const auto body = encode(question, source_.encoding);
  if (!body) throw FetchError(FailureKind::Config, "a value that the encoding of the settings does not have");
  const unsigned sequence = sequence_;
  sequence_ = (sequence_ + 1) % 10;
  const std::string message = sip2Frame(*body, sequence, source_.error_detection);
  patience_.beginStep(source_.answer_timeout);
  for (int resends = 0;; ++resends) {
    send(message);
    const std::string line = receiveLine();
    if (sip2Code(line) == "96") {
      if (resends == kMaxResends) malformed("the source does not understand the question", line);
      continue;
    }
    if (sip2Code(line) != answer_code)
      malformed("an answer of another kind than " + std::string(answer_code), line);
    return parseSip2(line, fixed_length, sequence, source_.error_detection, source_.encoding);
  }
}

void Sip2Session::send(const std::string& message) {
  try {
    socket_.sendBytes(message.data(), static_cast<int>(message.size()));
  } catch (const Poco::IOException&) {  // a broken pipe is not one of the network's exceptions
    throw ConnectionLost();
  }
}

std::string Sip2Session::receiveLine() {
  std::array<char, 4096> piece;
  for (;;) {
    received_.erase(0, received_.find_first_not_of('\n'));  // some servers end a line with both
    const std::size_t end = received_.find('\r');
    if (end != std::string::npos) {
      std::string line = received_.substr(0, end);
      received_.erase(0, end + 1);
      return line;
    }
    if (received_.size() > kMaxLineBytes) malformed("an answer longer than any could be", received_);
    int count = 0;
    try {
      count = socket_.receiveBytes(piece.data(), piece.size());
    } catch (const Poco::Net::NetException&) {
      throw ConnectionLost();
    }
    if (count == 0) throw ConnectionLost();
    received_.append(piece.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace lixiao::connectors
