#include "engine/service/guides.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "engine/service/guide_shelf.h"
#include "engine/service/guides_impl.h"
#include "engine/service/registration_journal.h"
#include "engine/service/written.h"
#include "engine/store/account.h"
#include "engine/store/journal.h"
#include "engine/tabular/clean.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;
using nlohmann::json;
using store::GuideKey;
using store::GuideText;
using store::GuideVersion;

/// Nobody publishes for more places than this.
constexpr std::size_t kMostGuides = 200;
constexpr std::size_t kMaxCampus = 40;

/// One line or many, how long, and whether it must be there.
struct Field {
  const char* name;
  std::string GuideText::*text;
  std::size_t max_code_points;
  bool many_lines, needed;
};
constexpr Field kFields[] = {
    {"place", &GuideText::place, 200, false, true},     {"hours", &GuideText::hours, 300, true, true},
    {"contact", &GuideText::contact, 100, false, true}, {"phone", &GuideText::phone, 100, false, true},
    {"bring", &GuideText::bring, 1000, true, false},    {"text", &GuideText::body, 4000, true, false},
};

Refusal invalid(const char* field, model::Message reason) {
  return {Refusal::Kind::Invalid, {std::move(reason)}, {}, field};
}

/// Line ends as `\n`, without blanks around the whole.
std::string tidy(const std::string& text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at)
    if (text[at] != '\r')
      plain += text[at];
    else if (at + 1 == text.size() || text[at + 1] != '\n')
      plain += '\n';
  return std::string(tabular::trim(plain));
}

GuideText tidy(GuideText text) {
  for (const Field& field : kFields) text.*field.text = tidy(text.*field.text);
  return text;
}

std::optional<Refusal> wrongText(const GuideText& text) {
  for (const Field& field : kFields) {
    const std::string& written = text.*field.text;
    if (field.needed && written.empty()) return invalid(field.name, {text::kGuideNeeded, {}});
    const auto wrong = field.many_lines ? wrongLines(written, field.max_code_points)
                                        : wrongCell(written, field.max_code_points);
    if (wrong) return invalid(field.name, *wrong);
  }
  return std::nullopt;
}

json toJson(const GuideText& text) {
  json made = json::object();
  for (const Field& field : kFields)
    if (!(text.*field.text).empty()) made[field.name] = text.*field.text;
  return made;
}

/// Another version than the one seen is the current one.
std::optional<Refusal> overtaken(store::Reader& reader, const workflow::Workflow& workflow,
                                 const std::optional<GuideVersion>& current, std::int64_t seen) {
  const std::int64_t revision = current && !current->withdrawn ? current->id : 0;
  if (revision == seen) return std::nullopt;
  if (revision == 0) return Refusal{Refusal::Kind::Conflict, {{text::kGuideGone, {}}}, {}};
  const auto account = store::findAccount(reader, current->by);
  return Refusal{Refusal::Kind::Conflict,
                 {{text::kGuideMeanwhile,
                   {LocalizedText(account && !account->name.empty() ? account->name : current->by),
                    LocalizedText(workflow.time_zone.format(current->at))}}},
                 {}};
}

void write(store::Transaction& transaction, const Actor& actor, GuideVersion version) {
  version.id = store::addGuideVersion(transaction, version);
  json payload = asWhom(actor);
  payload["version"] = version.id;
  if (!version.key.campus.empty()) payload["campus"] = version.key.campus;
  if (!version.withdrawn) payload["guide"] = toJson(version.text);
  const auto kind = version.withdrawn ? store::kind::kGuideWithdrawn : store::kind::kGuidePublished;
  std::optional<std::string> subject;
  if (!version.key.subject.empty()) subject = version.key.subject;
  store::appendJournal(transaction,
                       {version.at, actor.login, std::string(kind), std::nullopt, subject, payload.dump()});
}

std::optional<Refusal> tooMany(store::Reader& reader, const GuideKey& key) {
  const auto guides = store::currentGuides(reader);
  const auto theirs = std::count_if(guides.begin(), guides.end(), [&](const GuideVersion& each) {
    return each.key.department == key.department && each.key.scope_value == key.scope_value;
  });
  if (static_cast<std::size_t>(theirs) < kMostGuides) return std::nullopt;
  return Refusal{
      Refusal::Kind::Invalid, {{text::kGuideTooMany, {LocalizedText(std::to_string(kMostGuides))}}}, {}};
}

}  // namespace

