#include "engine/workflow/schema.h"
#include "web/dates.h"
#include "web/pages/edition_data.h"
#include "web/pages/edition_draft.h"
#include "web/pages/pages.h"
#include "web/pages/student_data.h"
#include "web/shelf.h"

namespace lixiao::web::pages {
namespace {

using service::RuleTests;

struct Shown {
  Draft draft;
  std::string name;  ///< of the file that is open
  bool posted = false;
  std::string done, problem;
  Data outcome = Data(false);
  int status = 200;
};

bool mayEdit(const Visit& visit) {
  return visit.actor().role == service::Role::Admin;
}

/// The active files; none while no edition is active.
Draft activeDraft(const Visit& visit) {
  auto files = visit.sources().planning.version(visit.actor(), 0);
  return files ? Draft{files->version.digest, std::move(files.value().files)} : Draft{};
}

/// The words of the editor's own search panel and marks.
Json phrases(const Visit& visit) {
  const std::vector<std::pair<const char*, std::string>> words = {
      {"Find", visit.tr("Find")},
      {"Replace", visit.tr("Replace")},
      {"next", visit.tr("next")},
      {"previous", visit.tr("previous")},
      {"all", visit.tr("all")},
      {"match case", visit.tr("match case")},
      {"regexp", visit.tr("regular expression")},
      {"by word", visit.tr("whole words")},
      {"replace", visit.tr("replace")},
      {"replace all", visit.tr("replace all")},
      {"close", visit.tr("close")},
      {"$ unchanged lines", visit.tr("$ unchanged lines")},
  };
  Json json = Json::object();
  for (const auto& [english, word] : words) json[english] = word;
  return json;
}

List fileRows(const Shown& shown) {
  List rows(Data::type::list);
  for (const workflow::SourceFile& file : shown.draft.files) {
    Data row;
    row.set("path", file.path);
    row.set("open_step", "open:" + file.path);
    row.set("current", Data(file.path == shown.name));
    row.set("text", file.text);
    rows.push_back(row);
  }
  return rows;
}

Data activeData(const Visit& visit, const service::EditionView& edition) {
  if (edition.digest.empty()) return Data(false);
  Data data;
  data.set("year", edition.edition);
  data.set("title", visit.in(edition.title));
  data.set("by", visit.who(edition.activated_by));
  data.set("at",
           edition.activated_at ? moment(visit.language, edition.time_zone, *edition.activated_at) : "");
  data.set("digest", edition.digest);
  return data;
}

http::Response show(const Visit& visit, Shown shown) {
  if (shown.draft.find(shown.name) == nullptr)
    shown.name = shown.draft.files.empty() ? "" : shown.draft.files.front().path;
  const workflow::SourceFile* open = shown.draft.find(shown.name);
  Data data;
  data.set("active", activeData(visit, visit.queries().edition()));
  data.set("done", textOrNothing(shown.done));
  data.set("problem", textOrNothing(shown.problem));
  data.set("may_edit", Data(mayEdit(visit)));
  data.set("login", visit.actor().login);
  data.set("files", fileRows(shown));
  data.set("name", shown.name);
  data.set("open", Data(open != nullptr));
  data.set("text", open == nullptr ? "" : open->text);
  data.set("draft", writeDraft(shown.draft));
  data.set("original", shown.posted ? writeDraft(activeDraft(visit)) : writeDraft(shown.draft));
  data.set("posted", Data(shown.posted));
  data.set("phrases", phrases(visit).dump());
  data.set("outcome", shown.outcome);
  data.set("editor_js_url", assetUrl("editor.js"));
  return visit.page("edition", visit.tr("Edition"), std::move(data), shown.status);
}

/// Who activated another edition than the draft was made from; "" when nobody did.
std::string staleness(const Visit& visit, const Draft& draft) {
  const service::EditionView edition = visit.queries().edition();
  if (edition.digest == draft.base) return {};
  return visit.tr(model::Message{
      "meanwhile {0} activated another version on {1}; your changes were made to an older one",
      {model::LocalizedText(edition.activated_by),
       model::LocalizedText(moment(visit.language, edition.time_zone, *edition.activated_at))}});
}

/// What a person does with a draft, by the button pressed.
class Desk {
 public:
  explicit Desk(const Action& action, Draft draft) : action_(action) {
    shown_.draft = std::move(draft);
    shown_.name = action.form["name"];
    shown_.posted = true;
    keepText();
  }

