#include "engine/workflow/compile_sharing.h"

#include <algorithm>
#include <map>

#include "engine/workflow/keys_scalar.h"

namespace lixiao::workflow {

std::vector<Group> groupsOf(const StudentTypeDefinition& definition, std::vector<Item>& items) {
  std::vector<Group> groups;
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    const Word& name = definition.items[i].one_of;
    if (!name.given()) continue;
    auto group =
        std::find_if(groups.begin(), groups.end(), [&](const Group& g) { return g.id == name.text; });
    if (group == groups.end()) group = groups.insert(groups.end(), Group{name.text, {}});
    group->items.push_back(i);
    items[i].group = static_cast<std::uint32_t>(group - groups.begin());
  }
  return groups;
}

void checkGroups(Compilation& compilation) {
  struct Use {
    const Word* first = nullptr;
    std::size_t most = 0;  ///< items of it in one type
  };
  std::map<std::string, Use> uses;
  for (const StudentTypeDefinition& type : compilation.types) {
    if (!type.complete) return;
    std::map<std::string, std::size_t> counts;
    for (const ItemDefinition& item : type.items) {
      if (!item.one_of.given()) continue;
      Use& use = uses[item.one_of.text];
      if (use.first == nullptr) use.first = &item.one_of;
      use.most = std::max(use.most, ++counts[item.one_of.text]);
    }
  }
  for (const auto& [name, use] : uses)
    if (use.most == 1 && isId(name, Form::Id))
      compilation.findings.warning(use.first->span(), "single-choice",
                                   "no student type has a second item of the group " + quoted(name),
                                   "one_of needs two items at least");
}

}  // namespace lixiao::workflow
