#pragma once

#include <map>
#include <mutex>

#include "engine/board/board.h"
#include "engine/service/mails.h"
#include "engine/service/queries.h"
#include "engine/service/reminders.h"
#include "engine/service/standing.h"
#include "engine/store/mail_address.h"

namespace lixiao::service {

/// A message before it is put into words.
struct MailDraft {
  std::string key, kind;
  model::Message subject;
  std::vector<model::Message> lines;  ///< paragraphs
  std::string leave_url;              ///< "" for none
};

/// What the last message to a student rested on.
struct Told {
  model::Instant at{};
  Standing standing;
  std::set<std::string> deadlines;  ///< `ITEM DAY`, those that were told
};
std::string stored(const Told& told);
std::optional<Told> toldFrom(const std::string& stored);

/// The steps of Mails; mails.cpp keeps addresses, mail_sending.cpp the outbox, digests.cpp writes.
class Mails::Impl {
 public:
  Impl(const Engine& engine, const Reminders& reminders)
      : engine_(engine), reminders_(reminders), queries_(engine) {}

  const Engine& engine() const { return engine_; }
  const std::optional<MailRules>& rules() const { return rules_; }
  void open(MailRules rules) { rules_ = std::move(rules); }
  bool isHeld(store::Reader& reader) const;
  bool on() const;

  /// Puts a message into words and into the outbox.
  [[nodiscard]] bool post(store::Transaction& transaction, const store::MailAddress& to,
                          const MailDraft& draft) const;
  std::string leaveUrl(const store::MailAddress& address) const;
  /// Login and address of a link; nothing when it is none of ours.
  std::optional<std::pair<std::string, std::string>> leaverOf(const std::string& token) const;
  /// How a student stands now, as what was told; empty for others.
  std::string toldNow(const store::MailAddress& address) const;

  bool write();

 private:
  void considerStaff(const store::Subscriber& subscriber, const workflow::TimeZone& zone, model::Date today);
  /// Whether there is reason to look at somebody again since the last time today.
  bool isWorthLooking(const store::Subscriber& subscriber, std::size_t& state) const;
  void considerStudent(const store::Subscriber& subscriber, model::Date today);
  std::optional<std::size_t> fingerprintOf(const std::string& student_no) const;

  Engine engine_;
  const Reminders& reminders_;
  Queries queries_;
  std::optional<MailRules> rules_;
  std::mutex writing_;  // guards looked_at_, looked_on_: one writer at a time
  std::map<std::string, std::size_t>
      looked_at_;  ///< by login: how the board was when there was nothing to tell
  model::Date looked_on_{};
};

}  // namespace lixiao::service