  http::Response answer() {
    const std::string& step = action_.form["step"];
    if (step.starts_with("open:")) {
      shown_.name = step.substr(5);
    } else if (step == "add" || step == "rename" || step == "remove") {
      changeFiles(step);
    } else {
      look(step);
    }
    if (action_.form["part"].empty()) return show(action_, std::move(shown_));
    return {shown_.status, "text/html; charset=utf-8", action_.part("edition_outcome", wrapped())};
  }

 private:
  /// A form without script sends the open file beside the draft, with the line ends of forms.
  void keepText() {
    workflow::SourceFile* file = shown_.draft.find(shown_.name);
    if (file == nullptr || !action_.form.has("text")) return;
    std::string text = action_.form["text"];
    std::erase(text, '\r');
    file->text = std::move(text);
  }

  void changeFiles(const std::string& step) {
    const std::string& wanted = action_.form["new_name"];
    if (step == "remove")
      std::erase_if(shown_.draft.files, [&](const auto& file) { return file.path == shown_.name; });
    else if (!isFileName(wanted))
      return refuse(action_.tr("A file is called like edition.yaml or colleges/nursing.yaml."));
    else if (shown_.draft.find(wanted) != nullptr)
      return refuse(action_.tr("There is a file of this name already."));
    else if (step == "add")
      shown_.draft.files.push_back({wanted, ""});
    else if (workflow::SourceFile* file = shown_.draft.find(shown_.name))
      file->path = wanted;
    if (step != "remove") shown_.name = wanted;
  }

  void look(const std::string& step) {
    Outcome outcome;
    if (step == "rebase") shown_.draft.base = action_.queries().edition().digest;
    outcome.base = shown_.draft.base;
    if (step == "preview" || step == "rebase") return preview(outcome);
    const auto check =
        service::checkEdition(shown_.draft.files, step == "test" ? RuleTests::Run : RuleTests::Leave);
    outcome.check = &check;
    outcome.tests_ran = step == "test" && check.workflow != nullptr;
    shown_.outcome = outcomeData(action_, outcome);
  }

  void preview(Outcome outcome) {
    const auto result = action_.sources().planning.plan(action_.actor(), shown_.draft.files);
    if (!result) {
      outcome.problem = action_.reasons(result.refusal());
      shown_.status = statusOf(result.refusal().kind);
      shown_.outcome = outcomeData(action_, outcome);
      return;
    }
    outcome.check = &result->check;
    if (result->plan) {
      outcome.plan = &*result->plan;
      outcome.stale = staleness(action_, shown_.draft);
      if (outcome.stale.empty() && !result->plan->sameFiles())
        outcome.ticket = action_.drafts().put({action_.actor().login, shown_.draft.base, shown_.draft.files});
    }
    shown_.outcome = outcomeData(action_, outcome);
  }

  void refuse(std::string problem) {
    shown_.problem = std::move(problem);
    shown_.status = 422;
  }

  Data wrapped() const {
    Data data;
    data.set("outcome", shown_.outcome);
    return data;
  }

  const Action& action_;
  Shown shown_;
};

}  // namespace

http::Response edition(const Visit& visit) {
  Shown shown;
  shown.draft = activeDraft(visit);
  if (visit.query["done"] == "activated") shown.done = visit.tr("Activated.");
  return show(visit, std::move(shown));
}

http::Response editionDesk(const Action& action) {
  if (!mayEdit(action)) return action.error(403);
  auto draft = readDraft(action.form["draft"]);
  if (!draft) return action.error(400);
  return Desk(action, std::move(*draft)).answer();
}

http::Response editionActivate(const Action& action) {
  Shown shown;
  auto held = action.drafts().take(action.form["ticket"], action.actor().login);
  if (!held) {
    shown.draft = activeDraft(action);
    shown.problem = action.tr("The preview is too old or was used already. Please look at a new one.");
    shown.status = 409;
    return show(action, std::move(shown));
  }
  const auto outcome = action.commands().activate(action.actor(), held->files, held->base);
  if (outcome) return http::redirect("/admin/edition?done=activated");
  shown.draft = {std::move(held->base), std::move(held->files)};
  shown.posted = true;
  shown.problem = action.reasons(outcome.refusal());
  shown.status = statusOf(outcome.refusal().kind);
  return show(action, std::move(shown));
}

http::Response apiEditionCheck(const Action& action) {
  if (!mayEdit(action)) return action.error(403);
  const auto draft = readDraft(action.form["draft"]);
  if (!draft) return action.error(400);
  const auto check = service::checkEdition(draft->files, RuleTests::Leave);
  return json(200, {{"findings", findingsJson(check)}, {"tests", check.tests}});
}

http::Response apiEditionSchema(const Visit&) {
  return {200, "application/schema+json; charset=utf-8", workflow::jsonSchema()};
}

}  // namespace lixiao::web::pages
