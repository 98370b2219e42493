#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/command.h"
#include "app/edition_options.h"
#include "app/house.h"
#include "app/service_settings.h"
#include "engine/service/planning.h"

namespace lixiao::app {
namespace {

using nlohmann::json;

template <class Status>
std::string wordOf(const std::optional<Status>& status) {
  return status ? std::string(model::word(*status)) : "none";
}

std::string counted(const service::PlannedStudents& students) {
  std::string text = std::to_string(students.count) + (students.count == 1 ? " student: " : " students: ");
  for (std::size_t i = 0; i < students.examples.size(); ++i)
    text += (i > 0 ? ", " : "") + students.examples[i].student_no + " " + students.examples[i].name;
  return text + (students.count > students.examples.size() ? ", …" : "");
}

template <class Status>
void print(const service::PlannedSubject<Status>& subject, const std::string& prefix) {
  if (subject.moves.empty()) return;
  std::cout << "  " << prefix << subject.id << " " << subject.title.in(model::Language::Chinese) << "\n";
  for (const auto& move : subject.moves)
    std::cout << "    " << wordOf(move.from) << " → " << wordOf(move.to) << ", " << counted(move.students)
              << "\n";
}

void print(const service::PlannedType& type) {
  std::cout << type.id << " " << type.title.in(model::Language::Chinese) << "\n";
  if (type.without_before.count > 0)
    std::cout << "  get a workflow, " << counted(type.without_before) << "\n";
  if (type.without_after.count > 0)
    std::cout << "  lose their workflow, " << counted(type.without_after) << "\n";
  for (const service::PlannedItem& item : type.items) print(item, "");
  for (const service::PlannedDocument& document : type.documents) print(document, "document:");
}

bool changes(const service::PlannedType& type) {
  service::Plan one;
  one.types.push_back(type);
  return one.changesAnything();
}

std::string version(const std::string& edition, const std::string& digest) {
  return digest.empty() ? "no edition" : edition + " (" + digest.substr(0, 12) + ")";
}

void print(const service::Plan& plan) {
  std::cout << version(plan.active_edition, plan.active_digest) << " → " << version(plan.edition, plan.digest)
            << ", " << plan.students << " students\n";
  for (const service::PlannedType& type : plan.types)
    if (changes(type)) print(type);
  if (!plan.changesAnything())
    std::cout << "nothing changes for anybody"
              << (plan.sameFiles() ? ": these files are active" : "; the files differ") << "\n";
}

json toJson(const service::PlannedStudents& students) {
  json examples = json::array();
  for (const auto& each : students.examples)
    examples.push_back({{"student_no", each.student_no}, {"name", each.name}});
  return {{"count", students.count}, {"examples", std::move(examples)}};
}

template <class Status>
json toJson(const std::vector<service::PlannedSubject<Status>>& subjects) {
  json all = json::array();
  for (const auto& subject : subjects) {
    json moves = json::array();
    for (const auto& move : subject.moves) {
      json one = toJson(move.students);
      one["from"] = move.from ? json(model::word(*move.from)) : json();
      one["to"] = move.to ? json(model::word(*move.to)) : json();
      moves.push_back(std::move(one));
    }
    if (!moves.empty())
      all.push_back({{"id", subject.id},
                     {"title", subject.title.in(model::Language::Chinese)},
                     {"moves", std::move(moves)}});
  }
  return all;
}

json toJson(const service::Plan& plan) {
  json types = json::array();
  for (const service::PlannedType& type : plan.types)
    types.push_back({{"id", type.id},
                     {"title", type.title.in(model::Language::Chinese)},
                     {"students", type.students},
                     {"without_before", toJson(type.without_before)},
                     {"without_after", toJson(type.without_after)},
                     {"items", toJson(type.items)},
                     {"documents", toJson(type.documents)}});
  return {{"edition", plan.edition},
          {"digest", plan.digest},
          {"active_edition", plan.active_edition},
          {"active_digest", plan.active_digest},
          {"students", plan.students},
          {"changes", plan.changesAnything()},
          {"types", std::move(types)}};
}

int plan(const EditionOptions& options) {
  const std::filesystem::path file = std::filesystem::path(options.data) / "lixiao.db";
  if (!std::filesystem::exists(file)) throw std::runtime_error(file.string() + ": there is no database");
  const CheckedYear checked = checkYear(options);
  if (!checked.check.good()) {
    if (options.json) printFindings(checked.check);
    return Exit::kFindings;
  }
  const auto clock = clockOf(settingsOf(options.data).settings);
  House house(options.data, *clock);
  const auto result = house.planning.plan(service::Actor::system("command line"), placed(checked.year.files));
  if (!result)
    throw std::runtime_error(model::format(result.refusal().reasons.front(), model::Language::English));
  const service::Plan& plan = *result->plan;
  if (options.json)
    std::cout << toJson(plan).dump(2, ' ', false, json::error_handler_t::replace) << "\n";
  else
    print(plan);
  return plan.changesAnything() ? Exit::kChanges : Exit::kFine;
}

}  // namespace

void addPlan(CLI::App& application, Run& run) {
  auto options = std::make_shared<EditionOptions>();
  CLI::App* command = application.add_subcommand(
      "plan",
      "Tell what activating a year's folder would change for the students of the data folder; "
      "exit 0 nothing changes, 3 something does");
  options->addTo(*command);
  command->callback([=, &run] { run = [=] { return plan(*options); }; });
}

}  // namespace lixiao::app
