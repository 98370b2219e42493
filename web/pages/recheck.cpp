#include "web/pages/recheck.h"

#include <algorithm>

#include "web/dates.h"
#include "web/pages/pages.h"
#include "web/pages/source_words.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {
namespace {

using State = Recheck::State;

bool isPending(const std::vector<Recheck>& rechecks) {
  return std::any_of(rechecks.begin(), rechecks.end(),
                     [](const Recheck& each) { return each.state == State::Asked; });
}

/// What came of asking one system.
std::string outcome(const Visit& visit, const Recheck& recheck) {
  switch (recheck.state) {
    case State::Asked:
      return visit.tr("is being asked");
    case State::Answered:
      return visit.tr("has answered");
    case State::Unknown:
      return visit.tr("has answered that it does not know this student number");
    case State::Failed:
      if (recheck.trouble == "unreachable") return visit.tr("cannot be reached");
      if (recheck.trouble == "malformed") return visit.tr("gave an answer that cannot be used");
      return visit.tr("could not be asked: the connection is not in order");
    case State::Held:
      return visit.tr("has answered, but its answers are being checked by an administrator");
    case State::Busy:
      return visit.tr("was not asked: too many are asking at this moment");
    case State::Paused:
      return visit.tr("was not asked: its connection is paused");
  }
  return {};
}

/// Whether the page shows what the system said just now.
bool isShown(const Recheck& recheck) {
  return recheck.state == State::Answered || recheck.state == State::Unknown;
}

std::vector<std::string> lines(const Visit& visit, const service::StudentView& student,
                               const std::vector<Recheck>& rechecks) {
  std::map<std::string, std::string> titles = systemTitles(visit, student);
  std::vector<std::string> lines;
  lines.reserve(rechecks.size());
  for (const Recheck& each : rechecks)
    lines.push_back(visit.tr(model::Message{
        "System of {0}: {1}",
        {model::LocalizedText(titles[each.source]), model::LocalizedText(outcome(visit, each))}}));
  return lines;
}

/// What is asked and what came of it; changes whenever the words do.
std::string versionOf(const std::vector<Recheck>& rechecks, bool soon) {
  std::string version(soon ? "s" : "");
  for (const Recheck& each : rechecks) version += static_cast<char>('a' + static_cast<int>(each.state));
  return version;
}

bool anyAutomatic(const service::StudentView& student) {
  return std::any_of(student.items.begin(), student.items.end(),
                     [](const service::ItemView& item) { return item.as_of || !item.missing.empty(); });
}

http::Response ask(const Action& action, const std::string& student_no, const std::string& page) {
  action.sources().connectors.recheck(student_no);
  return http::redirect(page + "#recheck");
}

}  // namespace

Data recheckData(const Visit& visit, const service::StudentView& student, const std::string& page) {
  if (!anyAutomatic(student) || visit.sources().connectors.view().empty()) return Data(false);
  const workflow::TimeZone zone = visit.queries().edition().time_zone;
  const std::vector<Recheck> rechecks = visit.sources().connectors.rechecked(student.student_no);
  const bool asked = !rechecks.empty();
  const model::Instant at = asked ? rechecks.front().at : model::Instant{};
  const model::Instant again = at + kRecheckEvery;
  const model::Instant now = visit.sources().clock.now();
  const bool pending = isPending(rechecks), soon = asked && now < again;
  Data data;
  data.set("page_url", page);
  data.set("follow_url", Data(false));
  data.set("recheck_url", page + "/recheck");
  data.set("csrf", visit.csrf);
  data.set("asked_at", asked ? Data(clockTime(zone, at)) : Data(false));
  data.set("again_at", soon ? Data(clockTime(zone, again)) : Data(false));
  data.set("lines", texts(lines(visit, student, rechecks)));
  data.set("pending", Data(pending));
  data.set("soon", Data(pending || soon));
  data.set("old", Data(!pending && !std::all_of(rechecks.begin(), rechecks.end(), isShown)));
  data.set("version", versionOf(rechecks, soon));
  return data;
}

http::Response recheckMe(const Action& action) {
  const auto student = action.queries().student(action.actor(), action.actor().student_no);
  if (!student) return action.refusal(student.refusal());
  return ask(action, student->student_no, "/me");
}

http::Response recheckStudent(const Action& action) {
  const auto student = action.queries().student(action.actor(), action.path[0]);
  if (!student) return action.refusal(student.refusal());
  return ask(action, student->student_no, studentUrl(student->student_no));
}

}  // namespace lixiao::web::pages
