#include "app/mailing.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>

#include "engine/service/texts.h"
#include "web/catalogue.h"

namespace lixiao::app {
namespace {

namespace text = service::text;
using mail::Trouble;

constexpr std::chrono::milliseconds kLookEvery{500};
constexpr std::chrono::seconds kWriteEvery{2};
/// Writing may take this part of the time.
constexpr int kWritingShare = 20;
/// Handed over in one conversation.
constexpr std::int64_t kTogether = 20;

const char* sentenceOf(Trouble trouble) {
  switch (trouble) {
    case Trouble::Unreachable:
      return text::kMailUnreachable;
    case Trouble::Timeout:
      return text::kMailTimeout;
    case Trouble::Dropped:
      return text::kMailDropped;
    case Trouble::NoTls:
      return text::kMailNoTls;
    case Trouble::NotReady:
      return text::kMailBusy;
    case Trouble::SignIn:
      return text::kMailSignIn;
    case Trouble::Sender:
      return text::kMailSender;
    case Trouble::Receiver:
      return text::kMailReceiver;
    case Trouble::Refused:
      return text::kMailRefused;
  }
  return text::kMailBusy;
}

service::MailFailure told(const mail::Failure& failure) {
  model::Message reason{sentenceOf(failure.trouble), {}};
  if (reason.text.find("{0}") != std::string::npos)
    reason.arguments.emplace_back(std::to_string(failure.code));
  return {failure.forGood(), std::move(reason)};
}

mail::Letter letterOf(const store::OutboxMessage& message) {
  return {
      message.address,
      message.subject,
      message.body,
      "lixiao." + std::to_string(message.at.time_since_epoch().count()) + "." + std::to_string(message.id),
      message.language,
      message.leave_url};
}

}  // namespace

void openMail(const ServiceSettings& settings, service::Mails& mails) {
  if (!settings.mail) return;
  const connectors::Settings given = connectors::withDefaults(*settings.mail, mail::schema());
  service::MailRules rules;
  rules.public_url = settings.public_url;
  while (!rules.public_url.empty() && rules.public_url.back() == '/') rules.public_url.pop_back();
  const bool nameless = settings.organisation.empty();
  rules.organisation = nameless ? model::LocalizedText(settings.public_url) : settings.organisation;
  rules.in_trial = given.boolean("in_trial");
  rules.notice = std::chrono::duration_cast<std::chrono::days>(given.duration("notice"));
  rules.retry = given.duration("retry");
  rules.retry_max = std::max(rules.retry, given.duration("retry_max"));
  const auto catalogue = std::make_shared<const web::Catalogue>();
  rules.words = [catalogue](model::Language language, const model::Message& message) {
    return catalogue->text(language, message);
  };
  mails.open(std::move(rules));
}

Mailing::Mailing(const ServiceSettings& settings, service::Mails& mails)
    : mails_(mails),
      server_(mail::serverOf(*settings.mail)),
      writer_([this](const std::stop_token& stop) { write(stop); }),
      sender_([this](const std::stop_token& stop) { send(stop); }) {}

void Mailing::pause(const std::stop_token& stop, std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  stopped_.wait_for(lock, stop, time, [] { return false; });
}

void Mailing::write(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto begun = std::chrono::steady_clock::now();
    try {
      mails_.write();
    } catch (const std::exception& fault) {
      spdlog::error("messages were not written: {}", fault.what());
    }
    const auto taken =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
    pause(stop, std::max<std::chrono::milliseconds>(kWriteEvery, taken * kWritingShare));
  }
}

void Mailing::send(const std::stop_token& stop) {
  bool begun = false;
  while (!stop.stop_requested()) {
    try {
      if (!begun) mails_.beginSending();
      begun = true;
      if (sendSome(stop)) continue;
    } catch (const std::exception& fault) {
      spdlog::error("messages were not sent: {}", fault.what());
    }
    pause(stop, kLookEvery);
  }
}

/// What was taken and not tried when a stop comes is sent by the next start.
bool Mailing::sendSome(const std::stop_token& stop) {
  const std::vector<store::OutboxMessage> messages = mails_.take(kTogether);
  if (messages.empty()) return false;
  mail::Session session(server_, stop);
  std::optional<mail::Failure> broken = session.open();
  for (const store::OutboxMessage& message : messages) {
    if (stop.stop_requested()) return false;
    const std::optional<mail::Failure> failure = broken ? broken : session.send(letterOf(message));
    if (stop.stop_requested() && failure) return false;
    if (!failure) {
      mails_.sent(message);
      spdlog::info("message {} ({}): handed over", message.id, message.kind);
      continue;
    }
    const service::MailFailure reason = told(*failure);
    mails_.failed(message, reason);
    spdlog::warn("message {} ({}): {}", message.id, message.kind,
                 model::format(reason.reason, model::Language::English));
    if (!failure->isOfLetter()) broken = failure;
  }
  if (!broken) session.close();
  return true;
}

}  // namespace lixiao::app
