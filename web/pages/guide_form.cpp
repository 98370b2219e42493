#include "web/dates.h"
#include "web/pages/guide_data.h"
#include "web/pages/pages.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

/// What stands in the form, and what to say about it.
struct Typed {
  std::string item, campus;
  store::GuideText text;
  std::string problem, field;
  bool preview = false;
  bool overtaken = false;  ///< the guide as it is now is shown beside the form
  bool another = false;    ///< a new one, whatever stands there
  int status = 200;
};

std::string guideQuery(const std::string& subject, const std::string& campus) {
  return "?item=" + encode(subject) + "&campus=" + encode(campus);
}

store::GuideText readText(const Fields& form) {
  return {form["place"], form["hours"], form["contact"], form["phone"], form["bring"], form["text"]};
}

/// The version that stands, if any.
const service::GuideView* standing(const service::GuideHistory& history) {
  if (history.versions.empty() || history.versions.front().withdrawn) return nullptr;
  return &history.versions.front();
}

void setProblems(Data& data, const Typed& typed) {
  for (const char* field : {"item", "campus", "place", "hours", "contact", "phone", "bring", "text"})
    data.set(std::string(field) + "_problem",
             typed.field == field ? textOrNothing(typed.problem) : Data(false));
  data.set("problem", typed.field.empty() ? textOrNothing(typed.problem) : Data(false));
}

Data subjectOptions(const Visit& visit, const service::GuideDesk& desk, const std::string& chosen) {
  List options(Data::type::list);
  for (const service::GuideSubject& each : desk.subjects) {
    Data option;
    option.set("value", each.id);
    option.set("title", each.id.empty() ? visit.tr("All items of the department") : visit.in(each.title));
    option.set("chosen", Data(each.id == chosen));
    options.push_back(option);
  }
  return options;
}

http::Response showForm(const Visit& visit, const service::GuideHistory& history, const Typed& typed) {
  const auto desk = visit.sources().guides.desk(visit.actor());
  if (!desk) return visit.refusal(desk.refusal());
  const service::EditionView edition = visit.queries().edition();
  const service::GuideView* present = typed.another ? nullptr : standing(history);
  service::GuideView drafted;
  drafted.key = history.key;
  drafted.department = history.department;
  drafted.subject = history.subject;
  drafted.text = typed.text;
  drafted.at = visit.sources().clock.now();
  Data data;
  data.set("department", visit.in(history.department));
  data.set("subjects", subjectOptions(visit, desk.value(), typed.item));
  data.set("item", typed.item);
  data.set("subject_title", guideData(visit, drafted, edition).get("guide_title")->string_value());
  data.set("campus", textOrNothing(typed.campus));
  data.set("place", typed.text.place);
  data.set("hours", typed.text.hours);
  data.set("contact", typed.text.contact);
  data.set("phone", typed.text.phone);
  data.set("bring", typed.text.bring);
  data.set("text", typed.text.body);
  data.set("revision", std::to_string(present == nullptr ? 0 : present->revision));
  data.set("existing", Data(present != nullptr));
  data.set("preview", typed.preview ? guideData(visit, drafted, edition) : Data(false));
  const bool beside = typed.overtaken && present != nullptr;
  data.set("present", beside ? guideData(visit, *present, edition) : Data(false));
  setProblems(data, typed);
  return visit.page("guide_form", visit.tr("Guide"), std::move(data), typed.status);
}

/// The form with everything that was typed.
http::Response showAgain(const Visit& visit, const Typed& typed) {
  auto history = visit.sources().guides.history(visit.actor(), typed.item, typed.campus);
  if (!history) history = visit.sources().guides.history(visit.actor(), {}, {});
  return history ? showForm(visit, history.value(), typed) : visit.refusal(history.refusal());
}

http::Response showDesk(const Visit& visit, const std::string& problem, int status) {
  const auto desk = visit.sources().guides.desk(visit.actor());
  if (!desk) return visit.refusal(desk.refusal());
  const service::EditionView edition = visit.queries().edition();
  Data data;
  data.set("department", visit.in(desk->department));
  data.set("scope", textOrNothing(desk->scope_value));
  List subjects(Data::type::list);
  const bool general = !desk->subjects.front().guides.empty();
  for (const service::GuideSubject& each : desk->subjects) {
    Data subject;
    subject.set("subject_title",
                each.id.empty() ? visit.tr("All items of the department") : visit.in(each.title));
    subject.set("new_url",
                "/work/guides/edit?item=" + encode(each.id) + (each.guides.empty() ? "" : "&another=yes"));
    List guides(Data::type::list);
    for (const service::GuideView& guide : each.guides) {
      Data row = guideData(visit, guide, edition);
      const std::string query = guideQuery(guide.key.subject, guide.key.campus);
      row.set("edit_url", "/work/guides/edit" + query);
      row.set("versions_url", "/work/guides/versions" + query);
      row.set("item", guide.key.subject);
      row.set("campus", guide.key.campus);
      row.set("revision", std::to_string(guide.revision));
      guides.push_back(row);
    }
    subject.set("guides", guides);
    subject.set("any", Data(!each.guides.empty()));
    subject.set("covered", Data(each.guides.empty() && !each.id.empty() && general));
    subject.set("none", Data(each.guides.empty() && !each.id.empty() && !general));
    subjects.push_back(subject);
  }
  data.set("subjects", subjects);
  data.set("problem", textOrNothing(problem));
  const std::string& done = visit.query["done"];
  data.set("done", done == "published"   ? Data(visit.tr("Published: everybody sees it now."))
                   : done == "withdrawn" ? Data(visit.tr("Withdrawn."))
                   : done == "restored"  ? Data(visit.tr("The older version is published again."))
                                         : Data(false));
  return visit.page("guide_desk", visit.tr("Guides"), std::move(data), status);
}

