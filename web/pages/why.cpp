#include "engine/workflow/workflow.h"
#include "web/dates.h"
#include "web/pages/pages.h"
#include "web/pages/registration_post.h"
#include "web/pages/source_words.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

std::string ruleWord(const Visit& visit, const std::string& rule) {
  if (rule == "applies_when") return visit.tr("Applies when");
  if (rule == "opens_when") return visit.tr("Opens when");
  if (rule == "passes_when") return visit.tr("Passes when");
  if (rule == "waived_when") return visit.tr("Waived when");
  if (rule == "batches") return visit.tr("Batch when");
  if (rule == "released_when") return visit.tr("Released when");
  return rule;
}

/// The three truths as sections of a template.
void setTruth(Data& data, const bool* truth, bool known) {
  data.set("yes", Data(truth != nullptr && *truth));
  data.set("no", Data(truth != nullptr && !*truth));
  data.set("unknown", Data(!known));
}

void addLines(List& lines, const rules::Explanation& explanation, std::size_t depth) {
  Data line;
  line.set("text", explanation.text);
  line.set("value", workflow::formatValue(explanation.type, explanation.value));
  const bool* truth = explanation.value.boolean();
  setTruth(line, truth, explanation.value.known());
  line.set("other", Data(explanation.value.known() && truth == nullptr));
  line.set("depth", std::to_string(std::min<std::size_t>(depth, 6)));
  lines.push_back(line);
  for (const rules::Explanation& each : explanation.children) addLines(lines, each, depth + 1);
}

List rulesOf(const Visit& visit, const service::Why& why) {
  List list(Data::type::list);
  for (const workflow::RuleExplanation& each : why.rules) {
    Data rule;
    rule.set("rule", each.rule);
    rule.set("rule_word", ruleWord(visit, each.rule));
    const bool truth = each.truth == rules::Truth::True;
    setTruth(rule, each.truth == rules::Truth::Unknown ? nullptr : &truth,
             each.truth != rules::Truth::Unknown);
    List lines(Data::type::list);
    addLines(lines, each.explanation, 0);
    rule.set("lines", lines);
    list.push_back(rule);
  }
  return list;
}

List inputsOf(const Visit& visit, const service::Why& why) {
  const service::EditionView edition = visit.queries().edition();
  List list(Data::type::list);
  for (const service::WhyInput& each : why.inputs) {
    Data input;
    input.set("name", each.name);
    input.set("title", visit.in(each.title));
    const std::string value = each.value.empty() ? visit.in(each.status) : each.value;
    input.set("value", textOrNothing(value == "true"    ? visit.tr("yes")
                                     : value == "false" ? visit.tr("no")
                                                        : value));
    input.set("source", textOrNothing(each.source));
    input.set("as_of",
              each.as_of ? Data(moment(visit.language, edition.time_zone, *each.as_of)) : Data(false));
    input.set("stale", Data(each.stale));
    list.push_back(input);
  }
  return list;
}

/// What ails the data of an item.
void setMissing(const Visit& visit, Data& data, const service::Why& why) {
  data.set("has_missing", Data(false));
  if (!why.status) return;
  const auto student = visit.queries().student(visit.actor(), why.student_no);
  const service::ItemView* item = student ? findItem(student.value(), visit.path.back()) : nullptr;
  if (item != nullptr) setSourceWords(visit, data, *item, visit.queries().edition());
}

http::Response show(const Visit& visit, const std::string& student_no, const std::string& back) {
  const auto why = visit.queries().explain(visit.actor(), student_no, visit.path.back());
  if (!why) return visit.refusal(why.refusal());
  Data data;
  data.set("name", why->name);
  data.set("student_no", why->student_no);
  data.set("student_url", back);
  data.set("own", Data(student_no == visit.actor().student_no));
  data.set("subject", visit.in(why->title));
  data.set("chip", why->status ? chip(visit, *why->status) : chip(visit, *why->document));
  data.set("reason", textOrNothing(visit.tr(why->reason)));
  setMissing(visit, data, why.value());
  data.set("because", textOrNothing(visit.in(why->because)));
  const List inputs = inputsOf(visit, why.value());
  data.set("inputs", inputs);
  data.set("has_inputs", Data(inputs.is_non_empty_list()));
  data.set("rules", rulesOf(visit, why.value()));
  data.set("has_rules", Data(!why->rules.empty()));
  return visit.page("why", visit.tr("Why") + " · " + visit.in(why->title), std::move(data));
}

}  // namespace

http::Response why(const Visit& visit) {
  return show(visit, visit.path[0], studentUrl(visit.path[0]));
}

http::Response myWhy(const Visit& visit) {
  return show(visit, visit.actor().student_no, "/me");
}

}  // namespace lixiao::web::pages
