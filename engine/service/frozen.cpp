#include "engine/service/frozen.h"

#include <nlohmann/json.hpp>

namespace lixiao::service {
namespace {

using nlohmann::json;

json attributesOf(const workflow::Workflow& workflow, const workflow::StudentRecord& record) {
  json attributes = json::object();
  for (std::size_t i = 0; i < workflow.attributes.size(); ++i)
    if (record.attributes[i].known())
      attributes[workflow.attributes[i].name] =
          workflow::formatValue(workflow.attributes[i].type, record.attributes[i]);
  return attributes;
}

json factsOf(const workflow::Workflow& workflow, const workflow::StudentRecord& record) {
  json facts = json::object();
  for (std::size_t i = 0; i < workflow.facts.size(); ++i) {
    const model::Fact& fact = record.facts[i];
    if (!fact.value.known()) continue;
    facts[workflow.facts[i].name] = {{"value", workflow::formatValue(workflow.facts[i].type, fact.value)},
                                     {"as_of", model::formatInstant(fact.as_of)},
                                     {"source", fact.source}};
  }
  return facts;
}

json registrationsOf(const workflow::Workflow& workflow, const workflow::StudentRecord& record) {
  json registrations = json::object();
  for (const auto& [item, registration] : record.registrations) {
    json& held = registrations[workflow.item_ids[item]];
    held = {{"result", model::word(registration.result)},
            {"by", registration.by},
            {"at", model::formatInstant(registration.at)},
            {"remark", registration.remark}};
    if (registration.until) held["until"] = model::formatDate(*registration.until);
    if (!registration.condition.empty()) held["condition"] = registration.condition;
    if (registration.amount) held["amount"] = *registration.amount;
  }
  return registrations;
}

}  // namespace

std::string frozen(const Snapshot& snapshot, const workflow::StudentRecord& record,
                   const workflow::Evaluation& evaluation) {
  const workflow::Workflow& workflow = snapshot.workflow();
  json items = json::array();
  for (std::size_t position = 0; position < evaluation.items.size(); ++position) {
    const workflow::ItemResult& result = evaluation.items[position];
    const model::Message reason = snapshot.reason(record, evaluation, position);
    items.push_back({{"item", result.item->id},
                     {"status", model::word(model::statusOf(result.cause))},
                     {"reason", model::format(reason, model::Language::English)}});
  }
  json documents = json::object();
  for (const workflow::DocumentResult& result : evaluation.documents)
    documents[result.document->id] = model::word(model::statusOf(result.cause));
  json lists = json::array();
  for (const auto& [list, remark] : record.listed) lists.push_back(workflow.lists[list].id);

  return json{{"edition", workflow.edition},
              {"digest", snapshot.edition().digest},
              {"at", model::formatInstant(snapshot.now())},
              {"today", model::formatDate(snapshot.circumstances().today)},
              {"name", record.name},
              {"attributes", attributesOf(workflow, record)},
              {"facts", factsOf(workflow, record)},
              {"lists", lists},
              {"registrations", registrationsOf(workflow, record)},
              {"items", items},
              {"documents", documents}}
      .dump();
}

}  // namespace lixiao::service