Guides::Guides(const Engine& engine) : impl_(std::make_unique<Impl>(engine)) {}
Guides::~Guides() = default;

Outcome<GuideKey> Guides::Impl::keyFor(const Actor& actor, const workflow::Workflow& workflow,
                                       const std::string& subject, const std::string& campus) {
  const auto department = workflow.department(actor.department);
  if (auto why = whyNot(actor, Act::PublishGuide, {.workflow = &workflow, .department = department}))
    return Refusal{Refusal::Kind::Forbidden, {*why}, {}};
  const std::string scope = workflow.departments[*department].scope ? actor.scope_value : std::string();
  if (!subject.empty()) {
    const auto subjects = subjectsOf(workflow, *department);
    const auto theirs = [&](const GuideSubjectId& each) {
      return each.id == subject && (each.college.empty() || scope.empty() || each.college == scope);
    };
    if (std::none_of(subjects.begin(), subjects.end(), theirs))
      return Refusal{Refusal::Kind::Invalid, {{text::kNoItem, {LocalizedText(subject)}}}, {}, "item"};
  }
  if (auto wrong = wrongCell(campus, kMaxCampus)) return invalid("campus", *wrong);
  return GuideKey{actor.department, scope, subject, std::string(tabular::trim(campus))};
}

Outcome<Done> Guides::publish(const Actor& actor, const std::string& subject, const std::string& campus,
                              const GuideText& text, std::int64_t seen) {
  return impl_->change(
      [&](store::Transaction& transaction, const workflow::Workflow& workflow) -> Outcome<Done> {
        auto key = Impl::keyFor(actor, workflow, subject, campus);
        if (!key) return key.refusal();
        const GuideText wanted = tidy(text);
        if (auto wrong = wrongText(wanted)) return *wrong;
        const auto current = store::currentGuide(transaction, key.value());
        const bool stands = current && !current->withdrawn;
        if (stands && current->text == wanted) return Done{};
        if (auto faster = overtaken(transaction, workflow, current, seen)) return *faster;
        if (!stands)
          if (auto full = tooMany(transaction, key.value())) return *full;
        write(transaction, actor,
              {0, std::move(key.value()), wanted, false, impl_->engine().clock.now(), actor.login});
        return Done{};
      });
}

Outcome<Done> Guides::check(const Actor& actor, const std::string& subject, const std::string& campus,
                            const GuideText& text) const {
  return impl_->look<Done>([&](store::Reader&, const workflow::Workflow& workflow) -> Outcome<Done> {
    const auto key = Impl::keyFor(actor, workflow, subject, campus);
    if (!key) return key.refusal();
    if (auto wrong = wrongText(tidy(text))) return *wrong;
    return Done{};
  });
}

Outcome<Done> Guides::withdraw(const Actor& actor, const std::string& subject, const std::string& campus,
                               std::int64_t seen) {
  return impl_->change(
      [&](store::Transaction& transaction, const workflow::Workflow& workflow) -> Outcome<Done> {
        const auto key = Impl::keyFor(actor, workflow, subject, campus);
        if (!key) return key.refusal();
        auto current = store::currentGuide(transaction, key.value());
        if (!current || current->withdrawn) return Done{};
        if (auto faster = overtaken(transaction, workflow, current, seen)) return *faster;
        current->withdrawn = true;
        current->at = impl_->engine().clock.now();
        current->by = actor.login;
        write(transaction, actor, std::move(*current));
        return Done{};
      });
}

Outcome<Done> Guides::restore(const Actor& actor, std::int64_t version, std::int64_t seen) {
  return impl_->change(
      [&](store::Transaction& transaction, const workflow::Workflow& workflow) -> Outcome<Done> {
        auto old = store::findGuideVersion(transaction, version);
        const auto key = old ? Impl::keyFor(actor, workflow, old->key.subject, old->key.campus)
                             : Impl::keyFor(actor, workflow, {}, {});
        if (!key) return key.refusal();
        if (!old || old->withdrawn || old->key != key.value())
          return Refusal{
              Refusal::Kind::NotFound, {{text::kNoVersion, {LocalizedText(std::to_string(version))}}}, {}};
        const auto current = store::currentGuide(transaction, old->key);
        if (current && !current->withdrawn && current->text == old->text) return Done{};
        if (auto faster = overtaken(transaction, workflow, current, seen)) return *faster;
        old->at = impl_->engine().clock.now();
        old->by = actor.login;
        write(transaction, actor, std::move(*old));
        return Done{};
      });
}

}  // namespace lixiao::service
