#include "engine/workflow/workflow.h"

namespace lixiao::workflow {
namespace {

template <typename Table, typename Id>
std::optional<std::uint32_t> position(const Table& table, std::string_view wanted, const Id& id) {
  for (std::uint32_t i = 0; i < table.size(); ++i)
    if (id(table[i]) == wanted) return i;
  return std::nullopt;
}

const auto kName = [](const auto& entry) -> const std::string& { return entry.name; };
const auto kId = [](const auto& entry) -> const std::string& { return entry.id; };
const auto kItself = [](const std::string& entry) -> const std::string& { return entry; };

}  // namespace

const StudentType* Workflow::type(std::string_view id) const {
  const auto found = position(types, id, kId);
  return found ? &types[*found] : nullptr;
}

std::optional<AttributeIndex> Workflow::attribute(std::string_view name) const {
  return position(attributes, name, kName);
}
std::optional<FactIndex> Workflow::fact(std::string_view name) const {
  return position(facts, name, kName);
}
std::optional<ListIndex> Workflow::list(std::string_view id) const {
  return position(lists, id, kId);
}
std::optional<DepartmentIndex> Workflow::department(std::string_view id) const {
  return position(departments, id, kId);
}
std::optional<ItemIndex> Workflow::item(std::string_view id) const {
  return position(item_ids, id, kItself);
}
std::optional<DocumentIndex> Workflow::document(std::string_view id) const {
  return position(document_ids, id, kItself);
}

}  // namespace lixiao::workflow