http::Response showVersions(const Visit& visit, const std::string& item, const std::string& campus,
                            const std::string& problem, int status) {
  const auto history = visit.sources().guides.history(visit.actor(), item, campus);
  if (!history) return visit.refusal(history.refusal());
  const service::EditionView edition = visit.queries().edition();
  const service::GuideView* present = standing(history.value());
  Data data;
  data.set("item", item);
  data.set("campus", textOrNothing(campus));
  data.set("subject_title",
           item.empty() ? visit.tr("All items of the department") : visit.in(history->subject));
  data.set("revision", std::to_string(present == nullptr ? 0 : present->revision));
  data.set("problem", textOrNothing(problem));
  List versions(Data::type::list);
  for (const service::GuideView& each : history->versions) {
    Data row = guideData(visit, each, edition);
    row.set("version", std::to_string(each.revision));
    row.set("withdrawn", Data(each.withdrawn));
    row.set("current", Data(present != nullptr && each.revision == present->revision));
    row.set("older", Data(!each.withdrawn && (present == nullptr || each.revision != present->revision)));
    versions.push_back(row);
  }
  data.set("versions", versions);
  data.set("any", Data(!history->versions.empty()));
  return visit.page("guide_versions", visit.tr("Versions of the guide"), std::move(data), status);
}

}  // namespace

http::Response guideDesk(const Visit& visit) {
  return showDesk(visit, {}, 200);
}

http::Response guideForm(const Visit& visit) {
  const auto history =
      visit.sources().guides.history(visit.actor(), visit.query["item"], visit.query["campus"]);
  if (!history) return visit.refusal(history.refusal());
  Typed typed;
  typed.item = visit.query["item"];
  typed.campus = history->key.campus;
  typed.another = visit.query["another"] == "yes";
  if (typed.another) return showForm(visit, history.value(), typed);
  if (const service::GuideView* present = standing(history.value())) typed.text = present->text;
  return showForm(visit, history.value(), typed);
}

http::Response publishGuide(const Action& action) {
  Typed typed{
      action.form["item"], action.form["campus"], readText(action.form), {}, {}, false, false, false, 200};
  const std::string& step = action.form["step"];
  const auto seen = number(action.form["seen"]);
  if (!seen || (step != "preview" && step != "publish")) return action.error(400);
  service::Guides& guides = action.sources().guides;
  const auto done = step == "preview"
                        ? guides.check(action.actor(), typed.item, typed.campus, typed.text)
                        : guides.publish(action.actor(), typed.item, typed.campus, typed.text, *seen);
  if (done && step == "publish") return http::redirect("/work/guides?done=published");
  typed.preview = static_cast<bool>(done);
  if (!done) {
    typed.problem = action.reasons(done.refusal());
    typed.field = done.refusal().field;
    typed.status = statusOf(done.refusal().kind);
    typed.overtaken = done.refusal().kind == service::Refusal::Kind::Conflict;
  }
  return showAgain(action, typed);
}

http::Response withdrawGuide(const Action& action) {
  const auto seen = number(action.form["seen"]);
  if (!seen) return action.error(400);
  const auto done =
      action.sources().guides.withdraw(action.actor(), action.form["item"], action.form["campus"], *seen);
  if (done) return http::redirect("/work/guides?done=withdrawn");
  return showDesk(action, action.reasons(done.refusal()), statusOf(done.refusal().kind));
}

http::Response guideVersions(const Visit& visit) {
  return showVersions(visit, visit.query["item"], visit.query["campus"], {}, 200);
}

http::Response restoreGuide(const Action& action) {
  const auto version = number(action.form["version"]);
  const auto seen = number(action.form["seen"]);
  if (!version || !seen) return action.error(400);
  const auto done = action.sources().guides.restore(action.actor(), *version, *seen);
  if (done) return http::redirect("/work/guides?done=restored");
  return showVersions(action, action.form["item"], action.form["campus"], action.reasons(done.refusal()),
                      statusOf(done.refusal().kind));
}

}  // namespace lixiao::web::pages
